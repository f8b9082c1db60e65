import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../server/metering/screen/judge.ts';
import { findEnds, unrolled } from '../../../server/metering/screen/roll-over.ts';

const limitKw = 50;
const from = 1_550_000_000;
type Reading = [hour: number, energyKwh: number];
const told = (readings: readonly Reading[]) =>
  readings.map(([hour, energyKwh], order): Candidate => ({ at: from + hour * 3600, energyKwh, order }));
const hourly = (energies: readonly number[]) => told(energies.map((energyKwh, hour): Reading => [hour, energyKwh]));
/** Places of the first readings after an end. */
const places = (candidates: Candidate[], limit = limitKw) => findEnds(candidates, limit).map(({ after }) => after);
const ends = (energies: readonly number[], limit = limitKw) => places(hourly(energies), limit);
const times = (count: number, energyKwh: number) => new Array<number>(count).fill(energyKwh);
/** So many registers, each 3 kWh on. */
const rising = (first: number, count: number) => Array.from({ length: count }, (_, hour) => first + 3 * hour);

describe('where a register goes over its end', () => {
  it('is between the last high reading and the first low one, in a house that makes such a step', () => {
    expect(findEnds(hourly([99_994, 99_997, 0, 2, 5]), limitKw)).toMatchObject([{ after: 2, kwh: 100_000 }]);
    expect(ends([99_994, 99_997, 1])).toEqual([2]);
    expect(ends([])).toEqual([]);
    expect(ends([99_997])).toEqual([]);
    expect(ends(rising(99_000, 40))).toEqual([]);
  });

  it.each([
    ['MWh or kWh', [99_994, 99_997, 1, 4], 1, 100_000],
    ['GJ or MJ', [99_990, 99_995, 1, 5], 1 / 3.6, 27_777.78],
    ['Gcal or Mcal', [9994, 9997, 1, 4], 1.163, 11_630],
  ])('is at a power of ten of the unit of the register: %s', (_, energies, unit, kwh) => {
    const [end] = findEnds(hourly(energies.map((energy) => energy * unit)), limitKw);
    expect(end).toMatchObject({ after: 2 });
    expect(end!.kwh).toBeCloseTo(kwh, 2);
  });

  it('is not looked for in a register below 10 000 kWh, which would need an end that no meter has', () => {
    expect(ends([9994, 9997, 0, 2, 5])).toEqual([]);
    // In Mcal, 11 630 kWh, by a plant of 850 kW.
    expect(ends([8300, 9150, 10_000, 50, 900, 1750], 1000)).toEqual([3]);
    expect(ends([8299.9, 9149.9, 9999.9, 50, 900, 1750], 1000)).toEqual([]);
  });

  it('takes no more than twice the large hours of the house, and 1 kWh', () => {
    // The house is known by readings that can't lie before an end.
    const after = (hours: number, energyKwh: number) =>
      places(
        told([
          [0, 500_000],
          [1, 500_003],
          [2, 500_006],
          [3, 99_996],
          [3 + hours, energyKwh],
        ]),
      );
    expect(after(1, 3)).toEqual([4]);
    expect(after(1, 3.01)).toEqual([]);
    expect(after(2, 9)).toEqual([4]);
    expect(after(2, 9.01)).toEqual([]);
    // A house at its limit; one that has stood still, or of which nothing is known, makes 1 kWh.
    expect(ends([99_900, 99_950, 0, 50])).toEqual([2]);
    expect(ends([99_999.5, 99_999.5, 0.5, 0.5])).toEqual([2]);
    expect(ends([99_997, 40])).toEqual([]);
  });

  it('takes neither slips nor one large hour among fifty for what the house uses', () => {
    expect(ends([99_900, 99_940, 99_943, 99_946, 16, 19])).toEqual([]);
    expect(ends([99_980, 0, 99_986, 0, 99_992, 99_995, 99_998, 40, 43])).toEqual([]);
    // The large hours may lie anywhere.
    expect(ends([99_986, 99_989, 99_992, 99_993, 99_994, 99_995, 2, 3])).toEqual([6]);
    // Two in a hundred, of which half stood still.
    const summer = times(51, 99_700);
    const winter = [99_740, 99_780, ...Array.from({ length: 49 }, (_, hour) => 99_783 + 3 * hour)];
    expect(winter.at(-1)).toBe(99_927);
    expect(ends([...summer, ...winter, 7])).toEqual([]);
  });

  it('is none where a spike stands among low registers, or a zero among high ones', () => {
    expect(ends([10, 13, 99_998, 1, 4, 7])).toEqual([]);
    expect(ends([99_990, 99_993, 99_996, 0, 99_999, 99_999.5])).toEqual([]);
  });

  it('is only where more than half before are high and more than half after are low', () => {
    expect(ends([13, 99_995, 99_998, 1, 4])).toEqual([3]);
    expect(ends([13, 99_998, 1, 4])).toEqual([]);
    expect(ends([99_990, 99_993, 99_996, 0, 99_999, 2])).toEqual([5]);
    expect(ends([99_990, 99_993, 99_996, 0, 99_999])).toEqual([]);
    // What is at half of the last before counts neither as high before, nor as low after.
    expect(ends([49_998, 99_996, 1, 4])).toEqual([]);
    expect(ends([49_998.5, 99_996, 1, 4])).toEqual([2]);
    expect(ends([500_000, 500_003, 500_006, 99_996, 1, 49_998])).toEqual([]);
    expect(ends([500_000, 500_003, 500_006, 99_996, 1, 49_997.5])).toEqual([4]);
  });

  it('asks twelve readings on each side, not what was told in another unit before that', () => {
    expect(ends([...times(7, 99.97), ...rising(99_976, 7), 1, 4])).toEqual([14]);
    expect(ends([...times(7, 99.97), ...rising(99_982, 5), 1, 4])).toEqual([]);
  });

  it('sees the first reading after the end past eleven slips', () => {
    const slips = (count: number) => [99_990, 99_993, 99_996, ...times(count, 500_000), ...rising(2, 14)];
    expect(ends(slips(11))).toEqual([14]);
    expect(ends(slips(12))).toEqual([]);
  });

  it('takes no register below 0 for one that begins anew', () => {
    expect(ends([99_990, 99_993, 99_996, -1, 2, 5])).toEqual([4]);
  });

  it('lies, of several places near each other, where it leaves the fewest slips around', () => {
    // The 0 at the fourth place is out of sight of the readings from the sixteenth on.
    const energies = rising(99_947, 17);
    energies[3] = 0;
    expect(findEnds(hourly([...energies, ...rising(0, 14)]), limitKw)).toMatchObject([{ before: 15, after: 17 }]);
  });

  it('lies at every end, however the one before it was told', () => {
    const first = rising(99_947, 17);
    first[5] = 0;
    const again = [...first, ...rising(1, 30)].map((energyKwh, hour): Reading => [hour, energyKwh]);
    const second = [...rising(99_900, 34), ...rising(1, 14)].map((energyKwh, hour): Reading => [5000 + hour, energyKwh]);
    const found = places(told([...again, ...second]));
    expect(found).toEqual([17, 47 + 34]);
  });

  it('is found each time in a register that is seldom read, where three readings or more lie between two ends', () => {
    const use = fc.double({ min: 15_000, max: 24_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(7, 30, 91, 365),
        fc.double({ min: 0, max: 99_999, noNaN: true }),
        fc.array(use, { minLength: 6, maxLength: 60 }),
        (days, first, uses) => {
          let counted = first;
          const counts = uses.map((one) => (counted += one));
          const candidates = told(counts.map((one, index): Reading => [index * days * 24, one % 100_000]));
          const found = findEnds(candidates, 1000);
          unrolled(candidates, found).forEach((energyKwh, index) =>
            expect(energyKwh).toBeCloseTo(counts[index]! - Math.floor(counts[0]! / 100_000) * 100_000, 5),
          );
        },
      ),
    );
    // Year by year, a house of 18,000 kWh.
    const yearly = told(
      [90_000, 8000, 26_000, 44_000, 62_000, 80_000, 98_000, 16_000, 34_000].map((one, year): Reading => [year * 8766, one]),
    );
    expect(places(yearly)).toEqual([1, 7]);
  });

  it('comes again no sooner than the house can have used half of what the register holds', () => {
    // At 50 kW that takes 1000 hours. The first end is after 3 hours.
    const twice = (hour: number) =>
      told([
        ...[99_991, 99_994, 99_997, ...rising(0, 15)].map((energyKwh, index): Reading => [index, energyKwh]),
        ...[...rising(99_955, 15), 0, 3, 6].map((energyKwh, index): Reading => [hour - 15 + index, energyKwh]),
      ]);
    expect(places(twice(1003))).toEqual([3, 33]);
    expect(places(twice(1002))).toEqual([3]);
  });
});

describe('registers as if they had no end', () => {
  const over = (energies: number[], ...given: { before: number; after: number }[]) => [
    ...unrolled(
      hourly(energies),
      given.map((end) => ({ ...end, kwh: 100_000 })),
    ),
  ];

  it('go on by what the register holds, once more at each end', () => {
    expect(over([99_994, 99_997])).toEqual([99_994, 99_997]);
    expect(over([99_994, 99_997, 0, 2], { before: 1, after: 2 })).toEqual([99_994, 99_997, 100_000, 100_002]);
    expect(over([99_997, 0, 99_998, 1, 4], { before: 0, after: 1 }, { before: 2, after: 3 })).toEqual([
      99_997, 100_000, 199_998, 200_001, 200_004,
    ]);
  });

  it('leave slips around the end where they were told, and put low ones between its readings after it', () => {
    expect(over([99_990, 0, 99_996, 0, 99_997, 2], { before: 2, after: 5 })).toEqual([99_990, 0, 99_996, 100_000, 99_997, 100_002]);
    // Half of the last before the end is no low reading.
    expect(over([99_996, 49_998, 2], { before: 0, after: 2 })).toEqual([99_996, 49_998, 100_002]);
    expect(over([99_996, 49_997.5, 2], { before: 0, after: 2 })).toEqual([99_996, 149_997.5, 100_002]);
  });

  it('put what the register cannot show beyond everything, each further than the one before', () => {
    const energies = over([100_000, 250_000, 99_999, 99_999.5, 120_000, 2], { before: 3, after: 5 });
    expect(energies[2]).toBe(99_999);
    const beyond = [energies[0]!, energies[1]!, energies[4]!];
    for (const [n, far] of beyond.entries()) expect(far).toBeGreaterThan((beyond[n - 1] ?? 0) + 1e12);
  });

  it('are what a meter without an end would have counted, in any unit and in whole units too', () => {
    const use = fc.integer({ min: 16, max: 32 }).map((eighths) => eighths / 8);
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...[1e5, 1e6, 1e7].map((end) => [end, 1] as const),
          [1e5, 1 / 3.6] as const,
          [1e7, 1 / 3.6] as const,
          [1e4, 1.163] as const,
        ),
        fc.array(use, { minLength: 8, maxLength: 20 }),
        fc.array(use, { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        ([end, unit], former, latter, part, whole) => {
          // Counts in the unit of the register, which goes over its end between the former and the latter.
          const sum = (uses: number[]) => uses.reduce((total, one) => total + one, 0);
          let counted = end - sum(former) - part * latter[0]! * 0.99;
          const counts = [counted, ...[...former, ...latter].map((one) => (counted += one))].map((one) => (whole ? Math.floor(one) : one));
          const candidates = hourly(counts.map((one) => (one % end) * unit));
          const found = findEnds(candidates, limitKw);
          expect(found.map(({ after }) => after)).toEqual([counts.findIndex((one) => one >= end)]);
          unrolled(candidates, found).forEach((energyKwh, index) => expect(energyKwh).toBeCloseTo(counts[index]! * unit, 5));
        },
      ),
    );
  });
});
