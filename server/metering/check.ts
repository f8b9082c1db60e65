import type { Knex } from 'knex';
import { dropKwh } from './plausible.ts';
import type { WorkTables } from './work-table.ts';

const fault = (energy: string, before: string, at: string, atBefore: string, limit: string) =>
  `(${energy} < ${before} - ${dropKwh} or ${energy} > ${before} + ${limit} * extract(epoch from ${at} - ${atBefore}) / 3600 + 1)`;

/**
 * The metering points in whose readings something doesn't fit: inside a staged day (seen while packing), from one day to
 * the next, or between what is staged and what is stored. Their readings are then looked at one by one.
 */
export async function findSuspicious(transaction: Knex.Transaction, tables: WorkTables, staging: string): Promise<string[]> {
  const { rows } = await transaction.raw(`
    with span as (
      select metering_point_id, serial, min(day) as first_day, max(day) as last_day, max(max_power_kw) as limit_kw
      from ${staging} where interval_seconds = 0 group by metering_point_id, serial),
    stored as (
      select d.metering_point_id, d.serial, d.first_at, cardinality(d.energy_kwh) as size, d.step_seconds, d.offsets,
        d.energy_kwh[1] as first_energy, d.energy_kwh[cardinality(d.energy_kwh)] as last_energy
      from span s
      left join lateral (select max(e.day) as day from reading_day e where e.metering_point_id = s.metering_point_id
        and e.serial = s.serial and e.interval_seconds = 0 and e.day < s.first_day) before on true
      left join lateral (select min(e.day) as day from reading_day e where e.metering_point_id = s.metering_point_id
        and e.serial = s.serial and e.interval_seconds = 0 and e.day > s.last_day) after on true
      join reading_day d on d.metering_point_id = s.metering_point_id and d.serial = s.serial and d.interval_seconds = 0
        and d.day between coalesce(before.day, s.first_day) and coalesce(after.day, s.last_day)),
    chunk as (
      select metering_point_id, serial, first_at, last_at, first_energy_kwh as first_energy, last_energy_kwh as last_energy
      from ${staging} where interval_seconds = 0
      union all
      select metering_point_id, serial, first_at,
        first_at + coalesce(offsets[size], (size - 1) * step_seconds) * interval '1 second', first_energy, last_energy from stored),
    neighbours as (
      select metering_point_id, serial, first_at, first_energy,
        lag(last_at) over w as at_before, lag(last_energy) over w as energy_before
      from chunk window w as (partition by metering_point_id, serial order by first_at, last_at)),
    merged as (
      select b.metering_point_id, b.serial, b.at, b.energy_kwh, lag(b.at) over w as at_before, lag(b.energy_kwh) over w as energy_before
      from ${tables.name('both')} b where b.interval_seconds = 0
      window w as (partition by b.metering_point_id, b.serial order by b.at))
    select metering_point_id from ${staging} where suspicious
    union
    select n.metering_point_id from neighbours n join span s using (metering_point_id, serial)
      where n.first_at > n.at_before and ${fault('n.first_energy', 'n.energy_before', 'n.first_at', 'n.at_before', 's.limit_kw')}
    union
    select m.metering_point_id from merged m join span s using (metering_point_id, serial)
      where ${fault('m.energy_kwh', 'm.energy_before', 'm.at', 'm.at_before', 's.limit_kw')}`);
  return rows.map((row: { metering_point_id: string }) => row.metering_point_id);
}
