import type { Knex } from 'knex';
import { quantityColumns } from '../files/quantity.ts';
import { isGiven, takeAll } from '../stage/packed-sql.ts';
import { stagedReadings } from '../stage/staged-rows.ts';
import { orderOf, type DaySpan, type Evidence, type Series } from './evidence.ts';

const seriesOf = (
  table: string,
) => `${table}.metering_point_id = :id and ${table}.serial = :serial and ${table}.interval_seconds = :interval
  and (cast(:first as date) is null or ${table}.day >= cast(:first as date)) and (cast(:last as date) is null or ${table}.day <= cast(:last as date))`;

/**
 * All that was ever delivered of a series in some days, in the order of time and, within an instant, of delivery. `staging` has what
 * `fileId` delivers just now.
 */
export async function readEvidence(
  transaction: Knex.Transaction,
  series: Series,
  { first, last }: DaySpan,
  fresh?: { staging: string; fileId: number },
): Promise<Evidence[]> {
  const bindings = { id: series.meteringPointId, serial: series.serial, interval: series.intervalSeconds, first, last };
  await writeOut(transaction, bindings);
  const seconds = 'extract(epoch from r.at)::float8 as seconds';
  const values = quantityColumns.map((name) => `r.${name}`).join(', ');
  const besides = stagedReadings('reading_beside', ', s.file_id, s.reason, s.recorded_at', seriesOf('s'));
  const staged = fresh
    ? `union all select 'staged', cast(:file as int), r.line, ${seconds}, r.quality, null, null, ${values}
       from (${stagedReadings(fresh.staging, '', `${seriesOf('s')} and s.reason is null`)}) r`
    : '';
  const { rows } = await transaction.raw(
    `select 'shown' as place, r.file_id, r.line, ${seconds}, r.quality, null as reason, null::timestamptz as recorded_at, ${values}
       from reading r where ${seriesOf('r')}
     union all select 'beside', r.file_id, r.line, ${seconds}, r.quality, r.reason, r.recorded_at, ${values} from (${besides}) r
     ${staged}`,
    { ...bindings, file: fresh?.fileId ?? null },
  );
  return rows
    .map((row: Record<string, any>): Evidence => ({
      place: row['place'],
      fileId: row['file_id'] ?? 0,
      line: row['line'] ?? 0,
      at: row['seconds'],
      quality: row['quality'],
      values: quantityColumns.map((name) => row[name]),
      reason: row['reason'],
      recordedAt: row['recorded_at'],
    }))
    .toSorted((one: Evidence, other: Evidence) => one.at - other.at || orderOf(one) - orderOf(other));
}

/** What only says that it repeats a day's readings gets their values, before those may change. */
async function writeOut(transaction: Knex.Transaction, bindings: Record<string, unknown>): Promise<void> {
  await transaction.raw(
    `update reading_beside b set ${takeAll('d')}
     from reading_day d where ${seriesOf('b')} and not ${isGiven('b', 'energy_kwh')}
       and d.metering_point_id = b.metering_point_id and d.day = b.day and d.serial = b.serial and d.interval_seconds = b.interval_seconds`,
    bindings as never,
  );
}
