import { describe, expect, it } from 'vitest';
import { RegisterRows } from '../../../../server/metering/files/register-rows.ts';
import { emptyRow, type ReadingRow } from '../../../../server/metering/files/reading-row.ts';

const [energy, volume] = [0, 1];

/** Takes registers of two quantities, as `[seconds, quantity, value, what else the row says]`; answers the readings in the order in which they were whole. */
function join(registers: [seconds: number, quantity: number, value: number, changes?: Partial<ReadingRow>][]) {
  const found: ReadingRow[] = [];
  const rows = new RegisterRows({ take: (row) => void found.push({ ...row, values: row.values.slice() }), pass: () => undefined }, 2);
  const told = () => found.map(({ point, seconds, values }) => [point, seconds, values[energy], values[volume]]);
  const shared = emptyRow();
  registers.forEach(([seconds, quantity, value, changes = {}], line) =>
    rows.take(Object.assign(shared, { point: 'a', serial: 's', seconds, line, quality: 'm', missing: false, ...changes }), quantity, value),
  );
  return { found, told, end: () => rows.end(), rows };
}

describe('rows of one register each', () => {
  it('are joined to a reading as soon as all of its registers are there, in whatever order they come', () => {
    const { told, end } = join([
      [1, energy, 10],
      [2, volume, 21],
      [1, volume, 11],
      [2, energy, 20],
      [3, energy, 30],
    ]);
    expect(told()).toEqual([
      ['a', 1, 10, 11],
      ['a', 2, 20, 21],
    ]);
    end();
    expect(told().at(-1)).toEqual(['a', 3, 30, Number.NaN]);
    end();
    expect(told()).toHaveLength(3);
  });

  it('of one instant go together by their order: the first of each, then the second', () => {
    const twice = join([
      [1, energy, 10],
      [1, energy, 20],
      [1, volume, 11],
      [1, volume, 21],
      [1, energy, 30],
      [1, volume, 31],
    ]);
    expect(twice.told()).toEqual([
      ['a', 1, 10, 11],
      ['a', 1, 20, 21],
      ['a', 1, 30, 31],
    ]);
  });

  it('of another point, meter or hour that no clock showed are another reading’s', () => {
    const { told, end } = join([
      [1, energy, 10],
      [1, volume, 11, { point: 'b' }],
      [1, volume, 12, { serial: 't' }],
      [1, volume, 13, { missing: true }],
    ]);
    expect(told()).toEqual([]);
    end();
    expect(told().map((one) => one.slice(2))).toEqual([
      [10, Number.NaN],
      [Number.NaN, 11],
      [Number.NaN, 12],
      [Number.NaN, 13],
    ]);
  });

  it('have the line and the quality of the energy’s, wherever that stands', () => {
    const of = (registers: Parameters<typeof join>[0]) =>
      join(registers).found.map(({ line, quality, counter }) => [line, quality, counter]);
    const [told, other] = [
      { quality: 'e', counter: 5 },
      { quality: 'h', counter: 6 },
    ];
    expect(
      of([
        [1, energy, 10, told],
        [1, volume, 11, other],
      ]),
    ).toEqual([[0, 'e', 5]]);
    expect(
      of([
        [1, volume, 11, other],
        [1, energy, 10, told],
      ]),
    ).toEqual([[1, 'e', 5]]);
  });

  it('let half of those go that wait longest when more than 50 000 do, and stop a file whose registers stand too far apart', () => {
    const many = Array.from({ length: 50_001 }, (_, n): [number, number, number] => [n, energy, n]);
    const { found, end, rows } = join(many.slice(0, 50_000));
    const take = (seconds: number, quantity: number, value: number) =>
      rows.take(Object.assign(emptyRow(), { point: 'a', serial: 's', seconds }), quantity, value);
    expect(found).toHaveLength(0);
    take(50_000, energy, 6);
    expect(found).toHaveLength(25_001);
    expect(found.at(-1)!.seconds).toBe(25_000);
    // What is still there is joined.
    take(50_000, volume, 7);
    expect(Array.from(found.at(-1)!.values.slice(0, 2))).toEqual([6, 7]);
    // The first one's volume comes when its energy is gone.
    take(0, volume, 1);
    expect(end).toThrow('the registers of one time stand too far apart; sort the file by meter and time');
  });

  it('make room for others by each reading that is whole', () => {
    const whole = Array.from({ length: 50_001 }, (_, n): [number, number, number][] => [
      [n, energy, n],
      [n, volume, n],
    ]).flat();
    const { found, end } = join([...whole, [-1, volume, 1]]);
    expect(found).toHaveLength(50_001);
    expect(end).not.toThrow();
  });
});
