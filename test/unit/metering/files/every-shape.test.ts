import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { InputFault } from '../../../../server/ground/input-fault.ts';
import { loadProfile } from '../../../../server/metering/files/load-profile.ts';
import type { Profile } from '../../../../server/metering/files/profile.ts';
import { createWallClock, readZone } from '../../../../server/metering/files/wall-clock.ts';
import { suggestForFile } from '../../../../server/metering/suggest/suggest-for-file.ts';
import { runs } from '../../../support/runs.ts';
import { profileOf, readRows } from './reading.ts';
import { serial, writeWorkbook, type CellValue } from './workbook-file.ts';

interface Reading {
  id: string;
  /** Unix seconds. */
  at: number;
  /** Thousandths of a kWh. */
  wh: number;
}

const readings = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('707057500000102593', '707057500000102594', '17'),
    // Hours from 2019 to 2027, often on a day on which the clock is turned.
    at: fc
      .oneof(
        fc.integer({ min: 430_000, max: 500_000 }),
        fc.integer({ min: -30, max: 30 }).map((hour) => 475_361 + hour),
        fc.integer({ min: -30, max: 30 }).map((hour) => 480_401 + hour),
      )
      .map((hour) => hour * 3600),
    wh: fc.oneof(
      fc.integer({ min: 0, max: 9_999_999_999 }),
      fc.integer({ min: 1, max: 99_999 }).map((kwh) => kwh * 1000),
    ),
  }),
  { selector: ({ id, at }) => `${id}/${at}`, minLength: 1, maxLength: 30 },
);

const shape = fc.record({
  delimiter: fc.constantFrom(';', '\t', ',', '|'),
  decimal: fc.constantFrom(',', '.'),
  thousands: fc.constantFrom('', ' ', '\u00a0', '\u202f', "'", 'other'),
  digits: fc.constantFrom(3, 4, 6),
  stamp: fc.constantFrom<[format: string, zone: string | undefined, written: string]>(
    ['dd.MM.yyyy HH:mm', 'Europe/Oslo', 'dd.MM.yyyy HH:mm'],
    ['d.M.yyyy H:mm', 'UTC', 'd.M.yyyy H:mm'],
    ['dd.MM.yyyy HH:mm', '+01:00', 'd.M.yyyy H:mm'],
    ['dd.MM.yy HH:mm:ss', 'Europe/Oslo', 'dd.MM.yy HH:mm:ss'],
    ['yyyy-MM-ddTHH:mm:ssZZ', undefined, "yyyy-MM-dd'T'HH:mm:ssZZ"],
    ['yyyyMMddHH', 'UTC', 'yyyyMMddHH'],
    ['excel', 'UTC', 'excel'],
  ),
  twoColumns: fc.boolean(),
  quoted: fc.constantFrom('none', 'quotes', 'formula'),
  unit: fc.constantFrom('', ' kWh', 'kWh'),
  ends: fc.constantFrom('\n', '\r\n'),
  encoding: fc.constantFrom('utf8', 'mark', 'latin1', 'utf16le', 'utf16be'),
  around: fc.constantFrom('', ' ', '\u00a0'),
  title: fc.boolean(),
  totals: fc.boolean(),
  empty: fc.integer({ min: 0, max: 3 }),
  long: fc.boolean(),
  workbook: fc.boolean(),
});
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

function amount({ wh }: Reading, { decimal, thousands, digits, unit }: Shape): string {
  const [whole, part] = (wh / 1000).toFixed(digits).split('.') as [string, string];
  const between = thousands === 'other' ? (decimal === ',' ? '.' : ',') : thousands;
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, between)}${decimal}${part}${unit}`;
}

function stampOf({ at }: Reading, [, zone = 'Europe/Oslo', written]: Shape['stamp']): string {
  const local = DateTime.fromSeconds(at, { zone: zone.startsWith('+') ? `UTC${zone}` : zone });
  return written === 'excel' ? String(Math.round(serial(local.toFormat("yyyy-MM-dd'T'HH:mm")) * 1e7) / 1e7) : local.toFormat(written);
}

function write(all: Reading[], chosen: Shape): Buffer {
  const { delimiter, quoted, encoding, around, title, totals, empty, long, workbook, ends, stamp, decimal } = chosen;
  const twoColumns = chosen.twoColumns && stamp[0].includes(' ');
  const times = (one: Reading) => (twoColumns ? stampOf(one, stamp).split(' ') : [stampOf(one, stamp)]);
  const head = [
    'målepunkt',
    ...(twoColumns ? ['t', 'kl'] : ['t']),
    ...(long ? ['type'] : []),
    'kwh',
    ...Array.from({ length: empty }, () => ''),
  ];
  const rows = all.flatMap((one) => {
    const begin = [one.id, ...times(one)];
    return long
      ? [
          [...begin, 'E1', amount(one, chosen)],
          [...begin, 'Feil', '0'],
        ]
      : [[...begin, amount(one, chosen)]];
  });
  if (workbook) {
    const number = (cells: string[]): CellValue[] => (long ? cells : [...cells.slice(0, -1), all[rows.indexOf(cells)]!.wh / 1000]);
    return writeWorkbook({
      A: [...(title ? [['Rapport', null], []] : []), head, ...rows.map(number), ...(totals ? [['Sum', null, 12]] : [])],
    });
  }
  const cell = (text: string) => {
    const whole = `${around}${text}${around}`;
    if (quoted === 'formula' && text !== '') return `="${text}"`;
    return quoted === 'quotes' || whole.includes(delimiter) ? `"${whole}"` : whole;
  };
  const line = (cells: string[]) => [...cells, ...Array.from({ length: empty }, () => '')].map(cell).join(delimiter);
  const text = [
    ...(title ? ['Rapport for januar', ''] : []),
    head.map((name) => cell(name)).join(delimiter),
    ...rows.map(line),
    ...(totals ? [['Sum', '', decimal].join(delimiter)] : []),
    '',
  ].join(ends);
  if (encoding === 'utf8') return Buffer.from(text);
  if (encoding === 'mark') return Buffer.from(`\ufeff${text}`);
  if (encoding === 'latin1') return Buffer.from(text.replaceAll('\u202f', '\u00a0'), 'latin1');
  const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf16le' ? wide : wide.swap16();
}

function profileFor({ delimiter, decimal, thousands, digits, stamp, long, twoColumns }: Shape): Profile {
  const other = decimal === ',' ? '.' : ',';
  return profileOf({
    delimiter,
    decimal,
    // Three decimals alone may be thousands: the profile says that they aren't.
    ...(thousands === 'other' ? { thousands: other } : digits === 3 ? { thousands: 'none' } : {}),
    meteringPoint: { column: 'målepunkt' },
    time: { column: twoColumns && stamp[0].includes(' ') ? ['t', 'kl'] : 't', format: stamp[0], zone: stamp[1] },
    ...(long ? { register: { column: 'type', value: 'kwh' }, values: { energy: { register: 'E1', unit: 'kWh' } } } : {}),
  });
}

it('readings come back the same from every shape in which they are written', async () => {
  await fc.assert(
    fc.asyncProperty(readings, shape, fc.integer({ min: 1, max: 5_000 }), async (all, chosen, pieceBytes) => {
      const { rows } = await readRows(write(all, chosen), profileFor(chosen), pieceBytes);
      const clock = createWallClock(readZone('Europe/Oslo'));
      const local = chosen.stamp[1] === 'Europe/Oslo';
      const expected = all.map(({ id, at, wh }) => {
        const wall = at + DateTime.fromSeconds(at, { zone: 'Europe/Oslo' }).offset * 60;
        return [id, local ? clock(wall).seconds : at, wh / 1000];
      });
      const sorted = (found: unknown[][]) => found.map((one) => one.join('/')).sort();
      expect(sorted(rows.map(({ point, seconds, values }) => [point, seconds, values[0]]))).toEqual(sorted(expected));
    }),
    { numRuns: runs(400) },
  );
});

it('hours come back the same from one row a day, over every change of the clock', async () => {
  const days = fc.record({
    date: fc.constantFrom('2024-03-31', '2024-10-27', '2024-01-01', '2025-03-30', '2025-10-26'),
    by: fc.constantFrom('1-24', '1-25'),
  });
  await fc.assert(
    fc.asyncProperty(days, fc.integer({ min: 0, max: 1000 }), async ({ date, by }, first) => {
      const start = DateTime.fromISO(date, { zone: 'Europe/Oslo' });
      const hours = start.plus({ days: 1 }).diff(start, 'hours').hours;
      const values = Array.from({ length: hours }, (_, index) => first + index);
      const cells: (number | '')[] = [...values];
      if (by === '1-24') {
        // The second 02 has the fourth column; March has no 02.
        if (hours === 23) cells.splice(2, 0, '', '');
        if (hours === 24) cells.splice(3, 0, '');
      }
      while (cells.length < 25) cells.push('');
      const columns = Array.from({ length: 25 }, (_, index) => `h${index}`);
      const profile = profileOf({ time: { format: 'yyyy-MM-dd', hours: by }, values: { energy: { columns, unit: 'kWh' } } });
      const { rows } = await readRows(`id;t;${columns.join(';')}\n17;${date};${cells.join(';')}\n`, profile);
      expect(rows.filter(({ missing }) => !missing).map(({ seconds, values: [kwh] }) => [seconds, kwh])).toEqual(
        values.map((kwh, index) => [start.toSeconds() + index * 3600, kwh]),
      );
    }),
    { numRuns: runs(60) },
  );
});

const gs2 = `##Start-message\n#GMT-reference=+1\n##Time-series\n#Reference=17\n#Start=2020-03-27.00:00:00\n#Step=0000-00-00.01:00:00\n#Value=< 0//0 2//0 1//1 >\n#No-of-values=3\n#Sum=3\n##End-message\n`;
const csv = `id;t;kwh\n17;01.01.2024 00:00;12 345,5\n17;01.01.2024 01:00;"12346"\nSum;;5\n`;
const base: [Buffer, Profile][] = [
  [Buffer.from(csv), profileOf()],
  [Buffer.from(gs2), loadProfile('gs2')],
  [
    writeWorkbook({
      A: [
        ['id', 't', 'kwh'],
        ['17', serial('2024-01-01T00:00'), 5],
      ],
    }),
    profileOf(),
  ],
];

it('bytes changed at will are read or refused by line, and nothing else', async () => {
  const change = fc.record({ at: fc.nat(), remove: fc.integer({ min: 0, max: 40 }), insert: fc.uint8Array({ maxLength: 12 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...base),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 400 }),
      async ([content, profile], changes, pieceBytes) => {
        let bytes: Buffer = content;
        for (const { at, remove, insert } of changes) {
          const place = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)]);
        }
        await expectReadOrRefused(bytes, profile, pieceBytes);
      },
    ),
    { numRuns: runs(600) },
  );
});

it('any bytes are read or refused by line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...base),
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('', '\ufeff', 'PK\u0003\u0004', 'id;t;kwh\n', '##'),
      async ([, profile], bytes, begin) => {
        await expectReadOrRefused(Buffer.concat([Buffer.from(begin, begin === '\ufeff' ? 'utf16le' : 'utf8'), bytes]), profile, 64);
      },
    ),
    { numRuns: runs(400) },
  );
});

it('any bytes have a profile suggested, or a reason why not', async () => {
  const change = fc.record({ at: fc.nat(), remove: fc.integer({ min: 0, max: 40 }), insert: fc.string({ maxLength: 12 }) });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...base), fc.array(change, { maxLength: 6 }), async ([content], changes) => {
      let bytes: Buffer = content;
      for (const { at, remove, insert } of changes) {
        const place = at % (bytes.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(insert), bytes.subarray(place + remove)]);
      }
      await expectDoneOrRefused(
        suggestForFile(
          async function* () {
            yield bytes;
          },
          new Map([['gs2', loadProfile('gs2')]]),
        ),
      );
    }),
    { numRuns: runs(300) },
  );
});

const expectReadOrRefused = (bytes: Buffer, profile: Profile, pieceBytes: number) =>
  expectDoneOrRefused(readRows(bytes, profile, pieceBytes));

async function expectDoneOrRefused(done: Promise<unknown>): Promise<void> {
  const thrown = await done.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown === undefined) return;
  expect(thrown).toBeInstanceOf(InputFault);
  expect((thrown as InputFault).line).toBeGreaterThanOrEqual(1);
}
