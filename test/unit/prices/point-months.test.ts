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
    expect(schemesFor([open, home, other], { customerGroup: 'home', priceList: null })).toEqual({ chosen: null, others: [] });
    // A list for nobody in particular is for whoever has chosen it.
    expect(chosen('home', 'a')).toBe('a');
  });

  it('is the version of its time, in whatever order the versions were brought in', () => {
    const versions = ['2020-01-01', '2019-01-01', '2021-01-01'].map((validFrom) => list({ validFrom }));
    const { chosen } = schemesFor(versions, { customerGroup: null, priceList: null });
    expect(chosen!.map(({ validFrom }) => validFrom)).toEqual(['2019-01-01', '2020-01-01', '2021-01-01']);
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

  it('say that some hours are estimated, where one is', () => {
    const spans = days('2020-01-01', '2020-02-10').map((span) => (span.from === '2020-01-20' ? { ...span, estimatedHours: 1 } : span));
    const costOf = pointMonths({ ...input, spans })!;
    expect([costOf('2020-01').shown.estimated, costOf('2020-02').shown.estimated]).toEqual([true, false]);
  });

  it('lack the hours of any day in the middle, and the value of one that has none', () => {
    const spans = (changes: Partial<CostSpan>) =>
      days('2020-01-01', '2020-02-10').map((span) => (span.from === '2020-01-20' ? { ...span, ...changes } : span));
    const lackOf = (changes: Partial<CostSpan>) => pointMonths({ ...input, spans: spans(changes) })!('2020-01').shown.lack;
    expect([lackOf({}), lackOf({ missingHours: 1 }), lackOf({ energyKwh: null })]).toEqual([null, 'missing-hours', 'missing-hours']);
  });

  it('are awaited while the first day of the month is not whole, and where there is nothing at all', () => {
    const spans = days('2020-01-01', '2020-02-01').map((span) => (span.from === '2020-02-01' ? { ...span, missingHours: 3 } : span));
    const costOf = pointMonths({ ...input, spans })!;
    expect(costOf('2020-02').shown).toMatchObject({ totalNok: null, lack: 'awaited', estimated: false, until: null });
    expect(costOf('2020-02').more()).toEqual({ others: [], peak: null });
    expect(costOf('2020-01').shown).toMatchObject({ totalNok: 31, until: null });
    expect(pointMonths({ ...input, spans: [] })!('2020-02').shown.lack).toBe('awaited');
  });

  it('say what the list asks for and the meter does not tell', () => {
    const volume = { part: 'volume', name: 'x', kronerPerM3: 1 };
    const cooling = { part: 'cooling', name: 'x', referenceK: 35, bonusOre: 1, chargeOre: 1 };
    const lackOf = (part: object, changes: Partial<CostSpan>) => {
      const spans = days('2020-01-01', '2020-01-31').map((span, n) => (n === 4 ? { ...span, ...changes } : span));
      return pointMonths({ ...input, lists: [list({ parts: [part] })], spans })!('2020-01').shown.lack;
    };
    expect([lackOf(volume, { volumeM3: null }), lackOf(volume, {})]).toEqual(['volume', null]);
    expect([lackOf(cooling, { volumeM3: null }), lackOf(cooling, { cooledM3k: null }), lackOf(cooling, {})]).toEqual([
      'cooling',
      'cooling',
      null,
    ]);
    // Energy without a drop of water says nothing of how it was cooled.
    const dry = days('2020-01-01', '2020-01-31').map((span) => ({ ...span, volumeM3: 0, cooledM3k: 0 }));
    expect(pointMonths({ ...input, lists: [list({ parts: [cooling] })], spans: dry })!('2020-01').shown.lack).toBe('cooling');
  });

  it('count the steps of a month from its first day, and those of a year from January, also where the price changes in the middle', () => {
    const steps = (per: string, upToKwh: number, validFrom = '2019-01-01') =>
      list({
        validFrom,
        parts: [{ part: 'energy', name: 'x', price: { kind: 'steps', per, steps: [{ upToKwh, ore: 100 }, { ore: 10 }] } }],
      });
    const spans = days('2019-12-01', '2020-02-29');
    const cost = (per: string, upToKwh: number) =>
      pointMonths({ ...input, lists: [steps(per, upToKwh), steps(per, upToKwh, '2020-02-16')], spans })!('2020-02').shown.totalNok;
    // February has 29 × 24 = 696 kWh: 500 at 1 kr and 196 at 10 øre. January had 744, so that of the year's 1 000 kWh 256 are left.
    expect(cost('month', 500)).toBe(519.6);
    expect(cost('year', 1000)).toBe(300);
  });

  it('tell what the other lists that are for the customer would have cost, and nothing where they ask for what is not known', () => {
    const fixed = (kroner: number) => [{ part: 'fixed', name: 'x', kroner, per: 'month' }];
    const group = { customerGroups: ['home'] };
    const lists = [
      list({ ...group, parts: fixed(31) }),
      list({ ...group, id: 'b', parts: fixed(50), validTo: '2020-01-01' }),
      list({ ...group, id: 'b', parts: fixed(62), validFrom: '2020-01-01' }),
      list({ ...group, id: 'c', parts: [{ part: 'power', name: 'x', kronerPerKw: 1, per: 'year', of: 'subscribed' }] }),
      list({ id: 'd' }),
    ];
    const choice = { customerGroup: 'home', priceList: 'a' };
    const costOf = pointMonths({ ...input, lists, choice, spans: days('2020-01-01', '2020-01-31') })!;
    const { others, peak } = costOf('2020-01').more();
    expect(others.map(({ list: { id, validFrom }, totalOre }) => [id, validFrom, totalOre])).toEqual([
      ['b', '2020-01-01', 6200],
      ['c', '2019-01-01', null],
    ]);
    expect(peak).toBeNull();
  });

  it('tell what the highest peak put on top of the next, where it did', () => {
    const power = list({
      parts: [{ part: 'power', name: 'x', kronerPerKw: 10, per: 'month', of: { of: 'hour', highest: 1, over: 'month' } }],
    });
    const peaks = (of: Record<string, number>) =>
      days('2020-01-01', '2020-01-31').map((span) => ({
        ...span,
        highest: { hour: [{ day: span.from, powerKw: of[span.from] ?? 1 }], day: [] },
      }));
    const peakOf = (of: Record<string, number>) => pointMonths({ ...input, lists: [power], spans: peaks(of) })!('2020-01').more().peak;
    expect(peakOf({ '2020-01-05': 9, '2020-01-20': 4 })).toEqual({ date: '2020-01-05', powerKw: 9, ore: 5000 });
    expect(peakOf({ '2020-01-05': 9, '2020-01-20': 9 })).toBeNull();
    const bare = days('2020-01-01', '2020-01-31').map((span, n) => ({
      ...span,
      highest: { hour: n === 4 ? [{ day: span.from, powerKw: 9 }] : [], day: [] },
    }));
    // Without it there would be no power at all to go by: what it put on top can't be told.
    expect(pointMonths({ ...input, lists: [power], spans: bare })!('2020-01').more().peak).toBeNull();
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
