import { describe, expect, it } from 'vitest';
import { expectedKwh, type EnergySignature } from '../../../server/consumption/answers/energy-signature.ts';
import { forecastYear } from '../../../server/consumption/answers/forecast.ts';
import { monthErrors, staysWithinGuideline14 } from '../../../server/consumption/answers/guideline-14.ts';
import { addHeatSums, judgeCooling, plantTemperatures } from '../../../server/consumption/answers/heating-plant.ts';
import {
  correctedBySignature,
  expectedInEachYear,
  expectedNormally,
  normalDegreeDays,
  normalWeather,
  type NormalWeather,
} from '../../../server/consumption/answers/normal-year.ts';
import { datesBetween } from './houses.ts';

/** 5 kWh a day, and 2 for each degree below 17; the sun does nothing. */
const plain: EnergySignature = {
  baseKwh: 5,
  slopeKwh: 2,
  changePoint: 17,
  sunDegrees: 0,
  spreadKwh: { heating: 0, base: 0 },
  monthError: 0.1,
  days: 365,
  from: '2022-01-01',
  to: '2022-12-31',
};
const steady = (year: number, temperature: number, from = '01-01', to = '12-31') => ({
  year,
  temperatures: new Map(datesBetween(`${year}-${from}`, `${year}-${to}`).map((day) => [day, temperature])),
});
const station = (...years: NormalWeather['years']): NormalWeather => ({ from: 'station', years });

describe('what is normal on a date', () => {
  it('is the mean over the years that have it', () => {
    const normal = station(steady(2019, 7), steady(2020, 11), steady(2021, 3, '06-01'));
    expect(normalDegreeDays(normal, '2024-01-15')).toBe((10 + 6) / 2);
    expect(normalDegreeDays(normal, '2024-07-15')).toBe((10 + 6 + 14) / 3);
    expect(expectedInEachYear(plain, normal, '2024-01-15')).toEqual([
      { year: 2019, kWh: 25 },
      { year: 2020, kWh: 17 },
    ]);
    expect(expectedNormally(plain, normal, '2024-01-15')).toBe(21);
    const summer = station(steady(2021, 3, '06-01', '08-31'));
    expect([normalDegreeDays(summer, '2024-01-15'), expectedNormally(plain, summer, '2024-01-15')]).toEqual([null, null]);
  });

  it('is that of 28 February for the 29th, in years without one: the centuries too, but every fourth', () => {
    const february = (year: number) => ({
      year,
      temperatures: new Map([
        [`${year}-02-28`, 7],
        [`${year}-02-29`, 0],
      ]),
    });
    const degreeDays = (year: number) => normalDegreeDays(station(february(year)), '2024-02-29');
    expect([2019, 2020, 2000, 2100, 2023].map(degreeDays)).toEqual([10, 17, 17, 10, 10]);
    expect(normalDegreeDays(station(february(2020)), '2023-02-28')).toBe(10);
  });

  it('is told by the station’s whole years, in order: of 360 days or more, three of them', () => {
    const years = (...given: [year: number, days: number][]) =>
      normalWeather(new Map(given.flatMap(([year, days]) => [...steady(year, 5).temperatures].slice(0, days))), null);
    expect(years([2021, 365], [2019, 360], [2020, 366])!.years.map(({ year }) => year)).toEqual([2019, 2020, 2021]);
    expect(years([2021, 365], [2019, 359], [2020, 366])).toBeNull();
    expect(normalWeather(new Map(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toBeNull();
  });

  it('corrects a use by what the weather took more or less', () => {
    const normal = station(steady(2019, 7));
    const cold = new Map([['2024-01-15', -3]]);
    // 20 degrees below 17 took 45 kWh, where 25 are normal.
    expect(correctedBySignature(plain, normal, cold, [{ day: '2024-01-15', energyKwh: 50 }])).toBe(30);
    expect(correctedBySignature(plain, normal, cold, [{ day: '2024-01-15', energyKwh: 10 }])).toBe(0);
    expect(correctedBySignature(plain, station(steady(2019, 7, '06-01')), cold, [{ day: '2024-01-15', energyKwh: 50 }])).toBeNull();
  });
});

describe('the forecast of a year, by hand', () => {
  const uses = (to: string, without: string[] = []) =>
    datesBetween('2023-01-01', to)
      .filter((day) => !without.includes(day))
      .map((day) => ({ day, energyKwh: 10 }));
  const noWeather = new Map<string, number>();
  const fourOfFive = 1.2816;

  it('adds what is left in normal weather, as far off as the model’s months may be', () => {
    // Until the 20th of December: 354 × 10 kWh, and 11 days of 25. One normal year says nothing of how years differ.
    const forecast = forecastYear(plain, station(steady(2019, 7)), noWeather, 2023, uses('2023-12-20'))!;
    expect(forecast).toMatchObject({ year: 2023, until: '2023-12-20', soFarKwh: 3540, expectedKwh: 3815 });
    expect(forecast.daysLeft).toEqual(datesBetween('2023-12-21', '2023-12-31').map((day) => ({ day, energyKwh: 25 })));
    expect(forecast.highKwh).toBeCloseTo(3815 + fourOfFive * 27.5, 2);
    expect(forecast.lowKwh).toBeCloseTo(3815 - fourOfFive * 27.5, 2);
    // With four months to go they even out: by the root of four.
    const autumn = forecastYear(plain, station(steady(2019, 7)), noWeather, 2023, uses('2023-09-30'))!;
    expect(autumn.highKwh - autumn.expectedKwh).toBeCloseTo((fourOfFive * 92 * 25 * 0.1) / 2, 1);
  });

  it('is as wide as the normal years differ in what is left, and never below what was used', () => {
    const normal = station(steady(2019, 7), steady(2020, 5), steady(2021, 9, '01-01', '11-30'));
    // 11 days of 25 or 29 kWh; the third year has no December, and counts as the mean of the others.
    const { expectedKwh: expected, highKwh } = forecastYear({ ...plain, monthError: 0 }, normal, noWeather, 2023, uses('2023-12-20'))!;
    expect(expected).toBe(3540 + 297);
    expect(highKwh - expected).toBeCloseTo(fourOfFive * 22, 2);
    const wild = forecastYear({ ...plain, monthError: 99 }, normal, noWeather, 2023, uses('2023-12-20'))!;
    expect(wild.lowKwh).toBe(3540);
  });

  it('fills days that were not measured by the weather they had, and by the normal one where that is not known', () => {
    const gap = ['2023-01-10', '2023-01-11'];
    const forecast = forecastYear(plain, station(steady(2019, 7)), new Map([['2023-01-10', -3]]), 2023, uses('2023-12-31', gap))!;
    expect(forecast.daysLeft).toEqual([
      { day: '2023-01-10', energyKwh: 45 },
      { day: '2023-01-11', energyKwh: 25 },
    ]);
    expect(forecast.expectedKwh).toBe(3630 + 70);
    expect(forecast.highKwh - forecast.expectedKwh).toBeCloseTo(fourOfFive * 7, 2);
    // What is to come is not known, whatever a file of the weather says of it.
    const ahead = forecastYear(plain, station(steady(2019, 7)), new Map([['2023-12-31', -3]]), 2023, uses('2023-12-30'))!;
    expect(ahead.daysLeft).toEqual([{ day: '2023-12-31', energyKwh: 25 }]);
  });

  it('is none where no year says what is normal on a day that is left', () => {
    expect(forecastYear(plain, station(steady(2019, 7, '01-01', '12-30')), noWeather, 2023, uses('2023-12-20'))).toBeNull();
  });

  it('takes the signature’s own word for a day', () => {
    expect([expectedKwh(plain, '2023-01-10', -3), expectedKwh(plain, '2023-07-10', 20)]).toEqual([45, 5]);
  });
});

describe('the months of Guideline 14', () => {
  const month = (name: string, days: number, actual: number, expected: number) =>
    datesBetween(`${name}-01`, `${name}-${days}`).map((day) => ({ day, actual, expected }));

  it('count from fifteen days on', () => {
    expect(monthErrors([...month('2023-01', 15, 1, 1), ...month('2023-02', 14, 1, 9), ...month('2023-03', 30, 1, 1)])).toEqual({
      months: 2,
      cvRmse: 0,
      nmbe: 0,
    });
  });

  it('say nothing alone, or of a house that used nothing; eleven are enough', () => {
    expect(monthErrors(month('2023-01', 31, 1, 1))).toEqual({ months: 1, cvRmse: Number.NaN, nmbe: Number.NaN });
    expect(monthErrors([...month('2023-01', 31, 0, 1), ...month('2023-03', 31, 0, 1)])).toMatchObject({ months: 2, cvRmse: Number.NaN });
    expect(staysWithinGuideline14({ months: 11, cvRmse: 0, nmbe: 0 })).toBe(true);
  });
});

describe('the limits of a heating plant', () => {
  const plant = (volumeM3: number | null, flowM3c: number | null, returnM3c: number | null) => ({ volumeM3, flowM3c, returnM3c });

  it('are five hundredths of a cubic metre, 150 °C in, and a return no hotter than the flow', () => {
    expect([plant(0.05, 4, 2), plant(0.049, 4, 2)].map((sums) => plantTemperatures(sums) !== null)).toEqual([true, false]);
    expect([plant(1, 150, 40), plant(1, 150.1, 40)].map((sums) => plantTemperatures(sums) !== null)).toEqual([true, false]);
    expect(plantTemperatures(plant(1, 40, 40))).toMatchObject({ cooling: 0 });
  });

  it('tells nothing, and adds nothing, where any of the three lacks', () => {
    for (const sums of [plant(null, 80, 40), plant(1, null, 40), plant(1, 80, null)]) {
      expect(plantTemperatures(sums)).toBeNull();
      expect(addHeatSums([sums, plant(1, 70, 30)])).toEqual(plant(1, 70, 30));
    }
  });

  it('calls a cooling fair from the poor limit on', () => {
    expect([25, 24.99].map((cooling) => judgeCooling(cooling, { good: 45, poor: 25 }))).toEqual(['fair', 'poor']);
  });
});
