import { expect, test } from 'vitest';
import type { KnownPoint } from '../../../server/metering/pack/directory.ts';
import { Packer } from '../../../server/metering/pack/packer.ts';
import { emptyRow } from '../../../server/metering/files/reading-row.ts';

const start = Date.parse('2019-02-01T00:00:00+01:00') / 1000;

/** Packs readings, told as point and hour, with two chunks open at most; answers what each chunk had. */
function pack(readings: [point: number, hour: number][]): string[] {
  const points = new Map<string, KnownPoint>();
  for (const [point] of readings) points.set(String(point), { id: BigInt(point), maxPowerKw: 500, meters: [] });
  const packed: string[] = [];
  const packer = new Packer({
    directory: { points, bySerial: new Map(), registered: [], isWhole: true },
    now: Infinity,
    mostOpen: 2,
    emit: ({ id }, { at, count }) =>
      packed.push(`${id}: ${Array.from(at.subarray(0, count), (seconds) => (seconds - start) / 3600).join(' ')}`),
  });
  const row = emptyRow();
  readings.forEach(([point, hour], line) => {
    row.values[0] = 1000 + hour;
    packer.take(Object.assign(row, { point: String(point), serial: `A${point}`, seconds: start + hour * 3600, line }));
  });
  packer.end();
  return packed.toSorted();
}

test('packs a day of each meter, whether they come one after another or hour by hour', () => {
  expect(
    pack([
      [1, 0],
      [1, 1],
      [1, 24],
      [2, 0],
      [2, 1],
    ]),
  ).toEqual(['1: 0 1', '1: 24', '2: 0 1']);
  expect(
    pack([
      [1, 0],
      [2, 0],
      [1, 1],
      [2, 1],
      [1, 24],
    ]),
  ).toEqual(['1: 0 1', '1: 24', '2: 0 1']);
});

test('loses nothing and still packs those that are open when there are more meters than may be', () => {
  const hourly = [0, 1, 2, 3].flatMap((hour) => [1, 2, 3, 4].map((point): [number, number] => [point, hour]));
  const alone = [3, 4].flatMap((point) => [0, 1, 2, 3].map((hour) => `${point}: ${hour}`));
  expect(pack(hourly)).toEqual(['1: 0 1 2 3', '2: 0 1 2 3', ...alone]);
});

test('packs any number of meters that come one after another', () => {
  const sorted = [1, 2, 3, 4, 5, 6, 7].flatMap((point) => [0, 1, 2].map((hour): [number, number] => [point, hour]));
  expect(pack(sorted)).toEqual([1, 2, 3, 4, 5, 6, 7].map((point) => `${point}: 0 1 2`));
});
