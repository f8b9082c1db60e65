import type { Knex } from 'knex';
import { Chunk, type AutumnHour } from '../pack/meter-day.ts';
import type { KnownPoint } from '../pack/directory.ts';
import { InputFault } from '../../ground/input-fault.ts';
import { dateOf, localDayOf } from '../pack/local-day.ts';
import { stagingColumns } from './staging-table.ts';
import { autumnHour as mark } from '../pack/reject-reason.ts';
import { fetchAll, stagedReadings, toReading } from './staged-rows.ts';
import { StagingBatch } from './staging-copy.ts';
import type { WorkTables } from './work-tables.ts';

/** One a second for a day is fewer. */
const mostOfOneDay = 100_000;

/**
 * Stages the days with the autumn hour again, its two halves told apart, by what is stored where the file has only one of them.
 * They had to wait until all of the file was there; in the staging table, since a file may have more of them than fit into memory.
 */
export async function tellAutumnApart(transaction: Knex.Transaction, tables: WorkTables, staging: string, way: AutumnHour): Promise<void> {
  const apart = await tables.create('apart', stagingColumns);
  const batch = new StagingBatch(transaction, apart);
  await transaction.raw(
    `declare waiting cursor for select r.* from (${stagedReadings(
      staging,
      `, extract(epoch from s.first_at)::float8 + coalesce(s.offsets[n], (n - 1) * s.step_seconds) as seconds, n, s.reason, s.max_power_kw,
    s.counters[n] as counter, coalesce(s.ambiguous[n], false) as ambiguous`,
    )}) r where reason = '${mark}' order by metering_point_id, serial, interval_seconds, day, line, n`,
  );
  const chunk = new Chunk(localDayOf(0), '', 0);
  let id = '';
  let point: KnownPoint = { id: 0n, maxPowerKw: 0, meters: [] };
  const seal = async () => {
    const stored = chunk.intervalSeconds === 0 && chunk.hasSingles ? await readStored(transaction, chunk, id) : undefined;
    chunk.seal(way, stored);
    for (const part of chunk.parts()) batch.write(point, part);
  };
  for await (const row of fetchAll(transaction, 'waiting')) {
    const { metering_point_id: itsId, serial, interval_seconds: intervalSeconds } = row;
    const day = localDayOf(row.seconds);
    if (itsId !== id || chunk.day !== day || chunk.serial !== serial || chunk.intervalSeconds !== intervalSeconds) {
      if (chunk.count > 0) await seal();
      await batch.sendWhenMany();
      id = itsId;
      point = { id: BigInt(id), maxPowerKw: row['max_power_kw'], meters: [] };
      chunk.begin(day, serial, intervalSeconds);
    }
    chunk.add(toReading(row));
    if (chunk.count > mostOfOneDay) {
      throw new InputFault(`more than ${mostOfOneDay} readings of meter ${serial} on the day that its clock was turned back`, row.line);
    }
  }
  if (chunk.count > 0) await seal();
  await batch.send();
  await transaction.raw(`delete from ${staging} where reason = '${mark}'`);
  await transaction.raw(`insert into ${staging} select * from ${apart}`);
  await tables.drop('apart');
}

/** The registers of the chunk's meter and day that came before, by their instant. */
async function readStored(transaction: Knex.Transaction, { day, serial }: Chunk, id: string): Promise<Map<number, number>> {
  const { rows } = await transaction.raw(
    `select extract(epoch from at)::float8 as seconds, energy_kwh from reading
     where metering_point_id = ? and day = ? and serial = ? and interval_seconds = 0`,
    [id, dateOf(day), serial],
  );
  return new Map(rows.map((row: { seconds: number; energy_kwh: number }) => [row.seconds, row.energy_kwh]));
}
