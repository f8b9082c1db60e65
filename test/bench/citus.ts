import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { openDatabaseForWork } from '../../server/database/connection.ts';
import { migrate } from '../../server/database/migrate.ts';
import { createCitusDatabase, dropCitusDatabase } from '../support/citus.ts';
import { createDatabase, dropDatabase } from '../support/create-database.ts';
import { timeImport } from './metering/base.ts';
import { firstDay, firstPoint, writeDelivery } from './metering/delivery.ts';
import { headersOf, signIn, startPortal } from './portal.ts';
import { median, timeViews, views, type ViewTimes } from './reads.ts';
import { compare, type Row } from './row.ts';

/** Of which each file of a year has 500, as that of `bench import`. */
const points = Number(process.env.BENCH_POINTS ?? 2500);
/** Of the first delivery; a year. */
const days = Number(process.env.BENCH_DAYS ?? 365);
const customers = 20;
/** A year comes in so many files, of other points each, by turns into one and the other: of the times the middle one counts. */
const parts = 5;
/** A day of a large utility takes long enough to be measured once. */
const dailies = points > 10_000 ? 1 : 5;
const rounds = 3;

/** CITUS_URL=postgres://… npm run bench -- citus: imports and views on a Citus, against a database without the extension on the server that is its coordinator. */
export async function run(): Promise<Row[]> {
  const server = process.env.CITUS_URL;
  if (!server) throw new Error('CITUS_URL is missing: the connection string of the coordinator of a Citus that has its workers.');
  const folder = await mkdtemp(join(tmpdir(), 'min-side-bench-'));
  await chmod(folder, 0o755);
  const spread = await createCitusDatabase(server);
  const plain = await createDatabase(server);
  try {
    return await measure(await open(plain.url), await open(spread.url), folder);
  } finally {
    await dropDatabase(server, plain.name);
    await dropCitusDatabase(server, spread.name);
    await rm(folder, { recursive: true });
  }
}

interface Base {
  url: string;
  database: Knex;
}

/** Migrated, with the shards that Citus makes unless it is told otherwise. */
async function open(url: string): Promise<Base> {
  const named = openDatabaseForWork(url);
  const { rows } = await named.raw('select current_database() as name');
  await named.raw(`alter database ${rows[0].name} reset all`);
  await named.destroy();
  const database = openDatabaseForWork(url);
  await migrate(database);
  await database.raw('insert into metering_point (metering_point_id) select cast(? as bigint) + n from generate_series(0, ? - 1) n', [
    firstPoint.toString(),
    points,
  ]);
  return { url, database };
}

async function measure(plain: Base, spread: Base, folder: string): Promise<Row[]> {
  /** Seconds, on both. */
  const take = async (from: number, length: number, fromPoint: number, count: number): Promise<[number, number]> => {
    const file = join(folder, 'delivery.csv');
    await writeDelivery(file, { points: count, fromPoint, firstDay: from, days: length });
    return [await timeImport(plain.database, file), await timeImport(spread.database, file)];
  };
  const inPart = points / parts;
  const year: [number, number][] = [];
  for (let part = 0; part < parts; part++) year.push(await take(firstDay, days, part * inPart, inPart));
  const day: [number, number][] = [];
  for (let next = 0; next < dailies; next++) day.push(await take(firstDay + days + next, 1, 0, points));
  for (const { database } of [plain, spread]) await database.raw('vacuum analyze');
  const seen: ViewTimes[][] = [[], []];
  for (let round = 0; round < rounds; round++) for (const [index, base] of [plain, spread].entries()) seen[index]!.push(await look(base));
  for (const { database } of [plain, spread]) await database.destroy();
  const seconds = (pairs: [number, number][], of: 0 | 1) => median(pairs.map((pair) => pair[of]));
  return [
    compare({
      name: `citus: ${days} days of ${inPart} points imported, against one machine`,
      ours: (inPart * days * 24) / seconds(year, 1),
      reference: (inPart * days * 24) / seconds(year, 0),
      unit: 'rows/s',
      atLeast: 0.9,
    }),
    compare({
      name: `citus: a day of ${points} points imported, against one machine`,
      ours: seconds(day, 1),
      reference: seconds(day, 0),
      unit: 's',
    }),
    ...views.map((view) =>
      compare({
        name: `citus: ${view}, against one machine`,
        ours: median(seen[1]!.map((times) => times[view])),
        reference: median(seen[0]!.map((times) => times[view])),
        unit: 'ms',
        ...(view === 'year' ? { atMost: 2 } : {}),
      }),
    ),
  ];
}

async function look({ database, url }: Base): Promise<ViewTimes> {
  const cookies: string[] = [];
  for (let n = 0; n < customers; n++) {
    const [row] = await database('relationship')
      .insert({
        plant_number: `${n}-${process.hrtime.bigint()}`,
        customer_name: 'A',
        address: 'B',
        postal_code: '1600',
        city: 'C',
        valid_from: new Date('2020-01-01'),
      })
      .returning('relationship_id');
    await database('relationship_metering_point').insert({
      relationship_id: row!.relationship_id,
      metering_point_id: (firstPoint + BigInt(n)).toString(),
    });
    cookies.push(await signIn(database, row!.relationship_id));
  }
  const portal = await startPortal(url);
  try {
    return await timeViews(portal.url, cookies.map(headersOf));
  } finally {
    await portal.stop();
  }
}
