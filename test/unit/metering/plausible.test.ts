import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screen, type Step } from '../../../server/metering/screen/plausible.ts';
import { stepFault } from '../../../server/metering/pack/register-step.ts';

const limitKw = 50;
const steps = (energies: number[], fresh = true): Step[] => energies.map((energyKwh, hour) => ({ at: hour * 3600, energyKwh, fresh }));
const refused = (given: Step[], limit = limitKw) => screen(given, limit).flatMap((reason, index) => (reason ? [index] : []));

/** Registers that rise by what the house can use, at instants of any distance; also in whole kWh. */
const valid = fc
  .tuple(
    fc.integer({ min: 0, max: 100_000 }),
    fc.array(fc.record({ hours: fc.integer({ min: 1, max: 40 }), part: fc.double({ min: 0, max: 1, noNaN: true }) }), {
      minLength: 3,
      maxLength: 60,
    }),
    fc.boolean(),
  )
  .map(([first, rises, whole]): Step[] => {
    let at = 1_550_000_000;
    let energyKwh = first;
    return rises.map(({ hours, part }) => {
      at += hours * 900;
      energyKwh += (limitKw * part * hours) / 4;
      return { at, energyKwh: whole ? Math.floor(energyKwh) : energyKwh, fresh: true };
    });
  });

/** Any registers, sensible and not, with several at an instant and some of them stored. */
const any = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 30 }).map((quarter) => quarter * 900),
      energyKwh: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0, max: 5000, noNaN: true })),
      fresh: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((given) => {
    const stored = new Map(given.filter(({ fresh }) => !fresh).map((step) => [step.at, step]));
    return [...stored.values(), ...given.filter(({ fresh }) => fresh)].toSorted((left, right) => left.at - right.at);
  });

describe('screening the registers of a meter', () => {
  it.each([
    ['in the middle', [100, 101, 9000, 103, 104], [2]],
    ['first', [9000, 101, 102, 103, 104], [0]],
    ['last', [100, 101, 102, 103, 9000], [4]],
    ['first, several that fit one another', [9000, 9001, 9002, 100, 101, 102, 103], [0, 1, 2]],
    ['in the middle, several that fit one another', [100, 101, 9000, 9001, 9002, 105, 106], [2, 3, 4]],
    ['that is too low', [100, 101, 5, 103, 104], [2]],
    ['low enough to be followed, but not what follows', [100, 101, 140, 103, 104], [2]],
  ])('sets aside what is out of line: %s', (_, energies, bad) => {
    expect(refused(steps(energies))).toEqual(bad);
  });

  it('says whether a reading is too low or too high', () => {
    expect(screen(steps([100, 101, 5, 103, 9000, 105]), limitKw)).toEqual([
      undefined,
      undefined,
      'register-drop',
      undefined,
      'implausible',
      undefined,
    ]);
  });

  it('believes none of a new meter when half of them or more do not fit', () => {
    expect(refused(steps([1e6, 2e6, 3e6, 4e6]))).toEqual([0, 1, 2, 3]);
    expect(refused(steps([100, 101, 9000, 9001]))).toEqual([0, 1, 2, 3]);
  });

  it('trusts what is stored, but for what a fresh reading of the same instant replaces', () => {
    const stored = steps([100, 500, 102], false);
    expect(refused([stored[0]!, stored[1]!, { at: 3600, energyKwh: 101, fresh: true }, stored[2]!])).toEqual([]);
    const few = steps([100, 101], false);
    expect(refused([...few, ...steps([0, 0, 9000, 9001, 9002]).slice(2)])).toEqual([2, 3, 4]);
  });

  it('keeps to a stored reading whose replacement is refused', () => {
    const stored = steps([100, 101, 102], false);
    const tooHigh = { at: 3600, energyKwh: 9000, fresh: true };
    const below = { at: 5400, energyKwh: 100.5, fresh: true };
    expect(refused([stored[0]!, stored[1]!, tooHigh, below, stored[2]!])).toEqual([2, 3]);
  });

  it('takes the last of an instant, unless that is the one out of line', () => {
    const [first, second, third] = steps([100, 101, 102]);
    expect(refused([first!, second!, { ...second!, energyKwh: 100.5 }, third!])).toEqual([]);
    expect(refused([first!, second!, { ...second!, energyKwh: 900 }, third!])).toEqual([2]);
    expect(refused([first!, { ...second!, energyKwh: 900 }, second!, third!])).toEqual([1]);
  });

  it('keeps a valid series whole, in whole kWh too, and beside what is stored of it', () => {
    fc.assert(
      fc.property(valid, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (series, stored) => {
        expect(refused(series)).toEqual([]);
        expect(refused(series.map((step, index) => ({ ...step, fresh: !stored[index] })))).toEqual([]);
      }),
    );
  });

  it('keeps what fits together, each with the one before, and with all that is stored', () => {
    fc.assert(
      fc.property(any, (given) => {
        const reasons = screen(given, limitKw);
        const atInstant = Map.groupBy(given.keys(), (index) => given[index]!.at);
        // What holds afterwards at each instant: the last fresh one that was taken, or else the stored one.
        const holds = [...atInstant.values()].flatMap((indexes) => indexes.findLast((index) => reasons[index] === undefined) ?? []);
        for (let n = 1; n < holds.length; n++) {
          const [before, after] = [given[holds[n - 1]!]!, given[holds[n]!]!];
          if (before.fresh || after.fresh) {
            expect(stepFault(before.energyKwh, after.energyKwh, after.at - before.at, limitKw)).toBeUndefined();
          }
        }
        expect(given.every(({ fresh }, index) => fresh || reasons[index] === undefined)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never gives up a good reading for bad ones that fit none of the good, wherever they come', () => {
    fc.assert(
      fc.property(
        valid,
        fc.array(fc.nat(59), { maxLength: 25 }),
        fc.constantFrom(1e6, -1e6),
        fc.boolean(),
        (series, places, far, alike) => {
          const bad = new Set(places.map((place) => place % series.length).slice(0, Math.ceil(series.length / 2) - 1));
          const given = series.map((step, index) => {
            if (!bad.has(index)) return step;
            return { ...step, energyKwh: step.energyKwh + far * (alike ? 1 : 1 + index) };
          });
          expect(refused(given)).toEqual([...bad].toSorted((left, right) => left - right));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('comes to the same whether the readings come in one file or in two, where most of the first are good', () => {
    fc.assert(
      fc.property(valid, fc.nat(59), fc.nat(59), (series, place, cut) => {
        fc.pre(series.length >= 8);
        const spike = place % series.length;
        const given = series.map((step, index) => (index === spike ? { ...step, energyKwh: step.energyKwh + 1e6 } : step));
        const first = 3 + (cut % (series.length - 4));
        const taken = given.slice(0, first).filter((_, index, part) => screen(part, limitKw)[index] === undefined);
        const later = [...taken.map((step) => ({ ...step, fresh: false })), ...given.slice(first)];
        expect(refused(given)).toEqual([spike]);
        expect(refused(later).map((index) => later[index]!)).toEqual(spike >= first ? [given[spike]!] : []);
      }),
    );
  });

  it('takes no more than in proportion for three years of hours, spikes and all', () => {
    const series = (hours: number) => steps(Array.from({ length: hours }, (_, hour) => (hour % 10 === 0 ? 1e6 + hour : 1000 + hour * 2)));
    /** The fastest of three: what else the machine does only adds. */
    const milliseconds = (given: ReturnType<typeof series>) =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const started = performance.now();
          expect(refused(given)).toHaveLength(given.length / 10);
          return performance.now() - started;
        }),
      );
    // In proportion it is 10 times as long; were each hour looked at beside each other, 100 times.
    expect(milliseconds(series(26_000))).toBeLessThan(50 * milliseconds(series(2_600)));
  });
});
