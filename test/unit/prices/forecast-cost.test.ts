import { describe, expect, it } from 'vitest';
import type { Forecast } from '../../../server/consumption/answers/forecast.ts';
import { dayAfter, dayBefore } from '../../../server/prices/choose-lists.ts';
import { addForecasts, forecastCost } from '../../../server/prices/forecast-cost.ts';
import { pointMonths, type CostInput, type CostSpan } from '../../../server/prices/point-months.ts';
import { readPriceList } from '../../../server/prices/read-price-list.ts';

const list = (parts: object[], changes: object = {}) =>
  readPriceList(JSON.stringify({ priceList: 1, id: 'a', name: 'A', validFrom: '2018-01-01', amounts: 'with-vat', parts, ...changes }));
const flat = { part: 'energy', name: 'Energi', price: { kind: 'flat', ore: 100 } };
const fixed = { part: 'fixed', name: 'Fast', kroner: 365, per: 'year' };

/** A span a day: 10 kWh each, 1 kW at most. */
function days(from: string, to: string): CostSpan[] {
  const all: CostSpan[] = [];
  for (let day = from; day <= to; day = dayAfter(day)) {
    const highest = { hour: [{ day, powerKw: day.endsWith('-15') ? 2 : 1 }], day: [] };
    all.push({ from: day, to: day, days: 1, energyKwh: 10, missingHours: 0, estimatedHours: 0, volumeM3: 0.5, cooledM3k: 20, highest });
  }
  return all;
}

/** What is left after a day of 2019, 20 kWh a day, give or take a tenth. */
function forecastAfter(until: string): Forecast {
  const daysLeft = days(dayAfter(until), '2019-12-31').map(({ from }) => ({ day: from, energyKwh: 20 }));
  const soFarKwh = days('2019-01-01', until).length * 10;
  const left = daysLeft.length * 20;
  return {
    year: 2019,
    soFarKwh,
    until,
    expectedKwh: soFarKwh + left,
    lowKwh: soFarKwh + left * 0.9,
    highKwh: soFarKwh + left * 1.1,
    daysLeft,
  };
}

const kWhOf = ({ expectedKwh, lowKwh, highKwh }: Forecast) => ({ expectedKwh, lowKwh, highKwh });

const input = (changes: Partial<CostInput> = {}): CostInput => ({
  spans: days('2018-01-01', '2019-09-30'),
  firstDay: '2018-01-01',
  lastDay: 'infinity',
  lists: [list([flat])],
  choice: { customerGroup: null, priceList: null },
  terms: { dwellings: 1, subscribedKw: null },
  indexes: new Map(),
  ...changes,
});

describe('what the running year will cost', () => {
  const forecast = forecastAfter('2019-09-30');

  it('is what it has cost, and the days that are left by the list: 273 × 10 kWh and 92 × 20 kWh of 1 kr, and a kroner a day', () => {
    expect(forecastCost(input({ lists: [list([flat, fixed])] }), forecast)).toEqual({
      year: 2019,
      until: '2019-09-30',
      soFarNok: 2730 + 273,
      expectedNok: 2730 + 1840 + 365,
      lowNok: 2730 + 1656 + 365,
      highNok: 2730 + 2024 + 365,
    });
  });

  it('goes on in the middle of a month, and after a day that is not whole yet', () => {
    const spans = days('2018-01-01', '2019-09-12');
    const broken = [...spans.slice(0, -1), { ...spans.at(-1)!, energyKwh: 3, missingHours: 17 }];
    const found = forecastCost(input({ spans: broken }), forecastAfter('2019-09-11'))!;
    expect([found.until, found.soFarNok, found.expectedNok]).toEqual(['2019-09-11', 2540, 2540 + 111 * 20]);
  });

  it('takes each list for its own days, steps of the year from where they have come to, and the year’s end as the year has it', () => {
    const lists = [list([flat]), list([{ ...flat, price: { kind: 'flat', ore: 50 } }], { validFrom: '2019-12-11' })];
    expect(forecastCost(input({ lists }), forecast)!.expectedNok).toBe(2730 + 71 * 20 + 21 * 10);
    const steps = list([{ ...flat, price: { kind: 'steps', per: 'year', steps: [{ upToKwh: 3000, ore: 100 }, { ore: 10 }] } }]);
    expect(forecastCost(input({ lists: [steps] }), forecast)!.expectedNok).toBe(3000 + 157);
  });

  it('reckons peaks as in the same month of the year before, in proportion to the use, and water and cooling likewise', () => {
    const power = { part: 'power', name: 'Effekt', kronerPerKw: 10, per: 'month', of: { of: 'hour', highest: 1, over: 'month' } };
    // Nine months of 2 kW, three of twice that.
    expect(forecastCost(input({ lists: [list([power])] }), forecast)!.expectedNok).toBe(9 * 20 + 3 * 40);
    const water = { part: 'volume', name: 'Vann', kronerPerM3: 4 };
    expect(forecastCost(input({ lists: [list([water])] }), forecast)!.expectedNok).toBe(273 * 2 + 92 * 4);
    const cooling = { part: 'cooling', name: 'x', referenceK: 30, bonusOre: 1, chargeOre: 1 };
    // 40 K all along: ten above, for 2 730 and 1 840 kWh.
    expect(forecastCost(input({ lists: [list([cooling])] }), forecast)!.expectedNok).toBe(-(2730 + 1840) * 0.1);
  });

  it('takes the days that have come since the forecast was made as they are', () => {
    const earlier = { ...forecastAfter('2019-09-20'), ...kWhOf(forecast) };
    expect(forecastCost(input(), earlier)).toEqual(forecastCost(input(), forecast));
  });

  it('costs what is fixed alone where the house is expected to use nothing', () => {
    const none = forecast.daysLeft.map(({ day }) => ({ day, energyKwh: 0 }));
    const still = { ...forecast, daysLeft: none, expectedKwh: 2730, lowKwh: 2730, highKwh: 2730 };
    expect(forecastCost(input({ lists: [list([flat, fixed])] }), still)).toMatchObject({ expectedNok: 2730 + 365, highNok: 2730 + 365 });
  });

  it('takes the peaks of whole days for a list that goes by them, each on its own date', () => {
    const power = { part: 'power', name: 'Effekt', kronerPerKw: 10, per: 'month', of: { of: 'day', highest: 1, over: 'month' } };
    const spans = input().spans.map((span) => ({ ...span, highest: { hour: [], day: [{ day: span.from, powerKw: 3 }] } }));
    // Until the 20th of September 3 kW a month; then, at twice the use, 6 kW: in September too, since ten days of it are left.
    const until = { spans: spans.filter(({ from }) => from <= '2019-09-20'), lists: [list([power])] };
    expect(forecastCost(input(until), forecastAfter('2019-09-20'))!.expectedNok).toBe(8 * 30 + 4 * 60);
  });

  it('takes the power of a month by the mean of its days, however they differ', () => {
    const power = { part: 'power', name: 'Effekt', kronerPerKw: 10, per: 'month', of: { of: 'hour', highest: 1, over: 'month' } };
    const daysLeft = forecast.daysLeft.map(({ day }) => ({ day, energyKwh: day.slice(8) <= '15' ? 30 : 10 }));
    // 15 days of 30 kWh and the rest of 10 where 310, 300 and 310 kWh were: 2 kW × 610 / 310, 600 / 300 and 610 / 310, to a hundredth.
    const leftKwh = daysLeft.reduce((sum, { energyKwh }) => sum + energyKwh, 0);
    const uneven = { ...forecast, daysLeft, expectedKwh: forecast.soFarKwh + leftKwh };
    const found = forecastCost(input({ lists: [list([power])] }), uneven)!;
    expect(found.expectedNok).toBeCloseTo(9 * 20 + 39.4 + 40 + 39.4, 6);
  });

  it('takes peaks, water and cooling of the very days of the year before', () => {
    const power = { part: 'power', name: 'Effekt', kronerPerKw: 10, per: 'month', of: { of: 'hour', highest: 1, over: 'month' } };
    const peaks = new Map([
      ['2018-09-20', 9],
      ['2018-09-21', 3],
      ['2018-10-31', 4],
    ]);
    const spans = input().spans.filter(({ from }) => from <= '2019-09-20');
    const uneven = spans.map((span) => ({ ...span, highest: { hour: [{ day: span.from, powerKw: peaks.get(span.from) ?? 1 }], day: [] } }));
    // 1 kW until August. From the 21st of September on, at twice the use: 6 kW in September, 8 in October, 2 in November and December.
    const afterwards = forecastCost(input({ spans: uneven, lists: [list([power])] }), forecastAfter('2019-09-20'))!;
    expect(afterwards.expectedNok).toBe(10 * (8 + 6 + 8 + 2 + 2));
    const water = { part: 'volume', name: 'Vann', kronerPerM3: 4 };
    const wetOctober = input().spans.map((span) => (span.from.startsWith('2018-10') ? { ...span, volumeM3: 2 } : span));
    // 273 days of 0.5 m³; 31 of 2 × 2 and 61 of 2 × 0.5.
    expect(forecastCost(input({ spans: wetOctober, lists: [list([water])] }), forecast)!.expectedNok).toBe(4 * (136.5 + 124 + 61));
  });

  it('is none for a price by water where a day of the year before has none, or that time was before the customer came', () => {
    const water = list([flat, { part: 'volume', name: 'Vann', kronerPerM3: 4 }]);
    const dry = input().spans.map((span) => (span.from === '2018-10-10' ? { ...span, volumeM3: null } : span));
    expect(forecastCost(input({ spans: dry, lists: [water] }), forecast)).toBeNull();
    const came = { spans: days('2019-05-20', '2019-09-30'), firstDay: '2019-05-20' };
    expect(forecastCost(input({ ...came, lists: [water] }), forecast)).toBeNull();
    expect(forecastCost(input({ ...came, lists: [list([flat])] }), forecast)).toMatchObject({ expectedNok: 134 * 10 + 1840 });
  });

  it('has no power in a month in which nothing was used the year before', () => {
    const power = { part: 'power', name: 'Effekt', kronerPerKw: 10, per: 'month', of: { of: 'hour', highest: 1, over: 'month' } };
    const still = input().spans.map((span) =>
      span.from.startsWith('2018-10') ? { ...span, energyKwh: 0, highest: { hour: [{ day: span.from, powerKw: 0 }], day: [] } } : span,
    );
    expect(forecastCost(input({ spans: still, lists: [list([power])] }), forecast)!.expectedNok).toBe(9 * 20 + 2 * 40);
  });

  it('is none once the next year has begun', () => {
    expect(forecastCost(input({ spans: days('2018-01-01', '2020-01-05') }), forecastAfter('2019-12-31'))).toBeNull();
  });

  it('goes on from the newest months of an index, in whatever order they came, and knows nothing of one that is empty', () => {
    const index = list([{ ...flat, price: { kind: 'index', series: 'NO1' } }]);
    const year = (from: number): [string, number][] => Array.from({ length: 9 }, (_, n): [string, number] => [`2019-0${n + 1}`, from + n]);
    const indexes = (months: [string, number][]) => new Map([['NO1', { vatPercent: 25, months: new Map(months) }]]);
    const inOrder = forecastCost(input({ lists: [index], indexes: indexes(year(10)) }), forecast);
    // Nine months from 10 to 18 øre: 14 on an average.
    expect(inOrder!.expectedNok - inOrder!.soFarNok).toBeCloseTo(1840 * 0.14, 6);
    expect(forecastCost(input({ lists: [index], indexes: indexes(year(10).toReversed()) }), forecast)).toEqual(inOrder);
    expect(forecastCost(input({ lists: [index], indexes: indexes([]) }), forecast)).toBeNull();
  });

  it('takes the mean of the last twelve months for months whose index has not come', () => {
    const index = list([{ ...flat, price: { kind: 'index', series: 'NO1' } }]);
    const months = new Map(
      Array.from({ length: 21 }, (_, n): [string, number] => [`${2018 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`, n]),
    );
    const indexes = new Map([['NO1', { vatPercent: 25, months }]]);
    const soFar = [31, 28, 31, 30, 31, 30, 31, 31, 30].reduce((sum, count, n) => sum + count * 10 * (12 + n), 0) / 100;
    // Of the months 9 to 20: 14.5 øre.
    expect(forecastCost(input({ lists: [index], indexes }), forecast)).toMatchObject({ soFarNok: soFar, expectedNok: soFar + 266.8 });
  });

  it('is none where a month can’t be reckoned, no list holds to the end, or the customer leaves before', () => {
    const gap = input().spans.filter(({ from }) => from !== '2019-03-03');
    expect(forecastCost(input({ spans: gap }), forecast)).toBeNull();
    expect(forecastCost(input({ lists: [list([flat], { validTo: '2019-12-01' })] }), forecast)).toBeNull();
    expect(forecastCost(input({ lists: [] }), forecast)).toBeNull();
    expect(forecastCost(input({ lastDay: '2019-12-31' }), forecast)).toBeNull();
    expect(forecastCost(input({ spans: [] }), forecast)).toBeNull();
    expect(forecastCost(input({ spans: days('2018-01-01', '2018-12-31') }), forecast)).toBeNull();
  });

  it('is what the year cost once the year is over, for whoever came in it as well', () => {
    const spans = days('2019-05-20', '2019-12-31');
    const whole = input({ spans, firstDay: '2019-05-20', lists: [list([flat, fixed])] });
    const costOf = pointMonths(whole)!;
    const months = Array.from({ length: 8 }, (_, n) => `2019-${String(n + 5).padStart(2, '0')}`);
    const sum = months.reduce((total, month) => total + Math.round(costOf(month).shown.totalNok! * 100), 0) / 100;
    const over = { ...forecastAfter('2019-12-31'), lowKwh: 3650, highKwh: 3650, expectedKwh: 3650 };
    expect(forecastCost(whole, over)).toEqual({
      year: 2019,
      until: '2019-12-31',
      soFarNok: sum,
      expectedNok: sum,
      lowNok: sum,
      highNok: sum,
    });
  });

  it('of several metering points is the sum, to the day that all have come to; none where one has none', () => {
    const one = forecastCost(input(), forecast)!;
    const other = forecastCost(input({ spans: days('2018-01-01', dayBefore('2019-09-30')) }), forecastAfter('2019-09-29'))!;
    expect(addForecasts([one, other])).toMatchObject({
      until: '2019-09-29',
      soFarNok: 2730 + 2720,
      expectedNok: one.expectedNok + other.expectedNok,
      lowNok: one.lowNok + other.lowNok,
      highNok: one.highNok + other.highNok,
    });
    expect([addForecasts([one, null]), addForecasts([])]).toEqual([null, null]);
  });
});
