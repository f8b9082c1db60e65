import fc from 'fast-check';
import { DateTime } from 'luxon';

/** A register at an instant with its offset. */
export type Register = [time: string, energyKwh: number];

/** What somebody delivered of a house, in its order, and where that is cut into files. */
export interface Delivery {
  registers: Register[];
  cuts: number[];
  faults: string[];
}

const kinds = [
  'zero',
  'spike',
  'small-spike',
  'drop',
  'level',
  'again',
  'twice',
  'day-late',
  'thousandfold',
  'thousandth',
  'still',
  'shuffled',
  'gone',
] as const;

interface Fault {
  kind: (typeof kinds)[number];
  at: number;
  length: number;
}

/** Two to three days of hours of a house, with faults in them: a good series is the rule, and some slips in it. */
export const faultyDelivery: fc.Arbitrary<Delivery> = fc
  .record({
    first: fc.constantFrom(0, 480, 20_000, 99_950, 999_940),
    whole: fc.boolean(),
    uses: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 48, maxLength: 72 }),
    faults: fc.array(fc.record<Fault>({ kind: fc.constantFrom(...kinds), at: fc.nat(47), length: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 4,
    }),
    cuts: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 3 }),
    seed: fc.nat(),
  })
  .map(({ first, whole, uses, faults, cuts, seed }) => {
    const start = DateTime.fromISO('2019-02-01T00:00', { zone: 'Europe/Oslo' });
    const end = 10 ** Math.max(5, String(first).length);
    let sum = first;
    const good = uses.map((use, hour): Register => {
      const register = sum % end;
      sum += use / 8;
      return [start.plus({ hours: hour }).toISO()!, whole ? Math.trunc(register) : Math.round(register * 1000) / 1000];
    });
    const delivered = faults.reduce((registers, fault) => withFault(registers, fault, seed), good);
    return {
      registers: delivered,
      cuts: cuts.map((cut) => Math.min(cut, delivered.length - 1)),
      faults: faults.map(({ kind, at, length }) => `${kind} ${at} ${length}`),
    };
  });

function withFault(registers: Register[], { kind, at: place, length }: Fault, seed: number): Register[] {
  const at = Math.min(place, registers.length - 1);
  const inside = (n: number) => n >= at && n < at + length;
  const changed = (change: (energy: number, n: number) => number) =>
    registers.map(([time, energy], n): Register => [time, inside(n) ? Math.round(change(energy, n) * 1e6) / 1e6 : energy]);
  const one = registers[at]!;
  switch (kind) {
    case 'zero':
      return registers.map((register, n) => (n === at ? [register[0], 0] : register));
    case 'spike':
      return registers.map(([time, energy], n) => [time, n === at ? energy + 90_000 : energy]);
    case 'small-spike':
      return registers.map(([time, energy], n) => [time, n === at ? energy + 150 : energy]);
    case 'drop':
      return changed((energy) => Math.max(0, energy - 60));
    case 'level':
      return changed((energy) => energy + 30_000);
    case 'again':
      return [...registers, [one[0], one[1] + 0.5]];
    case 'twice':
      return [...registers, ...registers.slice(at, at + length)];
    case 'day-late':
      return changed((energy, n) => registers[n - 24]?.[1] ?? energy);
    case 'thousandfold':
      return changed((energy) => energy * 1000);
    case 'thousandth':
      return changed((energy) => energy / 1000);
    case 'still':
      return changed(() => one[1]);
    case 'shuffled':
      return registers
        .map((register, n) => ({ register, key: Math.sin(n * 7919 + seed) }))
        .toSorted((left, right) => left.key - right.key)
        .map(({ register }) => register);
    case 'gone':
      return registers.length - length > 2 ? registers.filter((_, n) => !inside(n)) : registers;
  }
}
