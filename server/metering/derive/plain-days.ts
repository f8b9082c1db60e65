import { countOf, valueAt, valuesOf } from '../stage/packed-sql.ts';
import { lastBefore } from './judge-standstills.ts';

const difference = (name: string) => `coalesce(${valueAt('n', name, '1')}, ${valueAt('p', name, 'h.size')}) - ${valueAt('p', name, '1')}`;

/** SQL: an hour is corrected where one of its two registers is. */
const letters = `left(replace(coalesce(p.quality, repeat('m', h.size)) || coalesce(left(n.quality, 1), 'm'), 'mc', 'cc'), h.measured)`;

/** SQL: the spread standstills that a row of days touches. */
export const standstillsIn = (day: string) => `
  select from standstill still where still.metering_point_id = ${day}.metering_point_id and still.spread and still.since < ${day}.ends and still.till > ${day}.starts`;

/** SQL: the day's largest hour comes directly after one without use: it may be of all the time in which the register stood still. */
export const mayHaveStoodStill = (
  isSpread: boolean,
) => `h.peak > 0 and case when h.hours[1] = h.peak then ${valueAt('p', 'energy_kwh', '1')} = ${lastBefore('p', isSpread)}
  else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end`;

/**
 * `limit` keeps each look-up one by the key: planned as a join it may read the whole base for a day's delivery.
 * Register differences inside a day's own row, closed by the first register of the next day; `more` is further columns.
 */
export const plainDays = (days: string, more = '') => `
  select p.metering_point_id, p.day, h.measured, 0, h.size - h.measured,
    array_position(h.hours, h.peak) - 1, h.peak, h.energy, s.volume,
    case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
    ${letters} || repeat('-', h.size - h.measured), h.hours${more}
  from ${days} d
  cross join lateral (select p.*, count(*) over () as rows_of_day, ${valuesOf('p', 'energy_kwh')} as registers from reading_day p where p.metering_point_id = d.metering_point_id and p.day = d.day limit 1) p
  cross join lateral (select * from meter m where m.metering_point_id = p.metering_point_id and m.serial = p.serial
    and m.installed_at <= d.starts and m.removed_at >= d.ends and (m.removed_by is null or m.removed_at > d.ends) limit 1) m
  left join lateral (select * from reading_day n where n.metering_point_id = p.metering_point_id and n.day = p.day + 1
    and n.serial = p.serial and n.interval_seconds = 0 limit 1) n on true
  cross join lateral (
    -- greatest() passes over null, and an hour without its end is missing, never 0.
    select array_agg(used) as hours, max(used) as peak, sum(used) as energy, min(rise) as lowest, count(*)::int as size, count(used)::int as measured
    from (select b - a as rise, case when b is not null then greatest(b - a, 0) end as used
      from unnest(p.registers, p.registers[2:] || ${valueAt('n', 'energy_kwh', '1')}) u (a, b)) u) h
  -- Once a day, and not wherever one of them is asked.
  cross join lateral (select
    ${difference('volume_m3')} as volume, ${difference('flow_m3c')} as flow, ${difference('return_m3c')} as return offset 0) s
  where p.step_seconds = 3600 and p.first_at = d.starts and p.first_at + ${countOf('p')} * interval '1 hour' = d.ends
    and (p.quality is null or p.quality !~ '[eh]') and coalesce(h.lowest >= -0.000001, true)
    and case when n.day is not null then n.first_at = d.ends and (n.quality is null or left(n.quality, 1) in ('m', 'c'))
      else m.removed_at = 'infinity' and not exists (select from reading_day l where l.metering_point_id = p.metering_point_id and l.day > p.day) end
    and p.interval_seconds = 0 and p.rows_of_day = 1
    -- A register that rolled over is not taken by its ends.
    and coalesce(least(s.volume, s.flow, s.return) >= 0, true)`;
