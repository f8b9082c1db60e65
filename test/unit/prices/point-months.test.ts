import { describe, expect, it } from 'vitest';
import { dayAfter, schemesFor, stretchesOf } from '../../../server/prices/choose-lists.ts';
import { pointMonths, type CostSpan } from '../../../server/prices/point-months.ts';
import type { PriceList } from '../../../server/prices/price-list.ts';
import { readPriceList } from '../../../server/prices/read-price-list.ts';

const list = (changes: object = {}): PriceList =>
  readPriceList(
    JSON.stringify({
      priceList: 1,
      id: 'a',
      name: 'A',
      validFrom: '2019-01-01',
      amounts: 'with-vat',
      parts: [{ part: 'fixed', name: 'x', kroner: 31, per: 'month' }],
      ...changes,
    }),
  );

/** A span a day, each of 24 kWh with an hour of 1 kW. */
function days(from: string, to: string): CostSpan[] {
  const all: CostSpan[] = [];
  for (let day = from; day <= to; day = dayAfter(day)) {
    const highest = { hour: [{ day, powerKw: 1 }], day: [{ day, powerKw: 1 }] };
    all.push({ from: day, to: day, days: 1, energyKwh: 24, missingHours: 0, estimatedHours: 0, volumeM3: 1, cooledM3k: 40, highest });
  }
  return all;
}

describe('the list of a day', () => {
  it('ends where it says, or where the next begins, and there is none in a gap or before the first', () => {
    const scheme = [list({ validTo: '2019-06-01' }), list({ validFrom: '2019-06-01' }), list({ validFrom: '2020-01-01' })];
    const spans = (from: string, to: string) => stretchesOf(scheme, from, to)?.map((one) => [one.list.validFrom, one.from, one.to]);
    expect(spans('2019-05-20', '2019-06-10')).toEqual([
      ['2019-01-01', '2019-05-20', '2019-05-31'],
      ['2019-06-01', '2019-06-01', '2019-06-10'],
    ]);
    expect(spans('2019-12-31', '2020-01-01')).toHaveLength(2);
    expect(spans('2018-12-31', '2019-01-01')).toBeUndefined();
    expect(stretchesOf([scheme[0]!], '2019-05-31', '2019-06-01')).toBeNull();
  });

  it('is that of the group; of several without a choice, none', () => {
    const [open, home, other] = [list(), list({ id: 'b', customerGroups: ['home'] }), list({ id: 'c', customerGroups: ['home', 'work'] })];
    const chosen = (customerGroup: string | null, priceList: string | null = null) =>
      schemesFor([open, home, other], { customerGroup, priceList }).chosen?.[0]!.id ?? null;
    expect([chosen(null), chosen('work'), chosen('home'), chosen('home', 'b'), chosen('nobody'), chosen('home', 'x')]).toEqual([
      'a',
      'c',
      null,
      'b',
      null,
      null,
    ]);
    expect(schemesFor([open, home, other], { customerGroup: 'home', priceList: 'b' }).others.map(([first]) => first!.id)).toEqual(['c']);
  });
});

describe('the months of a metering point', () => {
  const input = {
    firstDay: '2019-01-01',
    lastDay: 'infinity',
    lists: [list()],
    choice: { customerGroup: null, priceList: null },
    terms: { dwellings: 1, subscribedKw: null },
    indexes: new Map(),
  };

  it('end with the period, and are charged by the day until then', () => {
    const costOf = pointMonths({ ...input, lastDay: '2020-01-10', spans: days('2019-12-01', '2020-01-10') })!;
    expect(costOf('2020-01').shown).toEqual({ month: '2020-01', totalNok: 10, lack: null, estimated: false, until: null });
    expect(costOf('2019-12').shown).toMatchObject({ totalNok: 31, until: null });
    expect(costOf('2020-02').shown).toMatchObject({ totalNok: null, lack: 'awaited' });
  });

  it('lack what lies before the first day with values, and wait for what comes', () => {
    const costOf = pointMonths({ ...input, spans: days('2019-12-02', '2020-01-10') })!;
    expect(costOf('2019-12').shown).toMatchObject({ totalNok: null, lack: 'missing-hours' });
    expect(costOf('2020-01').shown).toMatchObject({ totalNok: 10, until: '2020-01-10' });
  });

  it('see no peak of the time before the customer', () => {
    const power = list({
      parts: [{ part: 'power', name: 'x', kronerPerKw: 10, per: 'month', of: { of: 'hour', highest: 1, over: { months: 12 } } }],
    });
    const all = days('2019-11-01', '2020-01-31').map((span) =>
      span.from === '2019-11-05' ? { ...span, highest: { hour: [{ day: span.from, powerKw: 9 }], day: [] } } : span,
    );
    expect(pointMonths({ ...input, lists: [power], spans: all })!('2020-01').shown.totalNok).toBe(90);
    expect(pointMonths({ ...input, firstDay: '2019-12-01', lists: [power], spans: all })!('2020-01').shown.totalNok).toBe(10);
  });

  it('know the cooling as the volume-weighted mean of the whole month', () => {
    const cooling = list({ parts: [{ part: 'cooling', name: 'x', referenceK: 35, bonusOre: 1, chargeOre: 1 }] });
    const all = days('2020-01-01', '2020-01-31').map((span, n) => (n === 0 ? { ...span, volumeM3: 10, cooledM3k: 100 } : span));
    // (30 × 40 + 100) / 40 m³ = 32.5 K, 2.5 K below, × 744 kWh × 1 øre.
    expect(pointMonths({ ...input, lists: [cooling], spans: all })!('2020-01').shown.totalNok).toBe(18.6);
  });
});
