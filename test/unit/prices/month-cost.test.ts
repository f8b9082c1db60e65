import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largeProductOre, productOre, smallProductOre, type Factor } from '../../../server/prices/cost-line.ts';
import { dayAfter, dayBefore } from '../../../server/prices/choose-lists.ts';
import { highestDays, meanOfHighest } from '../../../server/consumption/peaks.ts';
import { monthCost, type PricedStretch } from '../../../server/prices/month-cost.ts';
import { LackError, type Lack } from '../../../server/prices/part-lines.ts';
import { daysOfMonth, daysOfYear, type Surroundings, type Use } from '../../../server/prices/month-use.ts';
import { indexValue } from '../../../server/prices/price-index.ts';
import { readPriceList } from '../../../server/prices/read-price-list.ts';

const list = (parts: object[], changes: object = {}) =>
  readPriceList(JSON.stringify({ priceList: 1, id: 'a', name: 'A', validFrom: '2020-01-01', amounts: 'without-vat', parts, ...changes }));
const around: Surroundings = { usedBefore: () => 0, powers: () => [] };
const january: Use = { from: '2020-01-01', to: '2020-01-31', days: 31, energyKwh: 1608.94, volumeM3: 35.5, coolingK: 38.25 };
const fixed = { terms: { dwellings: 1, subscribedKw: null }, indexes: new Map() };
const one = (part: object, use: Partial<Use> = {}, surroundings: Partial<Surroundings> = {}) =>
  monthCost(
    [{ list: list([{ name: 'x', vatPercent: 0, ...part }]), use: { ...january, ...use }, around: { ...around, ...surroundings } }],
    fixed,
  ).lines;

describe('the cost of a month', () => {
  it('has a fixed part by the day, of 365 or 366, or of the days of the month', () => {
    const year = { part: 'fixed', kroner: 3660, per: 'year' };
    expect(one(year)).toMatchObject([{ ore: 31_000, factors: [{ value: '3660' }, { value: '31', of: '366' }] }]);
    expect(one({ ...year, kroner: 3650 }, { from: '2021-01-01', to: '2021-01-10', days: 10 })).toMatchObject([{ ore: 10_000 }]);
    expect(one({ part: 'fixed', kroner: 290, per: 'month' }, { from: '2020-02-01', to: '2020-02-10', days: 10 })).toMatchObject([
      { ore: 10_000 },
    ]);
  });

  it('has energy in steps of the month, each with a line of its own', () => {
    const steps = {
      part: 'energy',
      price: { kind: 'steps', per: 'month', steps: [{ upToKwh: 500, ore: 80 }, { upToKwh: 1500, ore: 60 }, { ore: 40 }] },
    };
    expect(one(steps).map(({ factors, ore }) => [factors[0]!.value, ore])).toEqual([
      ['500', 40_000],
      ['1000', 60_000],
      ['108.94', 4358],
    ]);
    expect(one(steps, { energyKwh: 0 })).toMatchObject([{ ore: 0 }]);
  });

  it('has energy in steps of the year, from where the months before have come to', () => {
    const steps = { part: 'energy', price: { kind: 'steps', per: 'year', steps: [{ upToKwh: 5000, ore: 80 }, { ore: 60 }] } };
    const used = (kwh: number) =>
      one(steps, { energyKwh: 1000 }, { usedBefore: (per) => (per === 'year' ? kwh : 0) }).map(({ factors }) => factors[0]!.value);
    expect(used(0)).toEqual(['1000']);
    expect(used(4400)).toEqual(['600', '400']);
    expect(used(5000)).toEqual(['1000']);
  });

  it('has a bonus for cooling above the reference, and a charge below it, bounded', () => {
    const cooling = { part: 'cooling', referenceK: 35, bonusOre: 0.5, chargeOre: 1, mostK: 10 };
    // 1 608.94 kWh × 3.25 K × 0.5 øre = 26.145 kr.
    expect(one(cooling)).toMatchObject([{ ore: -2615 }]);
    expect(one(cooling, { coolingK: 30, energyKwh: 1000 })).toMatchObject([{ ore: 5000 }]);
    expect(one(cooling, { coolingK: 5, energyKwh: 1000 })).toMatchObject([{ ore: 10_000 }]);
    expect(one(cooling, { coolingK: null, energyKwh: 0 })).toMatchObject([{ ore: 0 }]);
  });

  it('has the volume only in the months that it is for', () => {
    const volume = { part: 'volume', kronerPerM3: 3, months: [10, 11, 12, 1, 2, 3] };
    expect(one(volume)).toMatchObject([{ ore: 10_650 }]);
    expect(one(volume, { from: '2020-06-01', to: '2020-06-30' })).toEqual([]);
  });

  it('has power by what is subscribed', () => {
    const power = { part: 'power', name: 'x', kronerPerKw: 366, per: 'year', of: 'subscribed', vatPercent: 0 };
    const cost = monthCost([{ list: list([power]), use: january, around }], { ...fixed, terms: { dwellings: 1, subscribedKw: 12 } });
    expect(cost.totalOre).toBe(12 * 31 * 100);
  });

  it('rounds the quantity as the invoice does, and the total to whole kroner where the list says so', () => {
    const parts = [{ part: 'energy', name: 'x', price: { kind: 'flat', ore: 99.99 } }];
    const whole = monthCost([{ list: list(parts, { rounding: { energyDecimals: 0, total: 'krone' } }), use: january, around }], fixed);
    // 1 609 × 99.99 øre = 1 608.8391; VAT 402.21; 2 011.05 becomes 2 011.
    expect(whole.lines.map(({ part, ore }) => [part, ore])).toEqual([
      ['energy', 160_884],
      ['vat', 40_221],
      ['rounding', -5],
    ]);
    expect(whole.totalOre).toBe(201_100);
  });

  it.each<[Lack, object, Partial<Use>]>([
    ['index', { part: 'energy', price: { kind: 'index', series: 'NO1' } }, {}],
    ['index', { part: 'support', series: 'NO1', thresholdOre: 70, share: 0.9 }, {}],
    ['power', { part: 'power', kronerPerKw: 1, per: 'year', of: { of: 'hour', highest: 3, over: 'month' } }, {}],
    ['subscribed', { part: 'power', kronerPerKw: 1, per: 'year', of: 'subscribed' }, {}],
    ['volume', { part: 'volume', kronerPerM3: 1 }, { volumeM3: null }],
    ['cooling', { part: 'cooling', referenceK: 35, bonusOre: 1, chargeOre: 1 }, { coolingK: null }],
  ])('is none without %s', (lack, part, use) => {
    expect(() => one(part, use)).toThrow(LackError);
    expect(() => one(part, use)).toThrow(lack);
  });

  it('is the same in two stretches of one list, but for an øre a line, and its lines always add up', () => {
    const parts = [
      { part: 'fixed', name: 'a', kroner: 3120, per: 'year' },
      {
        part: 'energy',
        name: 'b',
        price: { kind: 'steps', per: 'month', steps: [{ upToKwh: 700, ore: 80.37 }, { ore: 61.11 }] },
        vatPercent: 15,
      },
      { part: 'fee', name: 'c', orePerKwh: 16.69 },
    ];
    const kwh = fc.integer({ min: 0, max: 3_000_000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(kwh, kwh, fc.integer({ min: 1, max: 30 }), (before, after, days) => {
        const stretch = (use: Partial<Use>, usedBefore = 0): PricedStretch => ({
          list: list(parts),
          use: { ...january, ...use },
          around: { ...around, usedBefore: () => usedBefore },
        });
        const whole = monthCost([stretch({ energyKwh: before + after })], fixed);
        const split = monthCost([stretch({ days, energyKwh: before }), stretch({ days: 31 - days, energyKwh: after }, before)], fixed);
        for (const { lines, totalOre } of [whole, split]) {
          expect(lines.reduce((sum, { ore }) => sum + ore, 0)).toBe(totalOre);
          for (const { factors, ore } of lines) expect(productOre(factors)).toBe(ore);
        }
        expect(Math.abs(whole.totalOre - split.totalOre)).toBeLessThanOrEqual(8);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the days of a month', () => {
  it('are 29 in the February of a leap year, which of the centuries is every fourth', () => {
    const days = [28, 29, 29, 28];
    const years = [2019, 2020, 2000, 2100];
    expect(years.map((year) => daysOfMonth(`${year}-02`))).toEqual(days);
    expect(years.map((year) => daysOfYear(`${year}-07`))).toEqual(days.map((count) => count + 337));
  });
});

describe('a month of an index', () => {
  const index = { vatPercent: 12, months: new Map([['2020-01', 50.01]]) };
  const ore = (withVat: boolean, vatPercent: number) => indexValue(index, '2020-01', { withVat, vatPercent })?.toFixed(4);

  it('is with the VAT of the part, without any, or as it stands, to the last digit', () => {
    expect([ore(true, 12), ore(true, 25), ore(false, 25)]).toEqual(['50.0100', '55.8147', '44.6518']);
    expect(indexValue(index, '2020-01', { withVat: true, vatPercent: 12 })!.toFixed()).toBe('50.01');
    expect(indexValue(index, '2020-02', { withVat: true, vatPercent: 12 })).toBeUndefined();
  });
});

describe('the product of factors', () => {
  it('is the same to the øre as with any number of digits', () => {
    const decimal = fc
      .tuple(fc.integer({ min: -5_000_000, max: 5_000_000 }), fc.nat(6))
      .map(([digits, places]) => new Big(digits).div(new Big(10).pow(places)).toFixed());
    const factor = fc.record({
      value: decimal,
      unit: fc.constantFrom('kWh' as const, 'ore/kWh' as const, 'kr' as const, 'percent' as const),
    });
    const share = fc
      .tuple(fc.integer({ min: 1, max: 31 }), fc.constantFrom('28', '30', '31', '365', '366'))
      .map(([days, of]) => ({ value: String(days), of, unit: 'days' as const }));
    fc.assert(
      fc.property(fc.array(factor, { minLength: 1, maxLength: 3 }), fc.array(share, { maxLength: 1 }), (factors, shares) => {
        expect(productOre([...factors, ...shares])).toBe(largeProductOre([...factors, ...shares]));
      }),
      { numRuns: 2000 },
    );
    expect(productOre([{ value: '0.5', unit: 'ore/kWh' }])).toBe(1);
    expect(productOre([{ value: '-0.5', unit: 'ore/kWh' }])).toBe(-1);
    expect(productOre([{ value: '-0.4', unit: 'ore/kWh' }])).toBe(0);
  });
});

describe('the product of factors, by the quick way,', () => {
  it.each<[number, string, ...Factor[]]>([
    [96_000, '1600 kWh × 60 øre', { value: '1600', unit: 'kWh' }, { value: '60', unit: 'ore/kWh' }],
    [129_841, '1608.94 kWh × 80.7 øre = 129 841.458', { value: '1608.94', unit: 'kWh' }, { value: '80.7', unit: 'ore/kWh' }],
    [31_000, '3660 kr a year × 31/366 days', { value: '3660', unit: 'kr/year' }, { value: '31', of: '366', unit: 'days' }],
    [47_075, '1883 kr × 25 %', { value: '1883', unit: 'kr' }, { value: '25', unit: 'percent' }],
    [50, 'half a krone', { value: '.5', unit: 'kr' }],
    [
      -2615,
      '1608.94 kWh × 3.25 K × −0.5 øre = −2 614.53',
      { value: '1608.94', unit: 'kWh' },
      { value: '3.25', unit: 'K' },
      { value: '-0.5', unit: 'ore/kWh/K' },
    ],
  ])('is %d øre of %s', (ore, _, ...factors) => {
    expect(smallProductOre(factors)).toBe(ore);
    expect(largeProductOre(factors)).toBe(ore);
  });

  it('is left to the long way where its numbers would not be exact', () => {
    const [large, small]: [Factor, Factor] = [
      { value: '9007199254740993', unit: 'kWh' },
      { value: '0.0000000000000001', unit: 'ore/kWh' },
    ];
    expect([smallProductOre([large]), smallProductOre([small])]).toEqual([undefined, undefined]);
    expect([productOre([large, small]), productOre([small])]).toEqual([1, 0]);
  });
});

describe('the day before and after', () => {
  it('is that of the calendar, for any day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 80_000 }), (number) => {
        const [before, day, after] = [-1, 0, 1].map((n) => new Date((number + n) * 86_400_000).toISOString().slice(0, 10));
        expect([dayBefore(day!), dayAfter(day!)]).toEqual([before, after]);
      }),
    );
  });
});

describe('the mean of the highest days', () => {
  it('takes each day once, and of equal ones the earlier', () => {
    const days = [
      { day: '2020-01-03', powerKw: 5 },
      { day: '2020-01-01', powerKw: 5 },
      { day: '2020-01-02', powerKw: 6 },
    ];
    expect(highestDays(days, 2).map(({ day }) => day)).toEqual(['2020-01-02', '2020-01-01']);
    expect(meanOfHighest(days, 2)).toBe(5.5);
    expect(meanOfHighest([], 3)).toBeNull();
    expect(meanOfHighest(days.slice(0, 1), 3)).toBe(5);
  });
});
