import { describe, expect, it } from 'vitest';
import { sumOfAnswerDays, answerDay, type AnswerDay } from '../../../server/consumption/answers/answer-day.ts';
import { billedSpan, forecastOf, presentAnswers, type AnswerGround } from '../../../server/consumption/answers/answers.ts';
import { normalWeather } from '../../../server/consumption/answers/normal-year.ts';
import type { DayTemperatures } from '../../../server/consumption/answers/outdoor.ts';
import { datesBetween, madeUpWeather, plainHouse, usesOf } from './houses.ts';

const answerDays = (dates: readonly string[], changes: (day: string, index: number) => Partial<AnswerDay> = () => ({})): AnswerDay[] =>
  dates.map((day, index) => ({
    day,
    energyKwh: 48,
    sure: true,
    peakKw: 3,
    peakSlot: 7,
    volumeM3: 2,
    flowM3c: 140,
    returnM3c: 80,
    ...changes(day, index),
  }));

const ground = (changes: Partial<AnswerGround>): AnswerGround => ({
  at: '2019-01',
  days: [],
  weather: null,
  normal: null,
  rule: null,
  cooling: { good: 25, poor: 15 },
  instantOf: (day, slot) => `${day} slot ${slot}`,
  today: '2019-12-24',
  ...changes,
});

const weatherOf = (means: DayTemperatures, hours: [string, (number | null)[]][] = []): NonNullable<AnswerGround['weather']> => ({
  station: 'Blindern',
  means,
  hours: new Map(hours),
});

describe('what is said of the heating plant', () => {
  const winter = datesBetween('2019-01-30', '2019-02-02');

  it('is weighted by the water that ran, as a whole and day by day, and judged by what the utility calls good', () => {
    // 70 °C in and 40 °C out: 30 K. Of the second day 4 m³ came back at 60 °C: 10 K.
    const days = answerDays(winter, (_, n) => (n === 1 ? { volumeM3: 4, flowM3c: 280, returnM3c: 240 } : {}));
    const { plant } = presentAnswers(ground({ at: '2019-01', days }));
    expect(plant).toEqual({
      volumeM3: 6,
      flow: 70,
      return: (80 + 240) / 6,
      cooling: 70 - 320 / 6,
      judged: 'fair',
      good: 25,
      poor: 15,
      parts: [
        { at: '2019-01-30', volumeM3: 2, flow: 70, return: 40, cooling: 30 },
        { at: '2019-01-31', volumeM3: 4, flow: 70, return: 60, cooling: 10 },
      ],
    });
  });

  it('has a month in each part of a year, also one without water', () => {
    const days = answerDays(winter, (day) => (day < '2019-02' ? {} : { volumeM3: null }));
    expect(presentAnswers(ground({ at: '2019', days })).plant!.parts).toEqual([
      { at: '2019-01', volumeM3: 4, flow: 70, return: 40, cooling: 30 },
      { at: '2019-02', volumeM3: null, flow: null, return: null, cooling: null },
    ]);
    expect(presentAnswers(ground({ at: '2019-02', days })).plant).toBeNull();
  });

  it('judges no summer, and of a year only what lies outside of it', () => {
    const lukewarm = (day: string) => (/-0[678]-/.test(day) ? { returnM3c: 139 } : {});
    const days = answerDays(datesBetween('2019-05-30', '2019-09-02'), lukewarm);
    const judged = (at: string) => presentAnswers(ground({ at, days })).plant!.judged;
    expect([judged('2019-06'), judged('2019-08-31'), judged('2019'), judged('2019-09')]).toEqual([null, null, 'good', 'good']);
  });
});

describe('the peaks that are billed', () => {
  const hours = { of: 'hour', count: 2, per: 'month' } as const;
  const days = answerDays(datesBetween('2019-01-28', '2019-02-03'), (_, n) => ({ peakKw: n + 1, peakSlot: n }));

  it('are those of the month up to its last day, whether the month or a day of it is shown', () => {
    const found = {
      of: 'hour',
      count: 2,
      per: 'month',
      from: '2019-01-01',
      to: '2019-01-31',
      peaks: [
        { at: '2019-01-31 slot 3', powerKw: 4 },
        { at: '2019-01-30 slot 2', powerKw: 3 },
      ],
      meanKw: 3.5,
      meanWithoutHighestKw: 2.5,
    };
    expect(presentAnswers(ground({ at: '2019-01', days, rule: hours })).peaks).toEqual(found);
    expect(presentAnswers(ground({ at: '2019-01-29', days, rule: hours })).peaks).toEqual(found);
  });

  it('of a month are none of a year; of a year they are of all its days, whatever is shown of it', () => {
    expect(presentAnswers(ground({ at: '2019', days, rule: hours })).peaks).toBeNull();
    for (const at of ['2019', '2019-01', '2019-01-28'])
      expect(presentAnswers(ground({ at, days, rule: { ...hours, per: 'year' } })).peaks).toMatchObject({
        from: '2019-01-01',
        to: '2019-02-03',
        meanKw: 6.5,
      });
    expect(presentAnswers(ground({ at: '2018-12', days, rule: hours })).peaks).toBeNull();
    expect(presentAnswers(ground({ at: '2019-01', days })).peaks).toBeNull();
    expect(billedSpan({ at: '2019-02', days, rule: { ...hours, per: 'rolling' } })).toEqual({ from: '2018-02-04', last: '2019-02-03' });
  });

  it('are the means of days where the utility bills by them: of those that were measured whole', () => {
    const unsure = answerDays(datesBetween('2019-01-01', '2019-01-04'), (_, n) => ({
      energyKwh: [24, 96, null, 480][n]!,
      sure: n !== 3,
    }));
    expect(presentAnswers(ground({ days: unsure, rule: { ...hours, of: 'day' } })).peaks).toMatchObject({
      peaks: [
        { at: '2019-01-02', powerKw: 4 },
        { at: '2019-01-01', powerKw: 1 },
      ],
      meanWithoutHighestKw: null,
    });
  });

  it('leave out days without a sure hour, and are none where there is no other; of several points they are those of the sum', () => {
    const none = answerDays(['2019-01-01', '2019-01-02'], (_, n) => (n === 0 ? { peakKw: null } : { peakSlot: null }));
    expect(presentAnswers(ground({ days: none, rule: hours })).peaks).toBeNull();
    const dayPeaks = [
      { day: '2019-01-02', slot: 3, powerKw: 20 },
      { day: '2019-02-01', slot: 3, powerKw: 90 },
      { day: '2018-12-31', slot: 3, powerKw: 90 },
    ];
    expect(presentAnswers(ground({ days: none, rule: hours, dayPeaks })).peaks).toMatchObject({
      peaks: [{ at: '2019-01-02 slot 3', powerKw: 20 }],
    });
  });
});

describe('what is said of the weather', () => {
  const january = datesBetween('2019-01-01', '2019-01-31');
  const cold: DayTemperatures = new Map(january.map((day) => [day, -3]));
  const threeYears = new Map([2016, 2017, 2018].flatMap((year) => datesBetween(`${year}-01-01`, `${year}-12-31`)).map((day) => [day, 7]));
  const normal = normalWeather(threeYears, null)!;

  it('is its degree days beside the normal ones, and nothing where no temperature came', () => {
    const answer = (at: string) => presentAnswers(ground({ at, days: answerDays(january), weather: weatherOf(cold), normal })).weather;
    expect(answer('2019-01')).toMatchObject({
      station: 'Blindern',
      degreeDays: 31 * 20,
      normalDegreeDays: 31 * 10,
      usual: null,
      corrected: null,
      signature: null,
    });
    expect(answer('2019-01')!.parts[30]).toEqual({ at: '2019-01-31', temperature: -3, usual: null });
    expect(answer('2019')!.parts).toEqual([{ at: '2019-01', temperature: expect.closeTo(-3, 9), usual: null }]);
    expect(answer('2019-02')).toBeNull();
    expect(presentAnswers(ground({ days: answerDays(january), weather: weatherOf(cold) })).weather).toMatchObject({
      normalDegreeDays: null,
      corrected: null,
    });
  });

  it('of a day has its hours, also those that lack', () => {
    const weather = weatherOf(cold, [['2019-01-05', [-2.5, null]]]);
    const parts = (at: string) => presentAnswers(ground({ at, weather })).weather!.parts;
    expect(parts('2019-01-05')).toEqual([
      { at: '0', temperature: -2.5, usual: null },
      { at: '1', temperature: null, usual: null },
    ]);
    expect(parts('2019-01-06')).toEqual([]);
  });

  it('corrects a whole month by its degree days where the house has no signature: the summer’s use stays, the rest is halved', () => {
    const summer = answerDays(datesBetween('2018-06-01', '2018-08-31'), () => ({ energyKwh: 8 }));
    const corrected = (days: AnswerDay[], at = '2019-01') =>
      presentAnswers(ground({ at, days, weather: weatherOf(cold), normal })).weather!.corrected;
    // 48 kWh a day, of which 8 are no heating: 31 × (8 + 40 × 10 / 20).
    expect(corrected([...summer, ...answerDays(january)])).toEqual({
      kWh: 31 * 28,
      actualKwh: 31 * 48,
      method: 'degree-days',
      normalFrom: 'station',
    });
    const gap = answerDays(january, (_, n) => (n === 9 ? { energyKwh: null } : {}));
    expect([
      corrected(answerDays(january)),
      corrected([...summer, ...gap]),
      corrected([...summer, ...answerDays(january)], '2019-01-05'),
    ]).toEqual([null, null, null]);
  });

  const means = madeUpWeather('2017-01-01', '2019-11-30');
  const uses = new Map(usesOf({ ...plainHouse, noise: 0 }, means).map(({ day, energyKwh }) => [day, energyKwh]));
  const house = answerDays([...means.keys()], (day) => ({ energyKwh: uses.get(day)! }));

  it('holds what a house used against what it usually uses in such weather, as a whole and part by part', () => {
    const { weather } = presentAnswers(ground({ at: '2019-03', days: house, weather: weatherOf(means), normal }));
    const actual = datesBetween('2019-03-01', '2019-03-31').reduce((sum, day) => sum + uses.get(day)!, 0);
    expect(weather!.usual).toMatchObject({ days: 31, actualKwh: expect.closeTo(actual, 6) });
    expect(Math.abs(weather!.usual!.expectedKwh / actual - 1)).toBeLessThan(0.01);
    expect(weather!.parts).toHaveLength(31);
    for (const { at, usual } of weather!.parts) expect(Math.abs(usual!.expectedKwh / uses.get(at)! - 1)).toBeLessThan(0.05);
    // What is usual was learned from the days before alone.
    expect(weather!.signature).toMatchObject({ to: '2019-02-28' });
    expect(Object.keys(weather!.signature!).toSorted()).toEqual(['baseKwh', 'changePoint', 'days', 'from', 'slopeKwh', 'to']);
    expect(weather!.corrected).toMatchObject({ method: 'signature', actualKwh: expect.closeTo(actual, 6) });
  });

  it('learns what was usual in the first year from the time after it', () => {
    const { weather } = presentAnswers(ground({ at: '2017-02', days: house, weather: weatherOf(means), normal }));
    expect(weather!.signature!.from > '2017-02-28').toBe(true);
  });

  it('gives no band to a month that is not there as a whole, and leaves out of the comparison what has no temperature', () => {
    const days = house.map((day) => (day.day === '2019-02-10' ? { ...day, energyKwh: null } : day));
    const { weather } = presentAnswers(ground({ at: '2019', days, weather: weatherOf(means), normal }));
    const [january, february] = weather!.parts;
    expect([january!.usual !== null, february!.usual]).toEqual([true, null]);
    expect(weather!.usual!.days).toBe(333);
    const later = [...house, ...answerDays(datesBetween('2019-12-01', '2019-12-10'))];
    expect(presentAnswers(ground({ at: '2019', days: later, weather: weatherOf(means), normal })).weather!.usual!.days).toBe(334);
  });

  it('forecasts the running year alone, of a house that has a signature, where something says what is normal', () => {
    const given = { days: house, weather: weatherOf(means), normal, today: '2019-12-24' };
    const forecast = forecastOf(given)!;
    expect(forecast).toMatchObject({ year: 2019, until: '2019-11-30' });
    expect(forecast.daysLeft).toHaveLength(31);
    const { daysLeft: _, ...shown } = forecast;
    expect(presentAnswers(ground({ ...given, at: '2019' })).forecast).toEqual(shown);
    expect(presentAnswers(ground({ ...given, at: '2018' })).forecast).toBeNull();
    expect(presentAnswers(ground({ ...given, at: '2019-11' })).forecast).toBeNull();
    expect([forecastOf({ ...given, normal: null }), forecastOf({ ...given, weather: null })]).toEqual([null, null]);
    const unsure = house.map((day) => ({ ...day, sure: false }));
    expect(forecastOf({ ...given, days: unsure })).toBeNull();
    expect(presentAnswers(ground({ at: '2019', today: '2019-12-24' }))).toEqual({
      at: '2019',
      weather: null,
      plant: null,
      peaks: null,
      forecast: null,
    });
  });
});

describe('the days of what was selected', () => {
  it('are whole, sure, or neither, as they are stored', () => {
    const row = (worst: string) => answerDay(['2019-01-01', 24, worst, 2, 5, 1, 70, 40]);
    expect([row('m'), row('e'), row('-')].map(({ energyKwh, sure }) => [energyKwh, sure])).toEqual([
      [24, true],
      [24, false],
      [null, false],
    ]);
    expect(row('m')).toEqual({
      day: '2019-01-01',
      energyKwh: 24,
      sure: true,
      peakKw: 2,
      peakSlot: 5,
      volumeM3: 1,
      flowM3c: 70,
      returnM3c: 40,
    });
  });

  it('of one point are its own, and of several their sums, whole where each that goes on is', () => {
    const dates = datesBetween('2019-01-01', '2019-01-04');
    const one = answerDays(dates, (_, n) => (n === 2 ? { energyKwh: null, sure: false } : {}));
    expect(sumOfAnswerDays([one])).toEqual(one);
    // The other begins on the second day, and lacks the fourth between its own.
    const other = answerDays(['2019-01-02', '2019-01-03', '2019-01-05'], () => ({ energyKwh: 2, volumeM3: 1, flowM3c: 50, returnM3c: 30 }));
    const sums = sumOfAnswerDays([one, other]);
    expect(sums.map(({ day, energyKwh, sure }) => [day, energyKwh, sure])).toEqual([
      ['2019-01-01', 48, true],
      ['2019-01-02', 50, true],
      ['2019-01-03', null, false],
      ['2019-01-04', null, false],
      ['2019-01-05', 2, true],
    ]);
    expect(sums[1]).toEqual({
      day: '2019-01-02',
      energyKwh: 50,
      sure: true,
      peakKw: null,
      peakSlot: null,
      volumeM3: 3,
      flowM3c: 190,
      returnM3c: 110,
    });
    expect(sumOfAnswerDays([[], other]).map(({ energyKwh }) => energyKwh)).toEqual([2, 2, 2]);
  });
});
