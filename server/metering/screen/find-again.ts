import type { Knex } from 'knex';
import { valueColumns } from '../files/quantity.ts';
import type { Question } from './judge-all.ts';

/** All columns of `reading_beside` but the metering point and the serial. */
const names = `day, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, ${valueColumns.join(', ')},
  reason, recorded_at`;

/**
 * For when meters have changed: gives the readings that were set aside for want of a meter to the one that by now is known to have hung there
 * then, and returns what has to be judged anew, all of each metering point.
 */
export async function findAgain(transaction: Knex.Transaction, points: string[], serials: string[]): Promise<Question[]> {
  const lost = `b.reason in ('unknown-meter', 'outside-meter-time') and b.count = 1`;
  // Of a file that names meters alone nobody knew the metering point.
  const { rows: meters } = await transaction.raw(
    `select metering_point_id, serial, installed_at, coalesce(removed_by, removed_at) as until from meter where serial = any(?) and serial <> ''`,
    [serials],
  );
  for (const { metering_point_id: id, serial, installed_at: from, until } of meters) {
    const where = `b.metering_point_id = 0 and b.serial = :serial and ${lost} and b.first_at between :from and :until`;
    const bindings = { id, serial, from, until };
    await transaction.raw(
      `insert into reading_beside (metering_point_id, serial, ${names}) select cast(:id as bigint), serial, ${names} from reading_beside b where ${where}`,
      bindings,
    );
    await transaction.raw(`delete from reading_beside b where ${where}`, bindings);
  }
  await transaction.raw(
    `update reading_beside b set serial = m.serial from meter m
     where b.metering_point_id = any(?) and m.metering_point_id = b.metering_point_id and b.serial = '' and ${lost}
       and b.first_at >= m.installed_at and b.first_at < m.removed_at`,
    [points],
  );
  const { rows } = await transaction.raw(
    `select metering_point_id, serial, interval_seconds, min(day)::text as first, max(day)::text as last from (
       select metering_point_id, day, serial, interval_seconds from reading_day where metering_point_id = any(:points)
       union all
       select metering_point_id, day, serial, interval_seconds from reading_beside where metering_point_id = any(:points)) d
     group by metering_point_id, serial, interval_seconds order by metering_point_id, serial`,
    { points },
  );
  return rows.map((row: Record<string, any>): Question => ({
    series: { meteringPointId: row['metering_point_id'], serial: row['serial'], intervalSeconds: row['interval_seconds'] },
    days: { first: row['first'], last: row['last'] },
  }));
}
