import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CustomerFaults, type CustomersSummary } from '../../../server/customers/import-customers.ts';
import { importCustomersFile } from '../../../server/customers/import-file.ts';
import { openDatabase } from '../../../server/database/connection.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';

const header =
  'plant_number;customer_name;address;postal_code;city;registered_mobile;valid_from;valid_to;metering_point_id;metering_point_address;meter_serial';
const kari = '660100;Kari Nordmann;Storgata 1;1607;Fredrikstad;940 59 810;2018-01-01;;707057500000006601;;6600001';

let fresh: FreshDatabase;
let database: Knex;
let folder: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
  folder = await mkdtemp(join(tmpdir(), 'customers-'));
});
beforeEach(() =>
  database.raw(
    'truncate relationship, relationship_metering_point, relationship_version, metering_point, meter, meter_line, source_file cascade',
  ),
);
afterAll(async () => {
  await database.destroy();
  await fresh.drop();
  await rm(folder, { recursive: true });
});

async function bring(...lines: string[]): Promise<CustomersSummary> {
  return bringBytes(Buffer.from([header, ...lines, ''].join('\n')));
}

async function bringBytes(bytes: Buffer): Promise<CustomersSummary> {
  const file = join(folder, 'customers.csv');
  await writeFile(file, bytes);
  return importCustomersFile(database, file, { now: new Date() });
}

async function faultsOf(import_: Promise<unknown>) {
  const error = await import_.then(
    () => expect.unreachable('it was taken'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CustomerFaults);
  expect(await database('relationship').where('plant_number', '<>', '660100')).toEqual([]);
  return (error as CustomerFaults).faults;
}

test('stores relationships with their points and meters, and says the same of a second time', async () => {
  const lines = [
    kari,
    '746100;Ola;Veien 2;1608;Fredrikstad;;2019-05-01;2021-01-01;707057500000007462;;7',
    '746100;Ola;Veien 2;1608;Fredrikstad;;2019-05-01;2021-01-01;707057500000018031;Garasjen;8',
  ];
  const nothing = { read: 3, added: 0, changed: 0, unchanged: 2, meteringPoints: 0, meters: 0, otherMeters: [], days: 0 };
  const first = { ...nothing, known: false, outdated: null, added: 2, unchanged: 0, meteringPoints: 3, meters: 3 };
  expect(await bring(...lines)).toEqual(first);
  expect(await bring(...lines)).toEqual({ ...nothing, known: true, outdated: { relationships: 0, file: null } });
  expect(await bring(...lines.toReversed())).toEqual({ ...nothing, known: false, outdated: null });
  const rows = await database('relationship').orderBy('plant_number');
  expect(rows[0]).toMatchObject({ registered_mobile: '+4794059810', valid_from: new Date('2018-01-01T00:00:00+01:00'), valid_to: null });
  expect(rows[1]).toMatchObject({ valid_from: new Date('2019-05-01T00:00:00+02:00'), valid_to: new Date('2021-01-01T00:00:00+01:00') });
});

test('only says what would happen when checking', async () => {
  const file = join(folder, 'customers.csv');
  await writeFile(file, [header, kari, ''].join('\n'));
  expect(await importCustomersFile(database, file, { now: new Date(), check: true })).toMatchObject({
    read: 1,
    added: 1,
    meteringPoints: 1,
    meters: 1,
  });
  expect([await database('relationship'), await database('metering_point'), await database('meter')]).toEqual([[], [], []]);
});

test('leaves the meter of a metering point as it is, and tells of a line that names another', async () => {
  await bring(kari);
  const { otherMeters, meters } = await bring(kari.replace('6600001', '6600002'));
  expect([otherMeters, meters]).toEqual([[{ line: 2, meteringPointId: '707057500000006601', serial: '6600002' }], 0]);
  expect(await database('meter').pluck('serial')).toEqual(['6600001']);
});

test('changes what the file says otherwise, and keeps the relationship itself', async () => {
  await bring(kari);
  const [before] = await database('relationship');
  expect(await bring(kari.replace('2018-01-01;;', '2018-01-01;2020-06-01;').replace('Storgata 1', 'Storgata 3'))).toMatchObject({
    added: 0,
    changed: 1,
  });
  const [after] = await database('relationship');
  expect(after).toMatchObject({
    relationship_id: before!.relationship_id,
    address: 'Storgata 3',
    valid_to: new Date('2020-06-01T00:00:00+02:00'),
  });
});

test('takes a mistyped metering point away from the relationship again', async () => {
  await bring(kari);
  await bring(kari.replace('707057500000006601', '707057500000006602'));
  expect(await database('relationship_metering_point').pluck('metering_point_id')).toEqual(['707057500000006602']);
});

test('refuses a meter that would hang in two houses at once, by line and column, in one file or two', async () => {
  const slip = '770000;Nabo;Storgata 2;1607;Fredrikstad;;2020-01-01;;707057500000006602;;6600001';
  const fault = {
    line: 3,
    column: 'meter_serial',
    message: expect.stringContaining('6600001 would hang at metering point 707057500000006601'),
  };
  expect(await faultsOf(bring(kari, slip))).toEqual([fault]);
  await bring(kari);
  expect(await faultsOf(bring(slip))).toEqual([{ ...fault, line: 2 }]);
  expect(await database('meter').pluck('metering_point_id')).toEqual(['707057500000006601']);
});

test('lets a new occupant follow on the day when the one before ends, and refuses both at once', async () => {
  const before = kari.replace('2018-01-01;;', '2018-01-01;2020-06-01;');
  await bring(before, '660100;Nye Eier;Storgata 1;1607;Fredrikstad;;2020-06-01;;707057500000006601;;');
  expect(await database('relationship')).toHaveLength(2);
  expect(await faultsOf(bring('770000;Nabo;Storgata 2;1607;Fredrikstad;;2020-01-01;;707057500000006601;;'))).toEqual([
    {
      line: 2,
      column: 'metering_point_id',
      message: '707057500000006601 would belong to plant number 770000 and to 660100 at the same time',
    },
  ]);
});

test('names every fault by line and column, and imports nothing', async () => {
  const faults = await faultsOf(
    bring(
      '77x;Ola;Veien;1607;Fredrikstad;12345;2019-02-30;2018;70705750000000660A;;',
      '770001;Ola;Veien;1607;Fredrikstad;;2019-01-01;2019-01-01;707057500000000001;;',
      '770002;Per;Veien;1607;Fredrikstad;;2019-01-01;;707057500000000002;;',
      '770002;Pål;Veien;1607;Fredrikstad;;2019-01-01;;707057500000000002;;',
      '770003;;Veien;1607',
    ),
  );
  expect(faults.map(({ line, column }) => `${line} ${column}`)).toEqual([
    '2 plant_number',
    '2 metering_point_id',
    '2 valid_from',
    '2 valid_to',
    '2 registered_mobile',
    '3 valid_to',
    '5 customer_name',
    '5 metering_point_id',
    '6 null',
  ]);
});

test('refuses a file without a column, an empty one, and a binary one', async () => {
  const text = (content: string) => Buffer.from(content);
  expect(await faultsOf(bringBytes(text('plant_number;customer_name\n1;2\n')))).toContainEqual({
    line: 1,
    column: 'valid_from',
    message: 'the column is missing',
  });
  expect(await faultsOf(bringBytes(text('')))).toEqual([{ line: 1, column: null, message: 'the file is empty' }]);
  expect((await faultsOf(bringBytes(Buffer.from(Array.from({ length: 500 }, (_, n) => (n * 37) % 256))))).length).toBeGreaterThan(0);
});

test('takes a file that is not UTF-8 as the windows-1252 that it is', async () => {
  await bringBytes(Buffer.from(`${header}\n${kari.replace('Kari', 'Kåre')}\n`, 'latin1'));
  expect(await database('relationship').pluck('customer_name')).toEqual([expect.stringContaining('Kåre')]);
});

test('takes a byte-order mark, CRLF, and columns in another order', async () => {
  const names = header.split(';');
  const cells = kari.split(';');
  const turned = `\ufeff${names.toReversed().join(';')}\r\n${cells.toReversed().join(';')}\r\n`;
  expect(await bringBytes(Buffer.from(turned))).toMatchObject({ read: 1, added: 1 });
});
