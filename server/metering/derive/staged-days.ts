import { valueAt } from '../stage/packed-sql.ts';
import { keyOf } from '../store/merge.ts';
import { lastBefore } from './judge-standstills.ts';
import { standstillsIn } from './plain-days.ts';

const others = ['volume_m3', 'flow_m3c', 'return_m3c'];

/** What an import has staged, and `key`, those of its days that have another source too. */
export interface StagedDays {
  staging: string;
  key: string;
}

/**
 * SQL: the days of `plainDays` that are stored just as they were staged, out of the staging table, which has their hours as numbers: taking them out of
 * `reading_day` costs most of the derivation. Where the next day is staged alike its first register is taken from there too. Days that a correction,
 * an estimate or a standstill may be part of are left to `plainDays`; both give the same.
 */
export const stagedDays = ({ staging, key }: StagedDays) => `
  with alone as (
    select s.metering_point_id, s.serial, s.day, s.count, s.first_at as starts, s.first_at + s.count * interval '1 hour' as ends,
      s.first_energy_kwh, s.last_energy_kwh, s.hours, s.largest_hour, s.hours_sum, s.first_others, s.last_others,
      lead(s.day) over w = s.day + 1 as goes_on, lead(s.first_at) over w as next_at, lead(left(s.quality, 1)) over w as next_quality,
      lead(s.first_energy_kwh) over w as next_energy_kwh, lead(s.first_others) over w as next_others
    from ${staging} s
    where s.interval_seconds = 0 and s.first_others is not null
      and not exists (select from ${key} k where (${keyOf('k')}) = (${keyOf('s')}))
    window w as (partition by s.metering_point_id, s.serial order by s.day)),
  closed as (
    select a.metering_point_id, a.serial, a.day, a.count, a.starts, a.ends, a.first_energy_kwh, a.hours, a.largest_hour, a.hours_sum, a.first_others, a.last_others,
      n.first_at as next_at, n.quality as next_quality, n.energy_kwh - a.last_energy_kwh as rise, n.others as next_others
    from alone a
    left join lateral (
      select a.next_at as first_at, a.next_quality as quality, a.next_energy_kwh as energy_kwh, a.next_others as others where a.goes_on
      union all
      (select n.first_at, left(n.quality, 1), ${valueAt('n', 'energy_kwh', '1')}, array[${others.map((name) => valueAt('n', name, '1')).join(', ')}]
       from reading_day n where a.goes_on is not true
         and n.metering_point_id = a.metering_point_id and n.day = a.day + 1 and n.serial = a.serial and n.interval_seconds = 0 limit 1)) n on true
    where a.hours is not null)
  select c.metering_point_id, c.day, h.measured, 0, c.count - h.measured, array_position(h.hours, h.peak) - 1, h.peak, h.energy,
    s.volume, case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
    repeat('m', h.measured) || repeat('-', c.count - h.measured), h.hours
  from closed c
  cross join lateral (select * from meter m where m.metering_point_id = c.metering_point_id and m.serial = c.serial
    and m.installed_at <= c.starts and m.removed_at >= c.ends and (m.removed_by is null or m.removed_at > c.ends) limit 1) m
  cross join lateral (select c.hours || greatest(c.rise, case when c.rise is not null then 0 end) as hours, greatest(c.largest_hour, c.rise) as peak,
    c.hours_sum + coalesce(greatest(c.rise, 0), 0) as energy, c.count - case when c.rise is null then 1 else 0 end as measured offset 0) h
  cross join lateral (select ${['volume', 'flow', 'return']
    .map((name, n) => `coalesce(c.next_others[${n + 1}], c.last_others[${n + 1}]) - c.first_others[${n + 1}] as ${name}`)
    .join(', ')} offset 0) s
  where coalesce(c.rise >= -0.000001, true) and coalesce(c.next_quality, 'm') = 'm'
    and case when c.next_at is not null then c.next_at = c.ends
      else m.removed_at = 'infinity' and not exists (select from reading_day l where l.metering_point_id = c.metering_point_id and l.day > c.day) end
    and coalesce(least(s.volume, s.flow, s.return) >= 0, true)
    -- A look-up by the key, where "not exists" may be planned as a join that reads the whole base.
    and (select true from reading_day o where o.metering_point_id = c.metering_point_id and o.day = c.day and (o.serial <> c.serial or o.interval_seconds <> 0) limit 1) is null
    and not (h.peak > 0 and case when h.hours[1] = h.peak then c.first_energy_kwh = ${lastBefore('c')}
      else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end)
    and not exists (${standstillsIn('c')})`;
