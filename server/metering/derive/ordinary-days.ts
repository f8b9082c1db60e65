import { lastBefore } from './judge-standstills.ts';

/**
 * SQL: the consumption of days that an import has just staged of ordinary metering points, out of the staging table, which has their hours as numbers.
 * Each is closed by the first register of the next, where that is staged too. Days that an estimate or a standstill may be part of, and those of other
 * shapes, are left to `plainDays`; both give the same.
 */
export const ordinaryDays = (staging: string, ordinary: string) => `
  with staged as (
    select s.metering_point_id, s.day, s.count, s.first_at + s.count * interval '1 hour' as ends, s.first_energy_kwh, s.hours, s.largest_hour, s.hours_sum,
      s.first_others, s.last_others, coalesce(lag(s.last_energy_kwh) over w, o.last_before_kwh) as before_kwh, lead(s.first_at) over w as next_at,
      lead(left(s.quality, 1)) over w as next_quality, lead(s.first_energy_kwh) over w - s.last_energy_kwh as rise, lead(s.first_others) over w as next_others
    from ${ordinary} o join ${staging} s on s.metering_point_id = o.metering_point_id
    window w as (partition by s.metering_point_id order by s.day))
  select c.metering_point_id, c.day, h.measured, 0, c.count - h.measured, array_position(h.hours, h.peak) - 1, h.peak, h.energy,
    s.volume, case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
    repeat('m', h.measured) || repeat('-', c.count - h.measured), h.hours
  from staged c
  cross join lateral (select c.hours || greatest(c.rise, case when c.rise is not null then 0 end) as hours, greatest(c.largest_hour, c.rise) as peak,
    c.hours_sum + coalesce(greatest(c.rise, 0), 0) as energy, c.count - case when c.rise is null then 1 else 0 end as measured offset 0) h
  cross join lateral (select ${['volume', 'flow', 'return']
    .map((name, n) => `coalesce(c.next_others[${n + 1}], c.last_others[${n + 1}]) - c.first_others[${n + 1}] as ${name}`)
    .join(', ')} offset 0) s
  where c.hours is not null and coalesce(c.rise >= -0.000001, true) and coalesce(c.next_quality, 'm') = 'm' and coalesce(c.next_at = c.ends, true)
    and coalesce(least(s.volume, s.flow, s.return) >= 0, true)
    and not (h.peak > 0 and case when h.hours[1] = h.peak then c.first_energy_kwh = c.before_kwh
      else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end)`;

/**
 * SQL: the days before those, whose last hour the first staged register ends: all other hours are known from when the day came. Only where they were measured and
 * the rest of the day is told by differences; others are left to `plainDays`.
 */
export const closedDays = (ordinary: string) => `
  select o.metering_point_id, o.day, o.hours_before, 0, 0, array_position(h.hours, h.peak) - 1, h.peak, c.energy_kwh + greatest(o.rise_kwh, 0),
    o.others_before[1], case when o.others_before[1] is not null then o.others_before[2] end, case when o.others_before[1] is not null then o.others_before[3] end,
    repeat('m', o.hours_before), h.hours
  from (select *, first_day - 1 as day from ${ordinary} o where rise_kwh >= -0.000001) o
  cross join lateral (select * from consumption_day c where c.metering_point_id = o.metering_point_id and c.day = o.day limit 1) c
  cross join lateral (select c.hours[:o.hours_before - 1] || greatest(o.rise_kwh, 0) as hours, greatest(c.peak_kwh, o.rise_kwh, 0) as peak offset 0) h
  where c.status = repeat('m', o.hours_before - 1) || '-' and cardinality(c.hours) = o.hours_before
    and coalesce(least(o.others_before[1], o.others_before[2], o.others_before[3]) >= 0, true)
    -- A register that is told no more leaves the day's own end: that is read there.
    and ${['volume_m3', 'flow_m3c', 'return_m3c'].map((name, n) => `(o.others_before[${n + 1}] is null) = (c.${name} is null)`).join(' and ')}
    and not (h.peak > 0 and case when h.hours[1] = h.peak then o.first_before_kwh = ${lastBefore('o')}
      else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end)`;

/** SQL: the days whose consumption ordinary readings can change. */
export const ordinaryRanges = (ordinary: string) => `select metering_point_id, touched_from, last_day from ${ordinary} o`;
