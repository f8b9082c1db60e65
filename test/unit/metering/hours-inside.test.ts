import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursInside } from '../../../server/metering/pack/hours-inside.ts';
import { localDayOf } from '../../../server/metering/pack/local-day.ts';
import { Chunk } from '../../../server/metering/pack/meter-day.ts';
import { emptyRow } from '../../../server/metering/files/reading-row.ts';

const dayOf = (date: string) => localDayOf(Date.parse(`${date}T12:00:00Z`) / 1000);

interface Told {
  date?: string;
  intervalSeconds?: number;
  /** Seconds after the hour. */
  late?: (n: number) => number;
  quality?: (n: number) => string;
}

/** A sealed day of registers, one an hour from its midnight on. */
function sealed(
  energies: readonly number[],
  { date = '2024-01-15', intervalSeconds = 0, late = () => 0, quality = () => 'm' }: Told = {},
): Chunk {
  const day = dayOf(date);
  const chunk = new Chunk(day, 'A1', intervalSeconds);
  energies.forEach((energyKwh, n) => {
    const row = { ...emptyRow(), seconds: day.start + n * 3600 + late(n), quality: quality(n), line: n + 1 };
    row.values[0] = energyKwh;
    chunk.add(row);
  });
  chunk.seal();
  return chunk;
}
/** Registers of so many hours, each 2 kWh higher but where told otherwise. */
const rising = (count: number, other: Record<number, number> = {}) => Array.from({ length: count }, (_, n) => other[n] ?? 500 + 2 * n);
const usedIn = (chunk: Chunk) => {
  const hours = hoursInside(chunk);
  return hours && { kwh: [...hours.kwh.subarray(0, chunk.count - 1)], largest: hours.largest, sum: hours.sum };
};

describe('the hours of a day of registers', () => {
  it.each([
    ['2024-01-15', 24],
    ['2024-03-31', 23],
    ['2024-10-27', 25],
  ])('are, on %s, one fewer than its %i registers: the last ends with the next day', (date, hours) => {
    expect(usedIn(sealed(rising(hours), { date }))).toEqual({ kwh: Array(hours - 1).fill(2), largest: 2, sum: 2 * (hours - 1) });
    expect(usedIn(sealed(rising(hours - 1), { date }))).toBeUndefined();
  });

  it('tie out: their sum is what the register rose by, and the largest is one of them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 23, maxLength: 23 }), (quarters) => {
        let energyKwh = 1000;
        const energies = [energyKwh, ...quarters.map((quarter) => (energyKwh += quarter / 4))];
        expect(usedIn(sealed(energies))).toEqual({
          kwh: quarters.map((quarter) => quarter / 4),
          largest: Math.max(...quarters) / 4,
          sum: energyKwh - 1000,
        });
      }),
    );
  });

  it('keep nothing of the day before', () => {
    expect(usedIn(sealed(rising(24, { 23: 900 })))).toMatchObject({ largest: 356 });
    expect(usedIn(sealed(rising(24)))).toMatchObject({ largest: 2, sum: 46 });
  });

  it('are 0 where rounding lets a register fall, and unknown where it falls', () => {
    const fallen = usedIn(sealed([...rising(23), 544 - 1e-7]));
    expect(fallen!.kwh[22]).toBe(0);
    expect(fallen!.sum).toBe(44);
    // A millionth of a kWh is rounding.
    expect(usedIn(sealed([1e-6, ...Array<number>(23).fill(0)]))).toMatchObject({ sum: 0 });
    expect(usedIn(sealed([...rising(23), 543.99]))).toBeUndefined();
    expect(usedIn(sealed([...rising(23), Number.NaN]))).toBeUndefined();
  });

  it('are left to the database where any reading is not measured, late, or use per interval', () => {
    expect(usedIn(sealed(rising(24), { quality: (n) => (n === 5 ? 'e' : 'm') }))).toBeUndefined();
    expect(usedIn(sealed(rising(24), { late: (n) => (n === 5 ? 60 : 0) }))).toBeUndefined();
    expect(usedIn(sealed(rising(24), { late: (n) => (n === 0 ? 60 : 0) }))).toBeUndefined();
    expect(usedIn(sealed(rising(24), { late: () => 60 }))).toBeUndefined();
    expect(usedIn(sealed(rising(24), { intervalSeconds: 3600 }))).toBeUndefined();
  });

  it('are unknown where a meter was installed or removed in the day, or one reading came twice', () => {
    const day = dayOf('2024-01-15');
    expect(usedIn(sealed(rising(20), { late: () => 4 * 3600 }))).toBeUndefined();
    expect(usedIn(sealed(rising(20)))).toBeUndefined();
    // As many readings as hours, but one of them twice.
    const twice = sealed(rising(24), { late: (n) => (n === 12 ? -3600 : 0) });
    expect(twice.at[0]).toBe(day.start);
    expect(usedIn(twice)).toBeUndefined();
  });
});
