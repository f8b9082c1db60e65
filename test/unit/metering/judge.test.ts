import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Candidate } from '../../../server/metering/screen/judge.ts';
import { findEnds } from '../../../server/metering/screen/roll-over.ts';
import { stepFault } from '../../../server/metering/pack/register-step.ts';

const limitKw = 50;
/** Hour by hour, delivered in the order of time. */
const hourly = (energies: number[], firstOrder = 0): Candidate[] =>
  energies.map((energyKwh, hour) => ({ at: hour * 3600, energyKwh, order: firstOrder + hour }));
const refused = (given: Candidate[], limit = limitKw) =>
  judge(given, limit).flatMap((verdict, index) => (verdict === 'shown' || verdict === 'superseded' ? [] : [index]));

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
  .map(([first, rises, whole]): Candidate[] => {
    let at = 1_550_000_000;
    let energyKwh = first;
    return rises.map(({ hours, part }, order) => {
      at += hours * 900;
      energyKwh += (limitKw * part * hours) / 4;
      return { at, energyKwh: whole ? Math.floor(energyKwh) : energyKwh, order };
    });
  });

/** Any registers, sensible and not, with several at an instant. */
const any = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 30 }).map((quarter) => quarter * 900),
      energyKwh: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0, max: 5000, noNaN: true })),
    }),
    { maxLength: 40 },
  )
  .map((given) =>
    given.map((one, order): Candidate => ({ ...one, order })).toSorted((left, right) => left.at - right.at || left.order - right.order),
  );

/** A register with slips by a thousand, of which steps are as large as that to the end of a register in MJ, 27 777.8 kWh. */
function aroundTwentyThousand(): { told: number[]; slips: (hour: number) => boolean } {
  const eighths = [
    0, 26, 4, 5, 7, 3, 7, 4, 32, 35, 14, 37, 35, 36, 21, 5, 20, 12, 33, 10, 13, 34, 25, 32, 23, 36, 33, 40, 39, 23, 10, 24, 40, 15, 24, 2,
    3, 26, 12, 4, 26, 15, 22, 13, 25, 29, 5, 31, 35, 7, 30, 13, 37, 7, 16, 27, 3, 17, 28, 29, 18, 9, 3, 8, 18, 24,
  ];
  let sum = 20_000;
  const good = eighths.map((use) => (sum += use / 8));
  const slips = (hour: number) => (hour > 1 && hour < 11) || (hour > 33 && hour < 43);
  const told = good.map((energyKwh, hour) => (slips(hour) ? energyKwh * (hour < 11 ? 1000 : 0.001) : energyKwh));
  return { told, slips };
}

describe('judging the registers of a meter', () => {
  it.each([
    ['in the middle', [100, 101, 9000, 103, 104], [2]],
    ['first', [9000, 101, 102, 103, 104], [0]],
    ['last', [100, 101, 102, 103, 9000], [4]],
    ['first, several that fit one another', [9000, 9001, 9002, 100, 101, 102, 103], [0, 1, 2]],
    ['in the middle, several that fit one another', [100, 101, 9000, 9001, 9002, 105, 106], [2, 3, 4]],
    ['that is too low', [100, 101, 5, 103, 104], [2]],
    ['low enough to be followed, but not what follows', [100, 101, 140, 103, 104], [2]],
  ])('sets aside what is out of line: %s', (_, energies, bad) => {
    expect(refused(hourly(energies))).toEqual(bad);
  });

  it('says whether a reading is too low or too high', () => {
    expect(judge(hourly([100, 101, 5, 103, 9000, 105]), limitKw)).toEqual([
      'shown',
      'shown',
      'register-drop',
      'shown',
      'implausible',
      'shown',
    ]);
  });

  it.each([
    ['first, and far below what follows', [5, 1000, 1001, 1002], 0, 'register-drop'],
    ['low enough to follow, but too low for what comes then', [100, 150, 152, 250, 300], 2, 'register-drop'],
    ['high enough to be followed by no other', [100, 101, 145, 103, 104], 2, 'implausible'],
    ['last, and below what was', [100, 101, 102, 103, 5], 4, 'register-drop'],
    ['last, and far above it', [100, 101, 102, 103, 500], 4, 'implausible'],
  ])('says the reason of one that is %s', (_, energies, place, reason) => {
    const expected = energies.map((__, index) => (index === place ? reason : 'shown'));
    expect(judge(hourly(energies), limitKw)).toEqual(expected);
  });

  it('judges what follows a refused reading by the last good one', () => {
    expect(judge(hourly([100, 101, 9000, 60, 104]), limitKw)).toEqual(['shown', 'shown', 'implausible', 'register-drop', 'shown']);
  });

  it('allows what rounding makes of a step, and not more, whatever else is wrong', () => {
    const wrong = [9000, 103, 104];
    const twoKw = 2;
    // A millionth of a kWh down; the limit and 1 kWh up.
    expect(refused(hourly([100, 100 - 1e-6, 101, ...wrong]))).toEqual([3]);
    expect(refused(hourly([100, 103, 103, 105, 9000, 106]), twoKw)).toEqual([4]);
    const drop = judge(hourly([100, 100 - 1.5e-6, 101, ...wrong]), limitKw);
    expect(drop.filter((verdict) => verdict !== 'shown')).toHaveLength(2);
    expect(drop.slice(0, 2)).toContain('shown');
  });

  it('trusts what corrects another of its instant, and not what says it once more', () => {
    const house = Array.from({ length: 60 }, (_, hour) => 100 + 2 * hour);
    const at = 60 * 3600;
    // 300 is more than the house can use; 260 far more than it does, and 222 speaks against it.
    const told = (first: number): Candidate[] => [
      ...hourly(house),
      { at, energyKwh: first, order: 60 },
      { at, energyKwh: 260, order: 1000 },
      { at: at + 3600, energyKwh: 222, order: 61 },
    ];
    expect(judge(told(300), limitKw).slice(60)).toEqual(['superseded', 'shown', 'register-drop']);
    expect(judge(told(260), limitKw).slice(60)).toEqual(['implausible', 'implausible', 'shown']);
  });

  it('lets the latest of an instant stand where it fits, though one that it replaced leaves the fewer large steps', () => {
    const house = Array.from({ length: 60 }, (_, hour) => (hour === 30 ? 0 : 100 + 2 * hour));
    const at = 60 * 3600;
    const given: Candidate[] = [
      ...hourly(house),
      { at, energyKwh: 219.5, order: 60 },
      { at, energyKwh: 258, order: 1000 },
      { at, energyKwh: 219, order: 2000 },
      { at: at + 3600, energyKwh: 260, order: 61 },
    ];
    expect(judge(given, limitKw).slice(60)).toEqual(['superseded', 'superseded', 'shown', 'shown']);
    expect(refused(given)).toEqual([30]);
  });

  it('never sets aside what says the same as the reading that is shown of its instant', () => {
    fc.assert(
      fc.property(any, fc.array(fc.nat(39), { maxLength: 20 }), (given, again) => {
        const twice = again.flatMap((place) => given.slice(place, place + 1)).map((one, n): Candidate => ({ ...one, order: 100 + n }));
        const all = [...given, ...twice].toSorted((left, right) => left.at - right.at || left.order - right.order);
        const verdicts = judge(all, limitKw);
        const shown = new Set(all.filter((_, index) => verdicts[index] === 'shown').map(({ at, energyKwh }) => `${at} ${energyKwh}`));
        all.forEach(({ at, energyKwh }, index) => {
          if (shown.has(`${at} ${energyKwh}`)) expect(['shown', 'superseded']).toContain(verdicts[index]);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('believes a lone reading only while nothing contradicts it', () => {
    expect(refused(hourly([1e6]))).toEqual([]);
    expect(refused(hourly([1e6, 2e6, 3e6, 4e6]))).toEqual([0, 1, 2, 3]);
    expect(judge(hourly([500, 1120]), 500)).toEqual(['implausible', 'implausible']);
  });

  it('lets the later delivered stand, wherever it lies, of two sequences as long as each other', () => {
    const [low, high] = [hourly([100, 101]), hourly([0, 0, 9000, 9001], 10).slice(2)];
    expect(refused([...low, ...high])).toEqual([0, 1]);
    expect(refused([...low.map((one) => ({ ...one, order: one.order + 20 })), ...high])).toEqual([2, 3]);
  });

  it('lets a step far above the own largest hours go first, where something contradicts it, and only there', () => {
    const house = Array.from({ length: 60 }, (_, hour) => 100 + 2 * hour);
    const late = (energies: number[], ...places: number[]) =>
      hourly(energies).map((one, index) => (places.includes(index) ? { ...one, order: 1000 + index } : one));
    // Delivered last, and as long as what it speaks against, or by one longer.
    expect(refused(late([...house, 260, 222], 60))).toEqual([60]);
    expect(refused(late([...house, 260, 262, 224], 60, 61))).toEqual([60, 61]);
    // A step that the house makes itself stands as ever.
    expect(refused(late([...house, 224.5, 222], 60))).toEqual([61]);
    // More than that speaks for it.
    expect(refused(late([...house, 260, 262, 264, 226], 60, 61, 62))).toEqual([63]);
    // Nothing contradicts it, whatever does elsewhere.
    expect(
      refused(hourly([100, 9000, ...house.slice(2), 260, 262, 264, ...Array.from({ length: 60 }, (_, hour) => 266 + 2 * hour)])),
    ).toEqual([1]);
    expect(refused(hourly([...house.slice(0, 30), 0, ...house.slice(31), 260]))).toEqual([30]);
    // Somebody who corrects it has looked at it.
    expect(refused([...hourly([...house, 220]), { at: 60 * 3600, energyKwh: 260, order: 1000 }])).toEqual([]);
  });

  it('takes the last of an instant, unless that is the one out of line', () => {
    const [first, second, third] = hourly([100, 101, 103]);
    const again = (energyKwh: number) => ({ ...second!, energyKwh, order: 9 });
    expect(judge([first!, second!, again(101.5), third!], limitKw)).toEqual(['shown', 'superseded', 'shown', 'shown']);
    expect(judge([first!, second!, again(900), third!], limitKw)).toEqual(['shown', 'shown', 'implausible', 'shown']);
    expect(judge([first!, second!, again(101), third!], limitKw)).toEqual(['shown', 'superseded', 'shown', 'shown']);
  });

  it('shows the latest of each instant where those fit one another, whatever they replaced, however steep they are and whatever is wrong elsewhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.integer({ min: 4, max: limitKw })), {
          minLength: 30,
          maxLength: 90,
        }),
        fc.array(fc.record({ hour: fc.nat(89), more: fc.integer({ min: -60, max: 60 }) }), { maxLength: 40 }),
        fc.option(fc.nat(29), { nil: undefined }),
        (uses, replaced, wrong) => {
          let sum = 100_000;
          const good = hourly(
            uses.map((use) => (sum += use)),
            1000,
          ).map((one, hour) => (hour === wrong ? { ...one, energyKwh: 1e6 } : one));
          const before = replaced
            .filter(({ hour }) => hour < good.length && hour !== wrong)
            .map(({ hour, more }, order) => ({ ...good[hour]!, energyKwh: good[hour]!.energyKwh + more, order }));
          const given = [...before, ...good].toSorted((left, right) => left.at - right.at || left.order - right.order);
          const verdicts = judge(given, limitKw);
          const shown = given.filter((_, index) => verdicts[index] === 'shown');
          expect(shown).toEqual(good.filter((_, hour) => hour !== wrong));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('loses to what is told later and wrong of some hours no more than, where it fits, those hours themselves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 60, maxLength: 90 }),
        fc.integer({ min: 1, max: 58 }),
        fc.integer({ min: 1, max: 30 }),
        fc.oneof(fc.integer({ min: -90, max: 90 }), fc.constantFrom(-1e5, 1e6)),
        (uses, from, length, off) => {
          let sum = 200_000;
          const good = hourly(uses.map((use) => (sum += use)));
          const wrong = good.slice(from, Math.min(from + length, good.length - 1)).map((one, n) => ({
            ...one,
            energyKwh: one.energyKwh + off,
            order: 1000 + n,
          }));
          const given = [...good, ...wrong].toSorted((left, right) => left.at - right.at || left.order - right.order);
          const verdicts = judge(given, limitKw);
          const shown = given.filter((_, index) => verdicts[index] === 'shown');
          expect(shown.map(({ at }) => at)).toEqual(good.map(({ at }) => at));
          // In the middle of a series what is wrong by more than its neighbours allow is never shown.
          if (Math.abs(off) > 50) expect(shown).toEqual(good);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps a valid series whole, in whole kWh too', () => {
    fc.assert(
      fc.property(valid, (series) => {
        expect(refused(series)).toEqual([]);
      }),
    );
  });

  it('shows one an instant, each of which fits the one before', () => {
    fc.assert(
      fc.property(any, (given) => {
        const verdicts = judge(given, limitKw);
        const shown = given.filter((_, index) => verdicts[index] === 'shown');
        for (let n = 1; n < shown.length; n++) {
          const [before, after] = [shown[n - 1]!, shown[n]!];
          expect(after.at).toBeGreaterThan(before.at);
          expect(stepFault(before.energyKwh, after.energyKwh, after.at - before.at, limitKw)).toBeUndefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never gives up a good reading for fewer bad ones that fit none of the good, wherever they come', () => {
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

  it('goes on with a register that rolls over, and takes a lone 0 among high ones for a slip', () => {
    expect(refused(hourly([99_994, 99_997, 0, 2, 5]))).toEqual([]);
    expect(refused(hourly([99_990, 99_994, 99_997, 0, 99_999, 99_999]))).toEqual([3]);
    // Far from its end, or after more than the house ever used, it has not rolled over.
    expect(refused(hourly([50_000, 50_003, 50_006, 0]))).toEqual([3]);
    expect(refused(hourly([99_990, 99_993, 99_996, 40]))).toEqual([3]);
    // In GJ, of which one is 277.78 kWh.
    expect(refused(hourly([99_997, 99_998, 0, 1].map((gj) => gj / 0.0036)), 1000)).toEqual([]);
  });

  it('takes what a register with an end cannot show for a slip, and a second end right after the first for readings out of place', () => {
    expect(refused(hourly([99_980, 99_985, 99_990, 100_000.5, 2, 5, 8, 11]))).toEqual([3]);
    const around = [999_980, 999_985, 999_990, 999_995, 0, 5, 10, 15, 20, 25, 30, 35];
    const late = [999_976, 999_981, 999_986, 999_991, 999_993, 999_996, 999_998];
    const on = Array.from({ length: 20 }, (_, hour) => 75 + 5 * hour);
    expect(refused(hourly([...around, ...late, ...on]))).toEqual([12, 13, 14, 15, 16, 17, 18]);
  });

  it('takes for no end of a register what would cost more readings than it gives back, however many have come', () => {
    const { told, slips } = aroundTwentyThousand();
    for (let come = 46; come <= told.length; come++)
      expect(refused(hourly(told.slice(0, come)), 500), `after ${come} hours`).toEqual([...told.slice(0, come).keys()].filter(slips));
  });

  it('keeps the end that is one, beside what only looks like one', () => {
    const first = [...Array.from({ length: 20 }, (_, hour) => 99_940 + 3 * hour), ...Array.from({ length: 20 }, (_, hour) => 3 * hour)];
    const { told, slips } = aroundTwentyThousand();
    const later = hourly(told.slice(0, 55)).map((one) => ({ ...one, at: one.at + 100 * 3600, order: one.order + 100 }));
    expect(findEnds([...hourly(first), ...later], 500)).toHaveLength(2);
    expect(refused([...hourly(first), ...later], 500)).toEqual([...later.keys()].filter(slips).map((hour) => hour + first.length));
  });

  it('takes no more than in proportion for six years of hours, spikes and all', () => {
    const series = (hours: number) => hourly(Array.from({ length: hours }, (_, hour) => (hour % 10 === 0 ? 1e6 + hour : 1000 + hour * 2)));
    /** The processor's time, the least of three: what else the machine does must not count. */
    const milliseconds = (given: ReturnType<typeof series>) =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const started = process.threadCpuUsage();
          expect(refused(given)).toHaveLength(given.length / 10);
          return process.threadCpuUsage(started).user / 1000;
        }),
      );
    // In proportion it is 10 times as long, 30 with what does not fit in the caches; were each hour looked at beside each other, 100 times.
    const [long, short] = [milliseconds(series(52_000)), milliseconds(series(5_200))];
    expect(long).toBeLessThan(60 * short);
  });
});
