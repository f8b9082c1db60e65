import { describe, expect, it, test } from 'vitest';
import type { KnownPoint } from '../../../server/metering/pack/directory.ts';
import { Packer } from '../../../server/metering/pack/packer.ts';
import type { Chunk } from '../../../server/metering/pack/meter-day.ts';
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

/** A register, or with `intervalSeconds` an interval, as a file gives it: hours after midnight. */
interface Given {
  point?: string;
  serial?: string;
  hour: number;
  kwh?: number;
  intervalSeconds?: number;
  ambiguous?: boolean;
  missing?: boolean;
}

const meterTime = (serial: string, from = -Infinity, to = Infinity) => ({
  serial,
  installedAt: start + from * 3600,
  installedBy: start + from * 3600,
  removedAt: start + to * 3600,
  removedBy: start + to * 3600,
});

/** Packs readings of points 1 and 2, whose meters are given; answers each chunk with its mark, meter and hours, in the order in which they come. */
function packInto(meters: Record<string, ReturnType<typeof meterTime>[]>, given: Given[], now = Infinity, mostOpen?: number) {
  const points = new Map<string, KnownPoint>();
  const bySerial = new Map<string, KnownPoint | KnownPoint[]>();
  for (const [id, own] of Object.entries(meters)) {
    const point = { id: BigInt(id), maxPowerKw: 100, meters: own };
    points.set(id, point);
    for (const { serial } of own) bySerial.set(serial, [bySerial.get(serial) ?? [], point].flat());
  }
  const packed: string[] = [];
  const chunks: Chunk[] = [];
  const packer = new Packer({
    directory: { points, bySerial, registered: [], isWhole: true },
    now,
    ...(mostOpen && { mostOpen }),
    emit: ({ id }, chunk, mark) => {
      const { at, count, serial } = chunk;
      chunks.push(chunk);
      const hours = Array.from(at.subarray(0, count), (seconds) => (seconds - start) / 3600);
      packed.push(`${mark ? `${mark} ` : ''}${id}/${serial}: ${hours.join(' ')}`);
    },
  });
  given.forEach(({ point = '1', serial = 'A', hour, kwh = 1000 + hour, intervalSeconds = 0, ...rest }, line) => {
    const row = Object.assign(emptyRow(), { point, serial, seconds: start + hour * 3600, intervalSeconds, line, ...rest });
    row.values[0] = kwh;
    packer.take(row);
  });
  return { packer, packed, chunks, points };
}

const packedOf = (...args: Parameters<typeof packInto>): string[] => {
  const { packer, packed } = packInto(...args);
  packer.end();
  return packed;
};

describe('what is set aside', () => {
  const one = { 1: [meterTime('A')] };

  it('is a register below nothing, and an interval of more than the point can have used', () => {
    const quarter = { intervalSeconds: 900 };
    expect(
      packedOf(one, [
        { hour: 0, kwh: 0 },
        { hour: 1, kwh: -0.001 },
        { hour: 2, kwh: 1e9 },
      ]),
    ).toEqual(['implausible 1/A: 1', '1/A: 0 2']);
    // 100 kW for a quarter of an hour are 25 kWh.
    expect(
      packedOf(one, [
        { hour: 0, kwh: 25, ...quarter },
        { hour: 1, kwh: 25.001, ...quarter },
      ]),
    ).toEqual(['implausible 1/A: 1', '1/A: 0']);
    expect(packedOf(one, [{ hour: 0, kwh: -1, ...quarter }])).toEqual(['implausible 1/A: 0']);
  });

  it('is what is stamped more than five minutes from now, and what no clock ever showed', () => {
    const now = start + 3600;
    expect(packedOf(one, [{ hour: 1 }, { hour: 1 + 5 / 60 }, { hour: 1.2 }], now)).toEqual(['future 1/A: 1.2', `1/A: 1 ${1 + 5 / 60}`]);
    expect(packedOf(one, [{ hour: 0 }, { hour: 1, missing: true }])).toEqual(['no-such-local-time 1/A: 1', '1/A: 0']);
  });

  it('is a reading of a meter that hangs elsewhere, that nobody knows, or that was gone by then', () => {
    const two = { 1: [meterTime('A', -Infinity, 5)], 2: [meterTime('B')] };
    expect(packedOf(two, [{ hour: 4 }, { hour: 5 }, { hour: 6 }])).toEqual(['outside-meter-time 1/A: 6', '1/A: 4 5']);
    expect(
      packedOf(two, [
        { serial: 'B', hour: 0 },
        { serial: 'C', hour: 1 },
      ]),
    ).toEqual(['unknown-meter 1/B: 0', 'unknown-meter 1/C: 1']);
    expect(
      packedOf(two, [
        { point: '', serial: 'C', hour: 0 },
        { point: '', serial: 'A', hour: 9 },
      ]),
    ).toEqual(['unknown-meter 0/C: 0', 'outside-meter-time 0/A: 9']);
  });

  it('is a reading from before its meter came, and one of a meter that another point has, whatever came just before', () => {
    expect(packedOf({ 1: [meterTime('A', 3, 9)] }, [{ hour: 4 }, { hour: 2 }, { hour: 5 }])).toEqual([
      'outside-meter-time 1/A: 2',
      '1/A: 4 5',
    ]);
    const two = { 1: [meterTime('A')], 2: [meterTime('B')] };
    expect(packedOf(two, [{ hour: 0 }, { point: '2', hour: 0 }])).toEqual(['unknown-meter 2/A: 0', '1/A: 0']);
  });

  it('stops the file where it names a metering point that nobody knows', () => {
    expect(() => packedOf(one, [{ point: '707057500000102593', hour: 0 }])).toThrow('the metering point 707057500000102593 is not known');
    expect(() => packedOf(one, [{ point: 'x'.repeat(99), hour: 0 }])).toThrow(`the metering point ${'x'.repeat(40)} is not`);
  });
});

describe('where a reading belongs', () => {
  it('follows a meter that moved from one point to another, where the file names the meter alone', () => {
    const moved = { 1: [meterTime('A', -Infinity, 5)], 2: [meterTime('A', 7)] };
    const alone = [3, 4, 8, 9].map((hour) => ({ point: '', hour }));
    expect(packedOf(moved, alone)).toEqual(['1/A: 3 4', '2/A: 8 9']);
    expect(packedOf(moved, [...alone, { point: '', hour: 6 }])).toContain('outside-meter-time 0/A: 6');
  });

  it('is the meter that hung there then, where the file names the point alone', () => {
    const swapped = { 1: [meterTime('A', -Infinity, 5), meterTime('B', 5)] };
    const alone = [3, 4, 5, 6].map((hour) => ({ serial: '', hour }));
    // At the moment of the swap the register is the new meter's.
    expect(packedOf(swapped, alone)).toEqual(['1/A: 3 4', '1/B: 5 6']);
  });

  it('is a chunk for each meter, day and length of interval, in whatever order they come', () => {
    const two = { 1: [meterTime('A'), meterTime('B')], 2: [meterTime('C')] };
    const hour = { intervalSeconds: 3600, kwh: 5 };
    expect(
      packedOf(two, [
        { hour: 0 },
        { hour: 0, ...hour },
        { serial: 'B', hour: 0 },
        { hour: 1 },
        { hour: 1, ...hour },
        { serial: 'B', hour: 1 },
        { point: '2', serial: 'C', hour: 1 },
        { hour: 24 },
      ]),
    ).toEqual(['1/A: 0 1', '1/A: 24', '1/A: 0 1', '1/B: 0 1', '2/C: 1']);
    // A day that comes back, and one that comes before.
    expect(packedOf(two, [{ hour: 24 }, { hour: 0 }, { hour: 25 }])).toEqual(['1/A: 24', '1/A: 0', '1/A: 25']);
  });

  it('goes on with the chunk of its day from the very midnight, also when others came in between', () => {
    const two = { 1: [meterTime('A')], 2: [meterTime('B')] };
    const other = { point: '2', serial: 'B' };
    expect(packedOf(two, [{ hour: 1 }, { ...other, hour: 1 }, { hour: 0 }, { hour: 24 }])).toEqual(['1/A: 0 1', '1/A: 24', '2/B: 1']);
  });

  it('is, beside the chunks that may be open, one more at a time: of one meter, day and length of interval', () => {
    const points = { 1: [meterTime('A')], 2: [meterTime('B')], 3: [meterTime('C'), meterTime('D')] };
    const [one, two, three] = [{}, { point: '2', serial: 'B' }, { point: '3', serial: 'C' }];
    const after = (...given: Given[]) => {
      const { packer, packed } = packInto(points, [{ ...one, hour: 0 }, { ...two, hour: 0 }, ...given], Infinity, 2);
      packer.end();
      return packed.filter((chunk) => chunk.startsWith('3'));
    };
    expect(after({ ...three, hour: 0 }, { ...one, hour: 1 }, { ...three, hour: 1 })).toEqual(['3/C: 0 1']);
    expect(after({ ...three, hour: 0 }, { ...one, hour: 1 }, { ...three, hour: 24 })).toEqual(['3/C: 0', '3/C: 24']);
    expect(after({ ...three, hour: 0 }, { ...one, hour: 1 }, { ...three, serial: 'D', hour: 1 })).toEqual(['3/C: 0', '3/D: 1']);
    const interval = { ...three, kwh: 1, intervalSeconds: 3600 };
    expect(after({ ...three, hour: 0 }, { ...one, hour: 1 }, { ...interval, hour: 1 })).toEqual(['3/C: 0', '3/C: 1']);
  });

  it('leaves the hour that comes twice to be told apart, and says how many chunks have one', () => {
    const { packer, packed } = packInto({ 1: [meterTime('A')] }, [
      { hour: 0, ambiguous: true },
      { hour: 24 },
      { hour: 48, ambiguous: true },
    ]);
    packer.end();
    expect(packed).toEqual(['autumn-hour 1/A: 0', '1/A: 24', 'autumn-hour 1/A: 48']);
    expect(packer.ambiguous).toBe(2);
  });

  it('is cut where a day has more readings than a chunk may', () => {
    const seconds = Array.from({ length: 5_001 }, (_, n) => ({ hour: n / 3600 }));
    expect(packedOf({ 1: [meterTime('A')] }, seconds).map((chunk) => chunk.split(' ').length - 1)).toEqual([5_000, 1]);
  });
});

describe('what the packer tells', () => {
  it('is how many readings it was given, how many name their point, and how many are empty', () => {
    const { packer, packed } = packInto({ 1: [meterTime('A')] }, [{ hour: 0 }, { hour: 1, kwh: Number.NaN }, { point: '', hour: 2 }]);
    expect([packer.read, packer.pointed, packer.empty, packed]).toEqual([3, 2, 1, []]);
    packer.end();
    expect(packed).toEqual(['1/A: 0 2']);
  });

  it('is the first hundred lines that it passes over, and how many there are', () => {
    const { packer } = packInto({}, []);
    expect(packer.passedOver).toEqual({ lines: 0, first: [] });
    for (let line = 1; line <= 101; line++) packer.pass(line, 'totals');
    expect(packer.passedOver.lines).toBe(101);
    expect(packer.passedOver.first).toHaveLength(100);
    expect(packer.passedOver.first.at(-1)).toEqual({ line: 100, what: 'totals' });
  });

  it('is whether readings of a point wait for the rest of their day, until the file ends', () => {
    const { packer } = packInto({ 1: [meterTime('A')], 2: [meterTime('B')] }, [{ hour: 0 }]);
    const points = packer['options'].directory.points;
    expect([packer.isOpen(points.get('1')!), packer.isOpen(points.get('2')!)]).toEqual([true, false]);
    packer.end();
    expect(packer.isOpen(points.get('1')!)).toBe(false);
  });
});

test('tells that readings of a point wait, also of the one beside those that may be open, and no more when they were passed on', () => {
  const points = { 1: [meterTime('A')], 2: [meterTime('B')], 3: [meterTime('C')] };
  const [two, three] = [
    { point: '2', serial: 'B' },
    { point: '3', serial: 'C' },
  ];
  const some = [{ hour: 0 }, { ...two, hour: 0 }, { ...three, hour: 0 }];
  const waiting = ({ packer, points: known }: ReturnType<typeof packInto>) =>
    [...known].filter(([, point]) => packer.isOpen(point)).map(([id]) => id);
  expect(waiting(packInto(points, some, Infinity, 2))).toEqual(['1', '2', '3']);
  // A new chunk beside them four times: nothing has come to the first two since, and they were passed on.
  const more = [1, 2, 3, 4].map((day) => ({ ...three, hour: 24 * day }));
  expect(waiting(packInto(points, [...some, ...more], Infinity, 2))).toEqual(['3']);
});

test('uses a chunk again once it is passed on, but not one that has grown larger than a day of half hours', () => {
  const day = (readings: number, number: number) =>
    Array.from({ length: readings }, (_, n) => ({ hour: 24 * number + (n * 23) / readings }));
  const different = (readings: number) => {
    const { packer, chunks } = packInto({ 1: [meterTime('A')] }, [...day(readings, 0), ...day(1, 1), ...day(1, 2), ...day(1, 3)]);
    packer.end();
    expect(chunks).toHaveLength(4);
    return new Set(chunks).size;
  };
  // It grows from 25 to 50 and to 100 places.
  expect([different(2), different(50), different(51)]).toEqual([1, 1, 2]);
});

test('makes room for meters to which readings come, from those to which none come any more', () => {
  // Two may be open at once. 1 and 2 begin and stop; 3 and 4 have a chunk for each reading until nothing has come to the others twice.
  const later = [1, 2, 3, 4, 5, 6].flatMap((hour) => [3, 4].map((point): [number, number] => [point, hour]));
  expect(pack([[1, 0], [2, 0], ...later])).toEqual(['1: 0', '2: 0', '3: 1', '3: 2', '3: 3 4 5 6', '4: 1', '4: 2', '4: 3 4 5 6']);
  // While something still comes to one of the first it keeps its chunk.
  const busy = [1, 2, 3].flatMap((hour): [number, number][] => [
    [1, hour],
    [3, hour],
    [1, hour + 0.5],
    [4, hour],
  ]);
  expect(pack([[1, 0], [2, 0], ...busy]).filter((chunk) => chunk.startsWith('1'))).toEqual(['1: 0 1 1.5 2 2.5 3 3.5']);
});
