import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import { from as copyFrom } from 'pg-copy-streams';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { readFileBytes } from '../../../server/metering/files/file-bytes.ts';
import { importReadings } from '../../../server/metering/import-readings.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { startPostgres } from '../../../setup/postgres.ts';
import { firstPoint } from './delivery.ts';

/** A migrated database on a PostgreSQL of its own, and a folder for files; both are gone afterwards. */
export async function withBase<Result>(
  points: number,
  work: (database: Knex, folder: string, url: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'min-side-bench-'));
  // Else, as root, PostgreSQL's own user could not reach it, and its data would go elsewhere and stay.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ dataFolder: join(folder, 'postgres') });
  const database = openDatabaseForWork(postgres.url);
  try {
    await migrate(database);
    await database.raw('insert into metering_point (metering_point_id) select ?::bigint + n from generate_series(0, ? - 1) n', [
      firstPoint.toString(),
      points,
    ]);
    // What a plain table of hours is: the raw columns, and the key by which they are read.
    await database.raw(`create table plain (metering_point_id bigint, serial text, at timestamptz, energy_kwh double precision,
      volume_m3 double precision, flow_m3c double precision, return_m3c double precision, primary key (metering_point_id, at))`);
    return await work(database, folder, postgres.url);
  } finally {
    await database.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds that our import of the file takes, all of which is new, or a correction. */
export async function timeImport(database: Knex, file: string, as: 'stored' | 'corrected' = 'stored'): Promise<number> {
  const begin = performance.now();
  const report = await importReadings({
    database,
    profile: loadProfile('own'),
    profileName: 'own',
    fileName: file,
    input: readFileBytes(file),
    now: new Date(),
  });
  if (report.rejected > 0 || report[as] !== report.read)
    throw new Error(`The bench's file did not go in whole: ${report[as]} of ${report.read}`);
  return (performance.now() - begin) / 1000;
}

/** Seconds that PostgreSQL's own COPY of the same file into the plain table takes. */
export async function timeCopy(database: Knex, file: string): Promise<number> {
  const begin = performance.now();
  const connection = await database.client.acquireConnection();
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 18 }),
      connection.query(copyFrom(`copy plain from stdin (format csv, delimiter ';', header)`)),
    );
  } finally {
    await database.client.releaseConnection(connection);
  }
  return (performance.now() - begin) / 1000;
}

/** Bytes of tables with their indexes. */
export async function sizeOf(database: Knex, ...tables: string[]): Promise<number> {
  let bytes = 0;
  for (const table of tables) bytes += Number((await database.raw('select pg_total_relation_size(?) as bytes', [table])).rows[0].bytes);
  return bytes;
}
