import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStandstills, type Register } from '../../../server/metering/derive/standstill.ts';

const midnight = Date.parse('2024-01-15T00:00:00+01:00') / 1000;
const always = { hours: 2, from: -Infinity, to: Infinity };

/** Registers after each of some uses, beginning with what the register has before them. */
function registersOf(
  uses: readonly number[],
  { seconds = 3600, first = 20_000, volumes }: { seconds?: number; first?: number; volumes?: (number | null)[] } = {},
): Register[] {
  let energyKwh = first;
  return [0, ...uses].map((kwh, n) => ({ at: midnight + n * seconds, energyKwh: (energyKwh += kwh), volumeM3: volumes?.[n] ?? null }));
}
const times = (count: number, kwh: number) => Array<number>(count).fill(kwh);
/** Those that are spread, as hours from the first register on. */
const spreadOf = (registers: Register[], hours = 2) =>
  findStandstills(registers, { ...always, hours })
    .filter(({ spread }) => spread)
    .map(({ since, till }) => [(since - midnight) / 3600, (till - midnight) / 3600]);

/** Half a day of 2 kWh an hour on each side of a register that stands still for some hours and then rises. */
const around = (stood: number, rise: number) => [...times(12, 2), ...times(stood, 0), rise, ...times(12, 2)];

describe('a register that stands still and then rises', () => {
  it('is spread from the last reading before it stood still to the first after, with its rise and what the house uses otherwise', () => {
    expect(findStandstills(registersOf(around(8, 18)), always)).toEqual([
      { since: midnight + 12 * 3600, till: midnight + 21 * 3600, riseKwh: 18, largestKwh: 2, spread: true },
    ]);
  });

  it('must have stood still for as many hours as the meter is told to', () => {
    expect(spreadOf(registersOf(around(1, 18)))).toEqual([]);
    expect(spreadOf(registersOf(around(2, 18)))).toEqual([[12, 15]]);
    expect(spreadOf(registersOf(around(7, 18)), 8)).toEqual([]);
    expect(spreadOf(registersOf(around(8, 18)), 8)).toEqual([[12, 21]]);
  });

  it('is never looked for in a meter with 0 hours, and with few minutes is no single reading', () => {
    expect(findStandstills(registersOf(around(8, 18)), { ...always, hours: 0 })).toEqual([]);
    expect(findStandstills(registersOf([...times(12, 2), 18, ...times(12, 2)]), { ...always, hours: 0.05 })).toEqual([]);
  });

  it('may be stamped five minutes late, and no second more', () => {
    const late = (seconds: number) => registersOf(around(2, 18)).map((one, n) => (n === 12 ? { ...one, at: one.at + seconds } : one));
    expect(spreadOf(late(300))).toHaveLength(1);
    expect(spreadOf(late(301))).toEqual([]);
  });

  it('is a house that nobody lives in after 92 days', () => {
    const days = (hours: number) => {
      const registers = registersOf(around(8, 18));
      // The eight hours that it stands still become so many.
      return registers.map((one, n) => (n < 20 ? one : { ...one, at: one.at + (hours - 8) * 3600 }));
    };
    expect(spreadOf(days(92 * 24))).toEqual([[12, 92 * 24 + 13]]);
    expect(spreadOf(days(92 * 24 + 1))).toEqual([]);
  });

  it('is none while it only stands still, nor where it falls or stays', () => {
    expect(findStandstills(registersOf([...times(12, 2), ...times(9, 0)]), always)).toEqual([]);
    expect(findStandstills(registersOf(around(8, -18)), always)).toEqual([]);
    expect(findStandstills([], always)).toEqual([]);
    expect(findStandstills(registersOf([]), always)).toEqual([]);
  });

  it('is also one where the readings begin with it', () => {
    expect(spreadOf(registersOf([...times(8, 0), 18, ...times(12, 2)]))).toEqual([[0, 9]]);
  });

  it('is told apart from the next one', () => {
    expect(spreadOf(registersOf([...times(12, 2), 0, 0, 0, 12, 0, 0, 0, 0, 13, ...times(12, 2)]))).toEqual([
      [12, 16],
      [16, 21],
    ]);
  });

  it('still stands where rounding alone moves it', () => {
    const wobbling = registersOf(around(8, 18)).map((one, n) =>
      n > 12 && n < 21 ? { ...one, energyKwh: one.energyKwh + (n % 2) * 1e-7 } : one,
    );
    expect(spreadOf(wobbling)).toEqual([[12, 21]]);
    const counting = registersOf(around(8, 18)).map((one, n) =>
      n > 12 && n < 21 ? { ...one, energyKwh: one.energyKwh + (n - 12) * 0.001 } : one,
    );
    expect(spreadOf(counting)).toEqual([]);
    // As far below, which is no use and no standing still.
    expect(spreadOf(registersOf([...times(12, 2), 0, -0.001, 0, 18, ...times(12, 2)]), 2)).toEqual([]);
  });
});

describe('the water', () => {
  const uses = around(8, 18);
  const counted = (volumeOf: (n: number) => number | null) =>
    spreadOf(registersOf(uses, { volumes: [0, ...uses].map((_, n) => volumeOf(n)) }));

  it('that runs on while the heat stands still says that none was used', () => {
    expect(counted((n) => n / 10)).toEqual([]);
    expect(counted((n) => -n / 10)).toEqual([]);
  });

  it('that stands still with the heat says that the meter did not count', () => {
    expect(counted((n) => (n <= 12 ? n / 10 : n < 21 ? 1.2 : n / 10))).toEqual([[12, 21]]);
  });

  it('says nothing where the meter does not tell it, or not each time', () => {
    expect(counted(() => null)).toEqual([[12, 21]]);
    expect(counted((n) => (n === 12 ? 1.2 : null))).toEqual([[12, 21]]);
    expect(counted((n) => (n > 12 ? n / 10 : null))).toEqual([[12, 21]]);
  });

  it('that moves while no heat is counted after it makes no standstill', () => {
    // Heat and water stand still, and then the water runs alone.
    const idle = [...times(12, 2), ...times(9, 0), ...times(12, 2)];
    const registers = registersOf(idle, { volumes: [0, ...idle].map((_, n) => (n < 21 ? Math.min(n, 12) : n)) });
    expect(findStandstills(registers, always)).toEqual([]);
  });
});

describe('what the house uses otherwise', () => {
  it('must be less than the rise by more than a whole kWh where the register counts whole ones', () => {
    expect(spreadOf(registersOf(around(8, 3)))).toEqual([]);
    expect(spreadOf(registersOf(around(8, 4)))).toEqual([[12, 21]]);
  });

  it('must be less than the rise by more than rounding where the register has decimals', () => {
    const exact = (rise: number) => spreadOf(registersOf(around(8, rise), { first: 20_000.5 }));
    expect(exact(2)).toEqual([]);
    expect(exact(2.001)).toEqual([[12, 21]]);
    // One reading with decimals is enough.
    const registers = registersOf(around(8, 3)).map((one, n) => (n === 3 ? { ...one, energyKwh: one.energyKwh + 0.5 } : one));
    expect(spreadOf(registers)).toEqual([[12, 21]]);
  });

  it('is told, and not spread, where an hour a few days away is as large: it may turn out to be a slip', () => {
    const far = [18, ...times(24, 2), ...around(8, 18)];
    expect(findStandstills(registersOf(far), always)).toEqual([
      { since: midnight + 37 * 3600, till: midnight + 46 * 3600, riseKwh: 18, largestKwh: 18, spread: false },
    ]);
  });

  it('makes it not worth telling where an hour within a day, before or after, is as large', () => {
    // The large hour ends exactly 24 hours before the rise, or one hour earlier.
    const before = (hours: number) =>
      findStandstills(registersOf([2, 18, ...times(hours - 9, 2), ...times(8, 0), 18, ...times(12, 2)]), always);
    expect(before(24)).toEqual([]);
    expect(before(25)).toMatchObject([{ spread: false }]);
    const after = (hours: number) =>
      findStandstills(registersOf([...times(12, 2), ...times(8, 0), 18, ...times(hours - 1, 2), 18, 2]), always);
    expect(after(24)).toEqual([]);
    expect(after(25)).toMatchObject([{ spread: false }]);
  });

  it('counts for 31 days, and not an hour longer', () => {
    const before = (hours: number) => spreadOf(registersOf([2, 18, ...times(hours - 9, 2), ...times(8, 0), 18, ...times(12, 2)]));
    expect(before(31 * 24)).toEqual([]);
    expect(before(31 * 24 + 1)).toHaveLength(1);
    const after = (hours: number) => spreadOf(registersOf([...times(12, 2), ...times(8, 0), 18, ...times(hours - 1, 2), 18, 2]));
    expect(after(31 * 24)).toEqual([]);
    expect(after(31 * 24 + 1)).toHaveLength(1);
  });

  it('must be known from five hours with use', () => {
    expect(spreadOf(registersOf([...times(4, 2), ...times(8, 0), 18]))).toEqual([]);
    expect(spreadOf(registersOf([0, ...times(4, 2), ...times(8, 0), 18]))).toEqual([]);
    expect(spreadOf(registersOf([...times(5, 2), ...times(8, 0), 18]))).toEqual([[5, 14]]);
    expect(spreadOf(registersOf([...times(8, 0), 18, ...times(5, 2)]))).toEqual([[0, 9]]);
  });

  it('is no other standstill', () => {
    expect(spreadOf(registersOf([...around(8, 18), ...around(8, 30)]))).toHaveLength(2);
  });

  it('is the mean of an hour where a longer stretch was not read', () => {
    // Nothing was read for three hours in which 18 were used: 6 an hour, and a rise of 7 is more.
    const unread = registersOf([2, 2, 0, 0, 18, ...times(30, 2), ...times(8, 0), 8, ...times(12, 2)]).filter((_, n) => n !== 3 && n !== 4);
    expect(findStandstills(unread, always)).toMatchObject([{ riseKwh: 8, largestKwh: 6, spread: true }]);
    // And where the reading after the standstill is three hours late, its rise is that of three hours.
    const late = (rise: number) =>
      registersOf([...times(12, 2), ...times(8, 0), 0, 0, rise, ...times(12, 2)]).filter((_, n) => n !== 21 && n !== 22);
    expect(spreadOf(late(9))).toEqual([]);
    expect(spreadOf(late(12))).toEqual([[12, 23]]);
  });

  it('is that of an hour where the register is read each quarter, and so is the rise', () => {
    const quarters = (rise: number) =>
      registersOf([...times(48, 0.5), ...times(32, 0), rise, ...times(48, 0.5)], { seconds: 900, first: 20_000.25 });
    expect(findStandstills(quarters(1.5), always)).toEqual([]);
    expect(findStandstills(quarters(18), always)).toEqual([
      { since: midnight + 12 * 3600, till: midnight + 20.25 * 3600, riseKwh: 18, largestKwh: 2, spread: true },
    ]);
  });
});

describe('a habit', () => {
  /** Nights of so many hours without use, of which each ends with a rise. */
  const nights = (...rises: number[]) => registersOf(rises.flatMap((rise) => [...times(6, 0), rise, ...times(17, 2)]));

  it('of the house is no fault: three other nights that end with four fifths of the rise', () => {
    expect(spreadOf(nights(10, 10, 10))).toHaveLength(3);
    expect(spreadOf(nights(10, 10, 10, 10))).toEqual([]);
    // Of the last one 8 is four fifths.
    expect(spreadOf(nights(8, 8, 8, 10))).toEqual([]);
    expect(spreadOf(nights(8, 8, 7, 10))).toEqual([[72, 79]]);
  });

  it('of which a night is more than 31 days away is none', () => {
    const nightsApart = (days: number) =>
      registersOf(
        [10, 10, 10]
          .flatMap((rise) => [...times(6, 0), rise, ...times(17, 2)])
          .concat(times((days - 3) * 24, 2), times(6, 0), 10, times(17, 2)),
      );
    expect(spreadOf(nightsApart(31))).not.toContainEqual([31 * 24, 31 * 24 + 7]);
    expect(spreadOf(nightsApart(32))).toContainEqual([32 * 24, 32 * 24 + 7]);
  });

  it('is not seen in one standstill of a register that is read each quarter', () => {
    const quarters = registersOf([...times(48, 0.5), ...times(32, 0), 18, ...times(48, 0.5)], { seconds: 900 });
    expect(spreadOf(quarters)).toEqual([[12, 20.25]]);
  });
});

const anyUses = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 12 })), {
  minLength: 10,
  maxLength: 80,
});

describe('any registers', () => {
  it('have standstills between two of their readings, between which nothing was counted till the last one', () => {
    fc.assert(
      fc.property(anyUses, fc.integer({ min: 1, max: 4 }), (uses, hours) => {
        const registers = registersOf(uses);
        for (const { since, till, riseKwh, largestKwh, spread } of findStandstills(registers, { ...always, hours })) {
          const within = registers.filter(({ at }) => at >= since && at <= till);
          const energies = within.map(({ energyKwh }) => energyKwh);
          expect(energies.slice(1, -1)).toEqual(times(energies.length - 2, energies[0]!));
          expect(energies.length - 2).toBeGreaterThanOrEqual(hours);
          expect(riseKwh).toBe(energies.at(-1)! - energies[0]!);
          if (spread) expect(riseKwh).toBeGreaterThan(largestKwh + 1);
        }
      }),
    );
  });

  it('have the same standstills whatever moments they are asked for between, each told once', () => {
    fc.assert(
      fc.property(anyUses, fc.nat(80), (uses, cut) => {
        const registers = registersOf(uses);
        const middle = midnight + cut * 3600;
        const parts = [
          { hours: 2, from: midnight, to: middle },
          { hours: 2, from: middle + 1, to: midnight + 80 * 3600 },
        ];
        expect(parts.flatMap((part) => findStandstills(registers, part))).toEqual(findStandstills(registers, always));
      }),
    );
  });

  it('ending at the moments asked for are told', () => {
    const registers = registersOf(around(8, 18));
    const till = midnight + 21 * 3600;
    expect(findStandstills(registers, { hours: 2, from: till, to: till })).toHaveLength(1);
    expect(findStandstills(registers, { hours: 2, from: till + 1, to: Infinity })).toEqual([]);
    expect(findStandstills(registers, { hours: 2, from: -Infinity, to: till - 1 })).toEqual([]);
  });
});
