import type { Knex } from 'knex';
import { quantityColumns, valueColumns } from '../files/quantity.ts';
import { packAll } from './packed-sql.ts';
import { stagedReadings } from './staged-rows.ts';
import { stagingColumns } from './staging-table.ts';
import type { WorkTables } from './work-tables.ts';

/**
 * A file that comes again, since its meter is known by now or the limit was raised: only what was set aside of it is judged anew, in the
 * file's old place. Else it would undo what came later.
 */
export async function keepOnlySetAside(transaction: Knex.Transaction, tables: WorkTables, staging: string, fileId: number): Promise<void> {
  const again = await tables.create('again', stagingColumns);
  const columns = 'metering_point_id, day, serial, interval_seconds';
  await transaction.raw(
    `insert into ${again} (${columns}, count, first_at, last_at, step_seconds, line, line_step, first_energy_kwh, last_energy_kwh,
       suspicious, reason, max_power_kw, quality, ${valueColumns.join(', ')})
     ${packAll(
       `select r.metering_point_id, r.day, r.serial, r.interval_seconds, r.at, r.line, r.energy_kwh as energy, r.reason, r.max_power_kw, r.quality, ${quantityColumns.map((name) => `case when r.${name} is not null then array[r.${name}] end as ${name}`).join(', ')}
        from (${stagedReadings(staging, ', s.reason, s.max_power_kw')}) r
        join (${stagedReadings('reading_beside', '', `s.file_id = :file and s.reason is not null and s.reason <> 'withdrawn'`)}) b
          on b.line = r.line and b.at = r.at and b.serial = r.serial`,
       `metering_point_id, day, serial, interval_seconds, 1, at, at, 3600, line, 1, energy, energy, reason is null, reason, max_power_kw, nullif(quality, 'm')`,
     )}`,
    { file: fileId },
  );
  await transaction('reading_beside').where({ file_id: fileId }).whereNotNull('reason').whereNot({ reason: 'withdrawn' }).delete();
  await transaction.raw(`delete from ${staging}`);
  await transaction.raw(`insert into ${staging} select * from ${again}`);
}
