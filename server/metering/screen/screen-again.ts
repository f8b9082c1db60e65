import type { Knex } from 'knex';
import type { Directory } from '../pack/known-meters.ts';
import { InputFault } from '../../ground/input-fault.ts';
import { screenPoints } from './screen-points.ts';
import { stagingColumns } from '../stage/staging-table.ts';
import { StagingBatch } from '../stage/staging-copy.ts';
import type { WorkTables } from '../stage/work-tables.ts';

/** A point's readings are screened in memory: seventeen years of hours. */
const mostScreened = 150_000;

/** Screens the staged readings of suspicious points, and puts them into the staging table again; throws an `InputFault` where one has too many. */
export async function screenAgain(
  transaction: Knex.Transaction,
  tables: WorkTables,
  staging: string,
  directory: Directory,
  suspicious: string[],
): Promise<void> {
  const again = await tables.create('again', stagingColumns);
  const batch = new StagingBatch(transaction, again);
  // Each point is looked up by itself; of many, each would else read all of the table.
  await transaction.raw(`create index on ${staging} (metering_point_id)`);
  await refuseTooMany(transaction, staging, suspicious);
  await screenPoints(transaction, staging, directory, suspicious, async (...chunk) => {
    batch.write(...chunk);
    await batch.sendWhenMany();
  });
  await batch.send();
  await transaction.raw(`insert into ${staging} select * from ${again}`);
}

async function refuseTooMany(transaction: Knex.Transaction, staging: string, suspicious: string[]): Promise<void> {
  const { rows } = await transaction.raw(
    `select metering_point_id, sum(count) as count, min(line) as line from ${staging} where metering_point_id = any(?) and interval_seconds = 0
     group by metering_point_id having sum(count) > ? limit 1`,
    [suspicious, mostScreened],
  );
  if (rows.length === 0) return;
  const [{ metering_point_id: point, count, line }] = rows;
  throw new InputFault(
    `${count} readings of metering point ${point} in one file, and not all fit together: split the file, or is it another's number?`,
    line,
  );
}
