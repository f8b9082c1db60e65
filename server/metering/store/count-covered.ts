import type { Knex } from 'knex';

/** As in the arithmetic of days: a stamp this close to the hour is the hour's, and registers further apart have a gap between them. */
const [snapSeconds, gapSeconds] = [300, 3900];

/**
 * How many of a file's intervals are wholly covered by something finer, a register or shorter intervals, and so show in no hour. `keys` is a
 * table of the days (metering point, day, serial, interval) in which the file may have readings.
 */
export async function countCovered(transaction: Knex.Transaction, keys: string, fileId: number): Promise<number> {
  const around = (day: string) => `${day} - 1 and ${day} + 1 + k.interval_seconds / 86400`;
  const { rows: mixed } = await transaction.raw(
    // A look-up by the key, where "exists" may be planned as a join that reads the whole base.
    `select 1 from ${keys} k where k.interval_seconds > 0 and (select true from reading_day o
       where o.metering_point_id = k.metering_point_id and o.interval_seconds < k.interval_seconds and o.day between ${around('k.day')} limit 1) limit 1`,
  );
  if (mixed.length === 0) return 0;
  const second = `interval '1 second'`;
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from (select distinct metering_point_id, day, serial, interval_seconds from ${keys} where interval_seconds > 0) k
     cross join lateral (select * from reading r where r.metering_point_id = k.metering_point_id and r.day = k.day and r.serial = k.serial
       and r.interval_seconds = k.interval_seconds and r.file_id = cast(:fileId as int) offset 0) r
     where (select range_agg(tstzrange(since, till)) from (
       select o.at as since, o.at + o.interval_seconds * ${second} as till from reading o
         where o.metering_point_id = k.metering_point_id and o.interval_seconds > 0 and o.interval_seconds < k.interval_seconds and o.day between ${around('k.day')}
       union all
       select * from (select at as since, lead(at) over (partition by serial order by at) as till from reading o
         where o.metering_point_id = k.metering_point_id and o.interval_seconds = 0 and o.day between ${around('k.day')}) g
         where extract(epoch from till - since) <= ${gapSeconds}) finer)
       @> tstzrange(r.at + ${snapSeconds} * ${second}, r.at + (r.interval_seconds - ${snapSeconds}) * ${second})`,
    { fileId },
  );
  return rows[0]!.count;
}
