import { describe, expect, it } from 'vitest';
import { expectedKwh, fitSignature, usualBand } from '../../../server/consumption/answers/energy-signature.ts';
import { monthErrors, staysWithinGuideline14 } from '../../../server/consumption/answers/guideline-14.ts';
import { feltTemperature, sunShare } from '../../../server/consumption/answers/outdoor.ts';
import { datesBetween, madeUpWeather, plainHouse, usesOf } from './houses.ts';

const weather = madeUpWeather('2022-01-01', '2023-12-31');

describe('the temperature that a house feels', () => {
  it('counts today four, yesterday two and the day before one', () => {
    const days = new Map([
      ['2023-01-01', 7],
      ['2023-01-02', -7],
      ['2023-01-03', 0],
    ]);
    expect(feltTemperature(days, '2023-01-03')).toBeCloseTo(-1, 9);
    expect(feltTemperature(days, '2023-01-02')).toBeCloseTo((-7 * 2 + 7) / 3, 9);
    expect(feltTemperature(days, '2023-01-04')).toBeNull();
  });

  it('knows the sun: strongest at midsummer, a tenth of that at midwinter, the same on every 29 February', () => {
    expect(sunShare('2023-06-21')).toBeGreaterThan(0.35);
    expect(sunShare('2023-12-21')).toBeLessThan(0.036);
    expect(sunShare('2024-02-29')).toBe(sunShare('2023-02-28'));
  });
});

describe('the energy signature', () => {
  it('finds base, slope, change point and sun of a house that has them', () => {
    const signature = fitSignature(usesOf({ ...plainHouse, noise: 0 }, weather), weather)!;
    expect(signature.baseKwh).toBeCloseTo(9, 1);
    expect(signature.slopeKwh).toBeCloseTo(4, 1);
    expect([signature.changePoint, signature.sunDegrees]).toEqual([17, 8]);
    expect(signature.monthError).toBeCloseTo(0, 3);
  });

  it('finds a house without a summer base, and a leaky one', () => {
    for (const house of [
      { ...plainHouse, baseKwh: 0 },
      { ...plainHouse, slopeKwh: 15, changePoint: 19 },
    ]) {
      const signature = fitSignature(usesOf(house, weather), weather)!;
      expect(signature.baseKwh).toBeCloseTo(house.baseKwh, -1);
      expect(signature.slopeKwh / house.slopeKwh).toBeCloseTo(1, 1);
    }
  });

  it('is none with less than a year, without heating by the weather, or where its own months lie far off', () => {
    expect(fitSignature(usesOf(plainHouse, weather).slice(0, 300), weather)).toBeNull();
    expect(
      fitSignature(
        usesOf({ ...plainHouse, slopeKwh: 0 }, weather).map((use) => ({ ...use, energyKwh: 5 })),
        weather,
      ),
    ).toBeNull();
    const moods = usesOf(plainHouse, weather).map(({ day, energyKwh }) => ({
      day,
      energyKwh: Number(day.slice(5, 7)) % 2 ? energyKwh * 1.6 : energyKwh * 0.4,
    }));
    expect(fitSignature(moods, weather)).toBeNull();
  });

  it('is none where the habit changed so that it no longer fits the past year', () => {
    const changed = usesOf(plainHouse, weather).map((use) => (use.day >= '2023-01-01' ? { ...use, energyKwh: use.energyKwh * 0.6 } : use));
    expect(fitSignature(changed, weather)).toBeNull();
  });

  it('has a band in which about four of five days lie', () => {
    const uses = usesOf(plainHouse, weather);
    const signature = fitSignature(uses, weather)!;
    const inside = uses.filter(({ day, energyKwh }) => {
      const { lowKwh, highKwh } = usualBand(signature, expectedKwh(signature, day, feltTemperature(weather, day)!), 1);
      return energyKwh >= lowKwh && energyKwh <= highKwh;
    });
    expect(inside.length / uses.length).toBeGreaterThan(0.7);
    expect(inside.length / uses.length).toBeLessThan(0.98);
  });

  it('knows how far days lie from it, those with heating and those without, each by themselves', () => {
    const noisy = fitSignature(usesOf(plainHouse, weather), weather)!;
    // Evenly up to a tenth of 9 kWh to each side.
    expect(noisy.spreadKwh.base).toBeCloseTo((0.1 * 9) / Math.sqrt(3), 1);
    expect(noisy.spreadKwh.heating).toBeGreaterThan(2 * noisy.spreadKwh.base);
    const arctic = madeUpWeather('2022-01-01', '2023-12-31', 1, -30);
    expect(fitSignature(usesOf(plainHouse, arctic), arctic)!.spreadKwh.base).toBe(0);
  });

  it('finds a house that heats on nearly all days of a warm place, and lets the sun do much of it', () => {
    const warm = madeUpWeather('2022-01-01', '2023-12-31', 1, 16);
    const signature = fitSignature(usesOf({ baseKwh: 9, slopeKwh: 4, changePoint: 26, sunDegrees: 24, noise: 0 }, warm), warm)!;
    expect([signature.changePoint, signature.sunDegrees]).toEqual([26, 24]);
    expect(signature.baseKwh).toBeCloseTo(9, 6);
  });

  it('takes a year with a month that lacks, and not a day less; days without a temperature count as lacking', () => {
    const uses = usesOf(plainHouse, weather).slice(0, 330);
    expect(fitSignature(uses, weather)).toMatchObject({ days: 330, from: '2022-01-01', to: '2022-11-26' });
    expect(fitSignature(uses.slice(1), weather)).toBeNull();
    const gaps = new Map([...weather].filter(([day]) => !day.endsWith('-10')));
    expect(fitSignature(usesOf(plainHouse, weather), gaps)!.days).toBe(730 - 24);
  });

  it('asks of the past year alone that its months fit', () => {
    const once = usesOf(plainHouse, weather).map((use) => {
      const share = Number(use.day.slice(5, 7)) % 2 === 0 ? 1.3 : 0.7;
      return use.day < '2022-12-01' ? { ...use, energyKwh: use.energyKwh * share } : use;
    });
    expect(fitSignature(once, weather)).not.toBeNull();
    expect(fitSignature(once.slice(0, 500), weather)).toBeNull();
    expect(fitSignature(usesOf(plainHouse, weather).slice(0, 400), weather)).not.toBeNull();
  });

  it('is none where hardly a twentieth of the use goes with the weather', () => {
    const heatingOf = (slopeKwh: number) => fitSignature(usesOf({ ...plainHouse, slopeKwh, noise: 0 }, weather), weather);
    expect(heatingOf(0.01)).toBeNull();
    expect(heatingOf(0.2)).not.toBeNull();
  });

  it('never has a base below zero', () => {
    const curved = [...weather.keys()].map((day) => ({ day, energyKwh: 0.2 * Math.max(0, 22 - feltTemperature(weather, day)!) ** 2 }));
    expect(fitSignature(curved, weather)?.baseKwh ?? 0).toBeGreaterThanOrEqual(0);
  });

  it('has the band of a day with heating, of one without, and of a month, and none below zero', () => {
    const signature = {
      ...fitSignature(usesOf(plainHouse, weather), weather)!,
      baseKwh: 10,
      spreadKwh: { heating: 5, base: 2 },
      monthError: 0.1,
    };
    const within = (expected: number, days: number) => {
      const { lowKwh, highKwh } = usualBand(signature, expected, days);
      return [lowKwh, highKwh].map((kWh) => Math.round(kWh * 1000) / 1000);
    };
    // 1.2816 standard deviations to each side; heating counts from a twentieth above the base.
    expect(within(40, 1)).toEqual([33.592, 46.408]);
    expect(within(10.5, 1)).toEqual([7.937, 13.063]);
    expect(within(1, 1)).toEqual([0, 3.563]);
    expect(within(1000, 30)).toEqual([871.84, 1128.16]);
  });

  it('does not depend on the order of the days', () => {
    const uses = usesOf(plainHouse, weather);
    expect(fitSignature(uses.toReversed(), weather)).toEqual(fitSignature(uses, weather));
  });
});

describe('the errors of Guideline 14', () => {
  it('are reckoned as by hand', () => {
    const days = datesBetween('2023-01-01', '2023-03-31').map((day) => ({ day, actual: 1, expected: day < '2023-02-01' ? 2 : 1 }));
    // Months of 31, 28, 31 kWh; errors 31, 0, 0; mean 30.
    expect(monthErrors(days)).toEqual({ months: 3, cvRmse: Math.sqrt(31 ** 2 / 2) / 30, nmbe: 31 / (2 * 30) });
  });

  it('allow 15 and 5 per cent, of a year', () => {
    expect(staysWithinGuideline14({ months: 12, cvRmse: 0.15, nmbe: -0.05 })).toBe(true);
    expect(staysWithinGuideline14({ months: 12, cvRmse: 0.151, nmbe: 0 })).toBe(false);
    expect(staysWithinGuideline14({ months: 12, cvRmse: 0.1, nmbe: -0.051 })).toBe(false);
    expect(staysWithinGuideline14({ months: 10, cvRmse: 0, nmbe: 0 })).toBe(false);
    expect(staysWithinGuideline14(monthErrors([]))).toBe(false);
  });
});
