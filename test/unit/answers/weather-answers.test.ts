import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctedByDegreeDays, degreeDaysOf, summerBaseKwh } from '../../../server/consumption/answers/degree-days.ts';
import { fitSignature } from '../../../server/consumption/answers/energy-signature.ts';
import { forecastYear } from '../../../server/consumption/answers/forecast.ts';
import {
  correctedBySignature,
  expectedNormally,
  normalDegreeDays,
  normalWeather,
} from '../../../server/consumption/answers/normal-year.ts';
import { datesBetween, madeUpWeather, plainHouse, usesOf } from './houses.ts';

const weather = madeUpWeather('2020-01-01', '2023-12-31');
const uses = usesOf(plainHouse, weather);
const signature = fitSignature(uses, weather)!;
const normal = normalWeather(weather, null)!;

describe('degree days', () => {
  it('are the degrees below 17, and none above', () => {
    expect([-3, 16.5, 17, 20].map(degreeDaysOf)).toEqual([20, 0.5, 0, 0]);
  });

  it('correct only what goes with the weather', () => {
    // 31 days of 10 kWh base; 690 kWh go with the weather, which was a tenth colder than normal.
    const month = { useKwh: 1000, basePerDayKwh: 10, days: 31, degreeDays: 550, normalDegreeDays: 500 };
    expect(correctedByDegreeDays(month)).toBeCloseTo(310 + (690 * 500) / 550, 9);
    expect(correctedByDegreeDays({ ...month, degreeDays: 4 })).toBeNull();
    expect(correctedByDegreeDays({ ...month, basePerDayKwh: null })).toBeNull();
    expect(correctedByDegreeDays({ ...month, useKwh: 200 })).toBe(200);
  });

  it('leave a normal month as it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 5000, noNaN: true }), fc.double({ min: 6, max: 800, noNaN: true }), (useKwh, degreeDays) => {
        const same = correctedByDegreeDays({ useKwh, basePerDayKwh: 5, days: 30, degreeDays, normalDegreeDays: degreeDays });
        expect(same).toBeCloseTo(useKwh, 6);
      }),
    );
  });

  it('take the base from the summer, where there is one', () => {
    expect(summerBaseKwh(datesBetween('2023-06-01', '2023-08-31').map((day) => ({ day, energyKwh: 4 })))).toBe(4);
    expect(summerBaseKwh(datesBetween('2023-06-01', '2023-07-15').map((day) => ({ day, energyKwh: 4 })))).toBeNull();
  });
});

describe('normal weather', () => {
  it('is told by three whole years of the station, not by two', () => {
    expect(normal).toMatchObject({ from: 'station', years: [{ year: 2020 }, { year: 2021 }, { year: 2022 }, { year: 2023 }] });
    expect(normalWeather(madeUpWeather('2022-01-01', '2023-12-31'), null)).toBeNull();
    expect(normalWeather(madeUpWeather('2021-03-01', '2023-12-31'), null)).toBeNull();
  });

  it('is moved to the configured months, with one year of days', () => {
    const means = [-4, -4, 0, 4, 10, 14, 16, 15, 11, 6, 1, -3];
    const configured = normalWeather(madeUpWeather('2023-01-01', '2023-12-31'), means)!;
    const january = datesBetween('2023-01-01', '2023-01-31').map((day) => configured.years[0]!.temperatures.get(day)!);
    expect(january.reduce((sum, value) => sum + value, 0) / 31).toBeCloseTo(-4, 9);
    expect(Math.max(...january) - Math.min(...january)).toBeGreaterThan(3);
  });

  it('knows 29 February', () => {
    expect(expectedNormally(signature, normal, '2024-02-29')).toBeGreaterThan(20);
    expect(normalDegreeDays(normal, '2024-02-29')).toBeGreaterThan(5);
  });

  it('leaves the corrected use of a normal year itself', () => {
    const oneYear = {
      from: 'station' as const,
      years: [{ year: 2022, temperatures: new Map([...weather].filter(([day]) => day.startsWith('2022'))) }],
    };
    const own = new Map([...weather].filter(([day]) => day.startsWith('2022')));
    const year = uses.filter(({ day }) => day.startsWith('2022'));
    const sum = year.reduce((total, { energyKwh }) => total + energyKwh, 0);
    expect(correctedBySignature(signature, oneYear, own, year)).toBeCloseTo(sum, 6);
  });

  it('corrects a cold year down and a mild year up', () => {
    for (const warmer of [-3, 3]) {
      const other = madeUpWeather('2023-01-01', '2023-12-31', 3, warmer);
      const used = usesOf(plainHouse, other);
      const sum = used.reduce((total, { energyKwh }) => total + energyKwh, 0);
      const corrected = correctedBySignature(signature, normal, other, used)!;
      expect(Math.sign(corrected - sum)).toBe(Math.sign(warmer));
    }
  });

  it('corrects nothing where a temperature is not known', () => {
    expect(correctedBySignature(signature, normal, weather, [{ day: '2019-01-01', energyKwh: 50 }])).toBeNull();
  });
});

describe('the forecast of a year', () => {
  const year = uses.filter(({ day }) => day.startsWith('2023'));
  const total = year.reduce((sum, { energyKwh }) => sum + energyKwh, 0);

  it('is what was measured, once the year is over', () => {
    const forecast = forecastYear(signature, normal, weather, 2023, year)!;
    expect(forecast.expectedKwh).toBeCloseTo(total, 6);
    expect([forecast.lowKwh, forecast.highKwh].map((kWh) => Math.round(kWh))).toEqual([Math.round(total), Math.round(total)]);
  });

  it('narrows as the year goes, and holds what it comes to', () => {
    const widths = ['2023-02-01', '2023-06-01', '2023-11-01'].map((until) => {
      const forecast = forecastYear(
        signature,
        normal,
        weather,
        2023,
        year.filter(({ day }) => day < until),
      )!;
      expect(total).toBeGreaterThan(forecast.lowKwh * 0.95);
      expect(total).toBeLessThan(forecast.highKwh * 1.05);
      expect(forecast.soFarKwh).toBeLessThan(forecast.lowKwh + 1e-6);
      return forecast.highKwh - forecast.lowKwh;
    });
    expect(widths).toEqual(widths.toSorted((one, other) => other - one));
  });

  it('fills a gap by the weather that there was', () => {
    const gap = year.filter(({ day }) => day < '2023-03-01' || day > '2023-03-07');
    expect(forecastYear(signature, normal, weather, 2023, gap)!.expectedKwh / total).toBeCloseTo(1, 1);
  });

  it('is none without a measured day of that year', () => {
    expect(forecastYear(signature, normal, weather, 2024, year)).toBeNull();
  });
});
