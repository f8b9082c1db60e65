import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyRow, type ReadingRow } from '../../../server/metering/files/reading-row.ts';
import { localDayOf } from '../../../server/metering/pack/local-day.ts';
import { Chunk, type AutumnHour } from '../../../server/metering/pack/meter-day.ts';

const dayOf = (date: string) => localDayOf(Date.parse(`${date}T12:00:00Z`) / 1000);
/** Of 25 hours: the third and the fourth have the same stamps. */
const autumn = dayOf('2024-10-27');

interface Told extends Partial<Omit<ReadingRow, 'values'>> {
  volume?: number;
}

/** A chunk of readings as a file has them: hour of the day (2 is both of the autumn hours where `ambiguous`), energy, and what else. */
function chunkOf(readings: readonly [hour: number, energyKwh: number, told?: Told][], day = autumn): Chunk {
  const chunk = new Chunk(day, 'A1', 0);
  readings.forEach(([hour, energyKwh, { volume = Number.NaN, ...told } = {}], n) => {
    const row = Object.assign(emptyRow(), { seconds: day.start + hour * 3600, line: n + 1, ...told });
    row.values[0] = energyKwh;
    row.values[1] = volume;
    chunk.add(row);
  });
  return chunk;
}
const either = { ambiguous: true };
const hoursOf = ({ at, count, day }: Chunk) => Array.from(at.subarray(0, count), (seconds) => (seconds - day.start) / 3600);
/** Hours and energies, once sealed. */
const told = (chunk: Chunk) => hoursOf(chunk).map((hour, n) => [hour, chunk.values[n]]);
function sealed(readings: readonly [number, number, Told?][], by: AutumnHour, stored?: [hour: number, energyKwh: number][]) {
  const chunk = chunkOf(readings);
  chunk.seal(by, stored && new Map(stored.map(([hour, energyKwh]) => [autumn.start + hour * 3600, energyKwh])));
  return told(chunk);
}
const risen = [
  [0, 100],
  [1, 101],
  [2, 102],
  [3, 103],
  [4, 104],
];

describe('the autumn hour that comes twice', () => {
  it('is told apart by the order in the file, also where the newest reading comes first', () => {
    const readings: [number, number, Told?][] = [
      [0, 100],
      [1, 101],
      [2, 102, either],
      [2, 103, either],
      [4, 104],
    ];
    expect(sealed(readings, 'file-order')).toEqual(risen);
    expect(sealed(readings.toReversed(), 'file-order')).toEqual(risen);
    // Of the two alone no order is seen but that of the file.
    expect(
      sealed(
        [
          [2, 103, either],
          [2, 102, either],
        ],
        'file-order',
      ),
    ).toEqual([
      [2, 103],
      [3, 102],
    ]);
  });

  it('is told apart by the register that rises, wherever the two stand in the file', () => {
    expect(
      sealed(
        [
          [2, 103, either],
          [0, 100],
          [4, 104],
          [2, 102, either],
          [1, 101],
        ],
        'rising-register',
      ),
    ).toEqual(risen);
    // Where it stands still, by their order.
    const still = chunkOf([
      [2, 102, { ...either, line: 7 }],
      [2, 102, { ...either, line: 8 }],
      [4, 103],
    ]);
    still.seal('rising-register');
    expect(hoursOf(still)).toEqual([2, 3, 4]);
    expect([...still.lines.subarray(0, 2)]).toEqual([7, 8]);
  });

  it('is told apart by the hours that the meter has run, though the register stands still', () => {
    const readings: [number, number, Told?][] = [
      [4, 100, { counter: 9004 }],
      [2, 100, { ...either, counter: 9003, volume: 3 }],
      [2, 100, { ...either, counter: 9002, volume: 2 }],
    ];
    const chunk = chunkOf(readings);
    chunk.seal('operating-hours');
    expect(hoursOf(chunk)).toEqual([2, 3, 4]);
    expect([...chunk.values.subarray(chunk.capacity, chunk.capacity + 2)]).toEqual([2, 3]);
  });

  it('is told apart by register or hours whatever the order of the file, in which it seems to rise', () => {
    const swapped: [number, number, Told?][] = [
      [0, 100],
      [2, 103, { ...either, counter: 9002 }],
      [2, 102, { ...either, counter: 9003 }],
      [4, 104],
    ];
    const hours = (by: AutumnHour) => sealed(swapped, by).filter(([hour]) => hour === 2 || hour === 3);
    expect(hours('file-order')).toEqual(hours('operating-hours'));
    expect(hours('operating-hours')).toEqual([
      [2, 103],
      [3, 102],
    ]);
    expect(hours('rising-register')).toEqual([
      [2, 102],
      [3, 103],
    ]);
    const counted = chunkOf([
      [0, 100],
      [2, 102, { ...either, counter: 9003 }],
      [2, 103, { ...either, counter: 9002 }],
      [4, 104],
    ]);
    counted.seal('operating-hours');
    expect(told(counted).slice(1, 3)).toEqual([
      [2, 103],
      [3, 102],
    ]);
  });

  it('has one reading that was delivered twice in one of its two hours', () => {
    expect(
      sealed(
        [
          [2, 102, either],
          [2, 103, either],
          [2, 102, either],
        ],
        'file-order',
      ),
    ).toEqual([
      [2, 102],
      [2, 102],
      [3, 103],
    ]);
    expect(
      sealed(
        [
          [2, 102, either],
          [2, 103, either],
          [2, 102, either],
          [4, 104],
        ],
        'rising-register',
      ),
    ).toEqual([
      [2, 102],
      [2, 102],
      [3, 103],
      [4, 104],
    ]);
    expect(
      sealed(
        [
          [2, 102, either],
          [2, 103, either],
          [2, 103, either],
          [4, 104],
        ],
        'file-order',
      ),
    ).toEqual([
      [2, 102],
      [3, 103],
      [3, 103],
      [4, 104],
    ]);
    const run = (counter: number): [number, number, Told] => [2, 102, { ...either, counter }];
    expect(sealed([run(7), run(8), run(7)], 'operating-hours')).toEqual([
      [2, 102],
      [2, 102],
      [3, 102],
    ]);
  });

  it('of which one reading came is the later where its register is higher than what is stored of the earlier', () => {
    const single = (energyKwh: number, ...stored: [number, number][]) =>
      sealed(
        [
          [1, 101],
          [2, energyKwh, either],
        ],
        'rising-register',
        stored,
      )[1]![0];
    expect(single(102)).toBe(2);
    expect(single(102, [2, 102])).toBe(2);
    expect(single(102.5, [2, 102])).toBe(3);
    // As much as is stored of the later.
    expect(single(103, [2, 102], [3, 103])).toBe(3);
    expect(single(103, [3, 103])).toBe(3);
    expect(single(102.5, [2, 102], [3, 103])).toBe(2);
    expect(
      sealed(
        [
          [1, 101],
          [2, 102, either],
        ],
        'rising-register',
      ),
    ).toEqual([
      [1, 101],
      [2, 102],
    ]);
  });

  it('of which one reading came is the later where the meter has run more than an hour longer than the clock', () => {
    const single = (counter: number) =>
      sealed(
        [
          [1, 101, { counter: 9001 }],
          [2, 102, { ...either, counter }],
        ],
        'operating-hours',
      )[1]![0];
    expect(single(9002)).toBe(2);
    expect(single(9002.5)).toBe(2);
    expect(single(9002.6)).toBe(3);
    expect(single(9003)).toBe(3);
    // With a reading after it, and with none to compare.
    expect(
      sealed(
        [
          [2, 102, { ...either, counter: 9003 }],
          [4, 103, { counter: 9004 }],
        ],
        'operating-hours',
      )[0]![0],
    ).toBe(3);
    expect(
      sealed(
        [
          [2, 102, { ...either, counter: 9002 }],
          [4, 103, { counter: 9004 }],
        ],
        'operating-hours',
      )[0]![0],
    ).toBe(2);
    expect(sealed([[2, 102, { ...either, counter: 9003 }]], 'operating-hours')[0]![0]).toBe(2);
  });

  it('of which the stamps jitter begins anew where the clock goes back', () => {
    const [early, late] = [2 + 3 / 60, 2 + 1 / 60];
    const later = 3 + 1 / 60;
    const jittered: [number, number, Told?][] = [
      [1, 100],
      [early, 102.5, either],
      [late, 104.5, either],
      [4, 106],
    ];
    for (const by of ['file-order', 'rising-register'] as const)
      expect(sealed(jittered, by)).toEqual([
        [1, 100],
        [early, 102.5],
        [later, 104.5],
        [4, 106],
      ]);
    expect(sealed(jittered.toReversed(), 'file-order')).toEqual([
      [1, 100],
      [early, 102.5],
      [later, 104.5],
      [4, 106],
    ]);
    expect(sealed([jittered[2]!, jittered[0]!, jittered[3]!, jittered[1]!], 'rising-register')).toEqual([
      [1, 100],
      [early, 102.5],
      [later, 104.5],
      [4, 106],
    ]);
  });

  it('of which the stamps jitter forward begins anew after as many readings as an hour has otherwise', () => {
    const quarter = (n: number, minutes: number): [number, number, Told] => [2 + minutes / 60, 100 + n, either];
    const eight = [1, 16, 31, 46, 2, 17, 32, 47];
    const hourly: [number, number, Told?][] = [
      [0, 90],
      [1, 95],
      [2, 100, either],
      [2 + 5 / 60, 101, either],
      [4, 110],
    ];
    expect(sealed(hourly, 'file-order').map(([hour]) => hour)).toEqual([0, 1, 2, 3 + 5 / 60, 4]);
    const others: [number, number][] = [0, 0.25, 0.5, 0.75, 1, 1.25].map((hour) => [hour, 90 + hour]);
    const read = sealed([...others, ...eight.map((minutes, n) => quarter(n, minutes))], 'file-order').slice(others.length);
    expect(read).toEqual(eight.map((minutes, n) => [(n < 4 ? 2 : 3) + minutes / 60, 100 + n]));
    // No more than an hour has: there is no telling that any is of the later.
    const four = [1, 16, 31, 46].map((minutes, n) => quarter(n, minutes));
    expect(sealed([...others, ...four], 'file-order').slice(others.length)).toEqual(four.map(([hour, energyKwh]) => [hour, energyKwh]));
  });

  it('of which the stamps jitter is as the clock goes where the register stands still', () => {
    const [early, late] = [2 + 3 / 60, 2 + 1 / 60];
    expect(
      sealed(
        [
          [1, 100],
          [early, 102, either],
          [late, 102, either],
          [4, 106],
        ],
        'rising-register',
      ).map(([hour]) => hour),
    ).toEqual([1, late, early + 1, 4]);
  });

  it('of which the stamps jitter is taken in the order of the file where nothing else came', () => {
    const [early, late] = [2 + 3 / 60, 2 + 1 / 60];
    const two = (...hours: [number, number]) =>
      sealed(
        hours.map((hour, n): [number, number, Told] => [hour, 100 + n, either]),
        'file-order',
      ).map(([hour]) => hour);
    expect(two(early, late)).toEqual([early, late + 1]);
    // An hour has one, as far as anybody knows.
    expect(two(late, early)).toEqual([late, early + 1]);
  });

  it('of which the stamps jitter is not looked up once more among what is stored', () => {
    const [early, late] = [2 + 3 / 60, 2 + 1 / 60];
    const jittered: [number, number, Told?][] = [
      [1, 100],
      [early, 102.5, either],
      [late, 104.5, either],
    ];
    expect(sealed(jittered, 'rising-register', [[early, 102]]).map(([hour]) => hour)).toEqual([1, early, late + 1]);
  });

  describe('with stamps that jitter, of several readings an hour,', () => {
    const quarters: [number, number][] = [0, 0.25, 0.5, 0.75, 1, 1.25].map((hour) => [hour, 90 + hour]);
    const either2 = (minutes: readonly number[]) => minutes.map((minute, n): [number, number, Told] => [2 + minute / 60, 100 + n, either]);
    const split = (minutes: readonly number[], later: number, around: readonly [number, number][] = quarters) => {
      const expected = minutes.map((minute, n) => [(n < later ? 120 : 180) + minute, 100 + n]);
      const inMinutes = ([hour, energyKwh]: (number | undefined)[]) => [Math.round(hour! * 60), energyKwh];
      for (const file of [[...around, ...either2(minutes)], [...around, ...either2(minutes)].toReversed()])
        expect(sealed(file, 'file-order').slice(around.length).map(inMinutes)).toEqual(expected);
    };

    it('begins anew where the clock goes back, though one of the hours is short', () => {
      split([1, 16, 31, 2, 17, 32, 47], 3);
      split([1, 16, 31, 46, 47, 2, 17, 32], 5);
    });

    it('begins anew in the middle though some stamps come twice and some do not', () => {
      split([1, 16, 31, 46, 1, 17, 32, 47], 4);
    });

    it('does not begin anew with a reading that was delivered twice', () => {
      const twice = either2([1, 1, 31, 2, 32]).map(([hour, energyKwh, what], n): [number, number, Told] => [
        hour,
        n === 1 ? 100 : energyKwh,
        what,
      ]);
      expect(
        sealed([...quarters, ...twice], 'file-order')
          .slice(quarters.length)
          .map(([hour]) => hour),
      ).toEqual([2 + 1 / 60, 2 + 1 / 60, 2 + 31 / 60, 3 + 2 / 60, 3 + 32 / 60]);
    });

    it('has as many an hour as the day has otherwise, a gap in it left out', () => {
      split([1, 16, 31, 46, 47, 48, 49, 50], 4, [
        [0, 90],
        [0.25, 91],
        [1.25, 92],
        [1.5, 93],
      ]);
    });
  });

  it('is as it is where it is not to be told apart', () => {
    const chunk = chunkOf([
      [2, 102, either],
      [2, 103, either],
    ]);
    chunk.seal();
    expect(hoursOf(chunk)).toEqual([2, 2]);
  });

  it('keeps every reading at its own hour or one later, none lost', () => {
    const pairs = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(pairs, fc.boolean(), (minutes, newestFirst) => {
        const stamps = minutes.toSorted((one, other) => one - other);
        const hours = [...stamps.map((minute) => [2, minute]), ...stamps.map((minute) => [3, minute])];
        const readings = hours.map(([, minute], n): [number, number, Told] => [2 + minute! / 60, 100 + n, either]);
        const around: [number, number][] = [
          [1, 90],
          [4.5, 200],
        ];
        const file: [number, number, Told?][] = [around[0]!, ...readings, around[1]!];
        const expected = [[1, 90], ...hours.map(([hour, minute], n) => [hour! + minute! / 60, 100 + n]), [4.5, 200]];
        const found = sealed(newestFirst ? file.toReversed() : file, 'rising-register');
        expect(found.map(([, energyKwh]) => energyKwh)).toEqual(expected.map(([, energyKwh]) => energyKwh));
        found.forEach(([hour], n) => expect(hour).toBeCloseTo(expected[n]![0]!, 6));
      }),
    );
  });
});

describe('what waits for the rest of the day', () => {
  it('is a stamp of the autumn hour, and a counter on the day that has it', () => {
    expect(chunkOf([[2, 102, either]]).isAmbiguous).toBe(true);
    expect(chunkOf([[5, 102, { counter: 9005 }]]).isAmbiguous).toBe(true);
    expect(chunkOf([[5, 102]]).isAmbiguous).toBe(false);
    expect(chunkOf([[5, 102, { counter: 9005 }]], dayOf('2024-10-26')).isAmbiguous).toBe(false);
  });

  it('names the readings that may be either, and whether one came without its other', () => {
    const chunk = chunkOf([
      [1, 101],
      [2, 102, either],
      [2, 103, either],
    ]);
    expect(chunk.whichAmbiguous()).toEqual([false, true, true]);
    expect(chunk.hasSingles).toBe(false);
    expect(
      chunkOf([
        [2, 102, either],
        [2.5, 102.5, either],
        [2.5, 103.5, either],
      ]).hasSingles,
    ).toBe(true);
    expect(chunkOf([[1, 101]]).hasSingles).toBe(false);
  });
});

describe('a day of readings', () => {
  it('comes in the order of time and, of an instant, of lines, each with its line, letter and quantities', () => {
    const chunk = chunkOf([
      [3, 103, { quality: 'e', volume: 3 }],
      [1, 101, { volume: 1 }],
      [3, 104, { quality: 'h', line: 9 }],
      [3, 105, { line: 8 }],
      [2, 102, { volume: 2 }],
    ]);
    chunk.seal();
    expect(told(chunk)).toEqual([
      [1, 101],
      [2, 102],
      [3, 103],
      [3, 105],
      [3, 104],
    ]);
    expect([...chunk.lines.subarray(0, 5)]).toEqual([2, 5, 1, 8, 9]);
    expect(chunk.qualities!.join('')).toBe('mmemh');
    expect([...chunk.values.subarray(chunk.capacity, chunk.capacity + 5)]).toEqual([1, 2, 3, Number.NaN, Number.NaN]);
  });

  it('comes in the order of time from a file with the newest first, and in that of lines where an instant comes twice', () => {
    const newestFirst = chunkOf([
      [3, 103],
      [2, 102],
      [1, 101],
    ]);
    newestFirst.seal();
    expect(told(newestFirst)).toEqual([
      [1, 101],
      [2, 102],
      [3, 103],
    ]);
    const twice = chunkOf([
      [1, 101, { line: 9 }],
      [1, 102, { line: 8 }],
    ]);
    twice.seal();
    expect(told(twice)).toEqual([
      [1, 102],
      [1, 101],
    ]);
    const parts = [...twice.parts()];
    expect(parts.map(({ qualities, count }) => [qualities, count])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ]);
  });

  it('needs no letters where all is measured, and has one a reading where the last one is not', () => {
    expect(
      chunkOf([
        [1, 101],
        [2, 102],
      ]).qualities,
    ).toBeUndefined();
    expect(
      chunkOf([
        [1, 101],
        [2, 102, { quality: 'c' }],
        [3, 103],
      ]).qualities!.join(''),
    ).toBe('mcm');
  });

  it('holds more readings than a day has hours, counters too', () => {
    const readings = Array.from({ length: 120 }, (_, n): [number, number, Told] => [
      n / 5,
      100 + n,
      { volume: n, ...(n > 0 && { counter: 9000 + n }) },
    ]);
    const chunk = chunkOf(readings, dayOf('2024-01-15'));
    chunk.seal();
    expect(told(chunk)).toEqual(readings.map(([hour, energyKwh]) => [hour, energyKwh]));
    expect([...chunk.lines.subarray(0, 120)]).toEqual(readings.map((_, n) => n + 1));
    expect([...chunk.values.subarray(chunk.capacity, chunk.capacity + 120)]).toEqual(readings.map((_, n) => n));
    expect([...chunk.counters!.subarray(0, 121)]).toEqual([Number.NaN, ...readings.slice(1).map((_, n) => 9001 + n), Number.NaN]);
  });

  it('comes in parts of which none has an instant twice', () => {
    const chunk = chunkOf([
      [1, 101, { volume: 1 }],
      [2, 102, { volume: 2 }],
      [2, 103, { volume: 3, quality: 'e' }],
      [3, 104, { volume: 4 }],
      [3, 105, { volume: 5 }],
    ]);
    chunk.seal();
    const parts = [...chunk.parts()];
    expect(parts.map(told)).toEqual([
      [
        [1, 101],
        [2, 102],
      ],
      [
        [2, 103],
        [3, 104],
      ],
      [[3, 105]],
    ]);
    expect(parts.map(({ qualities }) => qualities!.join(''))).toEqual(['mm', 'em', 'm']);
    expect(parts.map(({ lines }) => [...lines])).toEqual([[1, 2], [3, 4], [5]]);
    expect(parts.map(({ values, capacity, count }) => [...values.subarray(capacity, capacity + count)])).toEqual([[1, 2], [3, 4], [5]]);
    expect(parts.every(({ serial, day }) => serial === 'A1' && day === autumn)).toBe(true);
    const whole = chunkOf([
      [1, 101],
      [2, 102],
    ]);
    expect([...whole.parts()]).toEqual([whole]);
  });

  it('is given to another meter with nothing left of the one before', () => {
    const used = chunkOf([
      [3, 103, { quality: 'e', counter: 7 }],
      [2, 102, either],
    ]);
    used.seen = 2;
    const other = used.begin(dayOf('2024-01-15'), 'B2', 3600);
    expect(other).toMatchObject({
      serial: 'B2',
      intervalSeconds: 3600,
      count: 0,
      seen: 0,
      qualities: undefined,
      counters: undefined,
      isAmbiguous: false,
    });
    expect(other.day).toBe(dayOf('2024-01-15'));
    other.add(Object.assign(emptyRow(), { seconds: other.day.start }));
    expect(other.whichAmbiguous()).toEqual([false]);
    expect(other.hasSingles).toBe(false);
  });

  it('takes over single readings of another with all they say, whose hour is then settled', () => {
    const from = chunkOf([
      [1, 101, { volume: 1 }],
      [2, 102, { ...either, quality: 'e', volume: 2, line: 8 }],
    ]);
    const to = new Chunk(autumn, 'A1', 0);
    to.addFrom(from, 1);
    to.addFrom(chunkOf([[4, 104]]), 0);
    expect(told(to)).toEqual([
      [2, 102],
      [4, 104],
    ]);
    expect([...to.lines.subarray(0, 2)]).toEqual([8, 1]);
    expect(to.qualities!.join('')).toBe('em');
    expect([...to.values.subarray(to.capacity, to.capacity + 2)]).toEqual([2, Number.NaN]);
    expect(to.isAmbiguous).toBe(false);
  });
});
