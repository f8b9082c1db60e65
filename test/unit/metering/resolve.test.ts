import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantities } from '../../../server/metering/files/quantity.ts';
import { orderOf, type Evidence } from '../../../server/metering/screen/evidence.ts';
import { resolve, type Terms } from '../../../server/metering/screen/resolve.ts';

const limitKw = 50;
const midnight = Date.parse('2024-01-15T00:00:00+01:00') / 1000;
const hour = (n: number) => midnight + n * 3600;

const registers: Terms = {
  intervalSeconds: 0,
  maxPowerKw: limitKw,
  known: true,
  timeOf: () => 0,
  now: hour(10_000),
  isWithdrawn: () => false,
};
const halfHours: Terms = { ...registers, intervalSeconds: 1800 };

let line = 0;
/** A reading of an hour, delivered after those made before it. */
const reading = (n: number, energyKwh: number, more: Partial<Evidence> & { others?: (number | null)[] } = {}): Evidence => {
  const { others = [], ...rest } = more;
  const values = quantities.map((_, quantity) => (quantity === 0 ? energyKwh : (others[quantity - 1] ?? null)));
  return { place: 'staged', fileId: 1, line: ++line, at: hour(n), quality: 'm', values, reason: null, recordedAt: null, ...rest };
};
const verdictsOf = (evidence: Evidence[], terms: Partial<Terms> = {}) => resolve(evidence, { ...registers, ...terms }).verdicts;
/** What is shown, as energy and letter. */
const shownOf = (evidence: Evidence[], terms = registers) =>
  resolve(evidence, terms).shown.map(({ values, letter }) => `${values[0]}${letter}`);

describe('what no judgement among readings mends', () => {
  it('leaves out a reading that the utility has withdrawn, whatever else is wrong with it', () => {
    const [kept, withdrawn] = [reading(0, 100), reading(1, -5, { reason: 'purged' })];
    expect(verdictsOf([kept, withdrawn], { isWithdrawn: (one) => one === withdrawn })).toEqual(['shown', 'withdrawn']);
  });

  it.each(['no-such-local-time', 'purged'])('never shows what was set aside as %s, though its meter has become known', (reason) => {
    expect(verdictsOf([reading(0, 100, { place: 'beside', reason })])).toEqual([reason]);
    expect(verdictsOf([reading(0, 100, { place: 'beside', reason })], { known: false })).toEqual([reason]);
  });

  it.each(['unknown-meter', 'register-drop', 'outside-meter-time', 'withdrawn'])('judges anew what was set aside as %s', (reason) => {
    expect(verdictsOf([reading(0, 100, { place: 'beside', reason })])).toEqual(['shown']);
  });

  it('sets aside what is said of a meter that nobody has registered, and not what the meter file itself tells', () => {
    expect(verdictsOf([reading(0, 100, { place: 'told', time: 0 }), reading(1, 101)], { known: false })).toEqual([
      'shown',
      'unknown-meter',
    ]);
  });

  it('lets a clock be five minutes fast, and no second more', () => {
    const now = hour(1) - 300;
    expect(verdictsOf([reading(1, 100)], { now })).toEqual(['shown']);
    expect(verdictsOf([reading(1, 100)], { now: now - 1 })).toEqual(['future']);
  });

  it('gives nobody what a meter said while it hung nowhere', () => {
    const evidence = [reading(0, 100), reading(1, 101), reading(2, 102)];
    expect(verdictsOf(evidence, { timeOf: ({ at }) => (at === hour(1) ? undefined : 0) })).toEqual([
      'shown',
      'outside-meter-time',
      'shown',
    ]);
  });

  it('takes a register of 0 and one beyond any power, and none below 0', () => {
    expect(verdictsOf([reading(0, 0)])).toEqual(['shown']);
    expect(verdictsOf([reading(0, 123_456)])).toEqual(['shown']);
    expect(verdictsOf([reading(0, -0.001)])).toEqual(['implausible']);
  });

  it('takes as much use in half an hour as the house can draw, and no more', () => {
    expect(verdictsOf([reading(0, 0), reading(1, 25)], halfHours)).toEqual(['shown', 'shown']);
    expect(verdictsOf([reading(0, -0.001), reading(1, 25.001)], halfHours)).toEqual(['implausible', 'implausible']);
  });
});

describe('readings of one instant', () => {
  it('takes the later delivered of a register, by file and then by line', () => {
    const [early, late] = [reading(0, 502, { fileId: 1, line: 99_999_999 }), reading(0, 502.5, { fileId: 2, line: 1 })];
    expect(orderOf(early)).toBeLessThan(orderOf(late));
    expect(orderOf({ ...early, line: 7 })).toBeLessThan(orderOf({ ...early, line: 8 }));
    expect(verdictsOf([early, late])).toEqual(['superseded', 'shown']);
  });

  it('lets the later delivered stand of two houses as long as each other', () => {
    const low = [reading(0, 100, { fileId: 7 }), reading(1, 101, { fileId: 7 })];
    const high = [reading(2, 9000, { fileId: 8, line: 1 }), reading(3, 9001, { fileId: 8, line: 2 })];
    expect(shownOf([...low, ...high])).toEqual(['9000m', '9001m']);
    expect(shownOf([...low, ...high.map((one) => ({ ...one, fileId: 6 }))])).toEqual(['100m', '101m']);
  });

  it('takes the last told use of an interval, unless that is more than the house can use', () => {
    const evidence = [reading(0, 4), reading(0, 5), reading(1, 6), reading(1, 9999), reading(2, 3)];
    expect(verdictsOf(evidence, halfHours)).toEqual(['superseded', 'shown', 'shown', 'implausible', 'shown']);
    expect(shownOf(evidence, halfHours)).toEqual(['5c', '6m', '3m']);
  });

  it('says nothing of a roll-over where use per interval falls', () => {
    expect(resolve([reading(0, 9), reading(1, 1)], halfHours).rolledOver).toEqual([]);
  });

  it.each([
    [
      'a correction of another number',
      [
        [502, 'm'],
        [502.5, 'm'],
      ],
      '502.5c',
    ],
    [
      'a repetition',
      [
        [502, 'm'],
        [502, 'm'],
      ],
      '502m',
    ],
    [
      'an estimate that is replaced by what was measured',
      [
        [502, 'e'],
        [502.5, 'm'],
      ],
      '502.5m',
    ],
    [
      'an estimate that measuring confirms',
      [
        [502, 'e'],
        [502, 'm'],
      ],
      '502m',
    ],
    [
      'what was measured, and is estimated later',
      [
        [502, 'm'],
        [502.5, 'e'],
      ],
      '502.5e',
    ],
    [
      'what was read by hand, and measured otherwise',
      [
        [502, 'h'],
        [503, 'm'],
      ],
      '503c',
    ],
    [
      'what was read by hand, and measured as much',
      [
        [502, 'h'],
        [502, 'm'],
      ],
      '502m',
    ],
    [
      'what was measured, and read by hand later',
      [
        [502, 'm'],
        [503, 'h'],
      ],
      '503h',
    ],
    [
      'what was delivered as corrected',
      [
        [502, 'm'],
        [503, 'c'],
      ],
      '503c',
    ],
    [
      'a correction that is repeated',
      [
        [502, 'm'],
        [503, 'm'],
        [503, 'm'],
      ],
      '503c',
    ],
    [
      'a correction of a correction',
      [
        [502, 'm'],
        [503, 'm'],
        [504, 'm'],
      ],
      '504c',
    ],
    [
      'an estimate, measured twice',
      [
        [502, 'e'],
        [503, 'm'],
        [504, 'm'],
      ],
      '504c',
    ],
  ] as [string, [number, string][], string][])('says how sure a number is: %s', (_, told, shown) => {
    expect(shownOf(told.map(([energyKwh, quality]) => reading(0, energyKwh, { quality })))).toEqual([shown]);
  });

  it.each(['m', 'e', 'h', 'c'])('leaves the letter %s of what was told once, and stands beside others', (quality) => {
    expect(shownOf([reading(0, 500), reading(1, 501, { quality, place: 'shown' }), reading(2, 502)])).toEqual([
      '500m',
      `501${quality}`,
      '502m',
    ]);
  });

  it('tells again that a stored reading replaced another, and forgets it where that other is gone', () => {
    const corrected = reading(0, 503, { quality: 'c', place: 'shown', fileId: 2 });
    const [other, estimate] = [reading(0, 502, { place: 'beside' }), reading(0, 502, { place: 'beside', quality: 'e' })];
    expect(shownOf([other, corrected])).toEqual(['503c']);
    expect(shownOf([estimate, corrected])).toEqual(['503m']);
    // The other said nothing that fits: it was not replaced.
    expect(shownOf([reading(0, -1, { place: 'beside', reason: 'implausible' }), corrected])).toEqual(['503m']);
    // What a file says just now to be corrected is.
    expect(shownOf([estimate, { ...corrected, place: 'staged' }])).toEqual(['503c']);
    // An estimate that is stored stays one.
    expect(shownOf([{ ...estimate, place: 'shown' }, reading(0, 503)])).toEqual(['503m']);
  });

  it('keeps the volume of an earlier delivery where a later one leaves it out, and takes the later where it tells it', () => {
    const volumes = (...told: (number | null)[]) =>
      resolve(
        told.map((volume) => reading(0, 502, { others: [volume] })),
        registers,
      ).shown.map(({ values, letter }) => [values[1], letter]);
    expect(volumes(9.5, null)).toEqual([[9.5, 'm']]);
    expect(volumes(null, 9.5)).toEqual([[9.5, 'c']]);
    expect(volumes(9.5, 9.75)).toEqual([[9.75, 'c']]);
    expect(volumes(null, null)).toEqual([[null, 'm']]);
  });

  it('calls it a correction where a register is told otherwise, and not where power or temperature is', () => {
    const letterFor = (quantity: number) => {
      const others = (value: number) => quantities.slice(1).map((_, n) => (n + 1 === quantity ? value : 1));
      return shownOf([reading(0, 502, { others: others(2) }), reading(0, 502, { others: others(3) })])[0];
    };
    expect(quantities.map((_, quantity) => letterFor(quantity)).slice(1)).toEqual(['502c', '502c', '502c', '502m', '502m', '502m', '502m']);
  });

  it('takes nothing from a reading that is withdrawn, neither its volume nor that it was there', () => {
    const withdrawn = reading(0, 501, { others: [7], quality: 'e' });
    const terms = { ...registers, isWithdrawn: (one: Evidence) => one === withdrawn };
    const [shown] = resolve([withdrawn, reading(0, 502)], terms).shown;
    expect([shown!.values[0], shown!.values[1], shown!.letter]).toEqual([502, null, 'm']);
  });

  it('calls it a correction where a slip was delivered again', () => {
    const evidence = [reading(0, 500), reading(1, 9000), reading(1, 501), reading(2, 502)];
    expect(verdictsOf(evidence)).toEqual(['shown', 'superseded', 'shown', 'shown']);
    expect(shownOf(evidence)).toEqual(['500m', '501c', '502m']);
  });

  it('shows the earlier where the later is out of line', () => {
    const evidence = [reading(0, 500), reading(1, 501), reading(1, 9000), reading(2, 502)];
    const { verdicts, shown } = resolve(evidence, registers);
    expect(verdicts).toEqual(['shown', 'shown', 'implausible', 'shown']);
    expect(shown.map(({ evidence: one }) => evidence.indexOf(one))).toEqual([0, 1, 3]);
  });
});

describe('a meter that was swapped or came back', () => {
  /** Hung here till hour 2 and again from hour 2 on, as far as anybody knows. */
  const twice = { timeOf: ({ at }: Evidence) => (at <= hour(2) ? 0 : 1) };

  it('judges each of its times by itself: what it counted elsewhere is not held against it', () => {
    const evidence = [reading(0, 100), reading(1, 101), reading(3, 9000), reading(4, 9001)];
    expect(verdictsOf(evidence)).toEqual(['register-drop', 'register-drop', 'shown', 'shown']);
    expect(verdictsOf(evidence, twice)).toEqual(['shown', 'shown', 'shown', 'shown']);
  });

  it('judges a register told at a swap in the time at whose end it was read', () => {
    const readings = [reading(0, 100), reading(1, 101), reading(3, 9000), reading(4, 9001)];
    const opening = reading(2, 8999, { place: 'told', time: 1 });
    expect(verdictsOf([...readings.slice(0, 2), opening, ...readings.slice(2)], twice)).toEqual(Array(5).fill('shown'));
    const slip = { ...opening, time: 0 };
    expect(verdictsOf([...readings.slice(0, 2), slip, ...readings.slice(2)], twice)[2]).toBe('implausible');
  });

  it('shows no told register as a reading, nor takes its letter for one', () => {
    const told = reading(0, 500, { place: 'told', time: 0 });
    expect(shownOf([told, reading(1, 501)])).toEqual(['501m']);
    expect(shownOf([told, reading(0, 500.5), reading(1, 501)])).toEqual(['500.5m', '501m']);
  });

  it('tells between which two readings a register went over its end, and of no other step', () => {
    const evidence = [99_991, 99_994, 99_997, 0, 3, 3].map((energyKwh, n) => reading(n, energyKwh));
    expect(resolve(evidence, registers).rolledOver).toEqual([{ before: evidence[2], after: evidence[3] }]);
    // Set aside, and so not the one before.
    const slip = [99_991, 99_994, 99_997, 5, 99_999, 99_999.5].map((energyKwh, n) => reading(n, energyKwh));
    expect(resolve(slip, registers).rolledOver).toEqual([]);
    // What rounding makes of the same number is no drop, and another time of the meter no roll-over.
    expect(resolve([reading(0, 500), reading(1, 500 - 1e-7)], registers).rolledOver).toEqual([]);
    expect(resolve([reading(0, 99_997), reading(3, 5)], { ...registers, ...twice }).rolledOver).toEqual([]);
  });
});

it('says of nothing nothing', () => {
  expect(resolve([], registers)).toEqual({ verdicts: [], shown: [], rolledOver: [] });
});

const delivery = fc.record({
  quarter: fc.nat(12),
  energyKwh: fc.oneof(fc.integer({ min: -1, max: 30 }), fc.constant(9000)),
  quality: fc.constantFrom('m', 'm', 'e', 'h', 'c'),
  volume: fc.option(fc.nat(5)),
});
const deliveries = fc
  .array(delivery, { maxLength: 25 })
  .map((given) =>
    given
      .map(({ quarter, energyKwh, quality, volume }, n) =>
        reading(quarter / 4, energyKwh, { quality, others: [volume], fileId: n + 1, line: 1 }),
      )
      .toSorted((one, other) => one.at - other.at || one.fileId - other.fileId),
  );

it('gives each delivery one verdict, and shows one reading an instant: the one that is called so', () => {
  fc.assert(
    fc.property(deliveries, fc.constantFrom(registers, halfHours), (evidence, terms) => {
      const { verdicts, shown } = resolve(evidence, terms);
      expect(verdicts).toHaveLength(evidence.length);
      expect(shown.map(({ evidence: one }) => one)).toEqual(evidence.filter((_, n) => verdicts[n] === 'shown'));
      expect(new Set(shown.map(({ evidence: one }) => one.at)).size).toBe(shown.length);
      // What is superseded has a shown one of its instant.
      for (const [n, { at }] of evidence.entries())
        if (verdicts[n] === 'superseded') expect(shown.some(({ evidence: one }) => one.at === at)).toBe(true);
    }),
  );
});

it('comes to the same where what is shown is judged again with the rest: importing twice changes nothing', () => {
  fc.assert(
    fc.property(deliveries, fc.constantFrom(registers, halfHours), (evidence, terms) => {
      const first = resolve(evidence, terms);
      const stored = evidence.map((one): Evidence => {
        const as = first.shown.find(({ evidence: same }) => same === one);
        return as ? { ...one, place: 'shown', quality: as.letter, values: as.values } : { ...one, place: 'beside' };
      });
      const again = resolve(stored, terms);
      expect(again.verdicts).toEqual(first.verdicts);
      expect(again.shown.map(({ values }) => values)).toEqual(first.shown.map(({ values }) => values));
    }),
  );
});
