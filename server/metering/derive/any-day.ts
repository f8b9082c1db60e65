import { differenceSql, metersSql } from './meter-chain.ts';

/** A stamp this close to the hour is the hour's. */
const snapSeconds = 300;
/** Readings further apart than this have a gap between them. */
const gapSeconds = 3900;
/** No series is delivered in longer steps. */
const longestIntervalDays = 31;

/**
 * Consumption of any days. Everything becomes segments, from a moment to a moment with so much used: between two
 * neighbouring registers of one meter (its opening and closing ones among them) or on both sides of a swap, or an interval as
 * delivered. An hour's use is the sum of its shares of the segments that cover it; it is missing where they don't cover it wholly, and estimated where one of them is a gap.
 * Registers win over intervals. `days` is a table of metering point, day, starts, ends.
 */
export function deriveGeneralSql(days: string): string {
  return `
  with island as (
    select metering_point_id, min(day) as first_day, max(day) as last_day, min(starts) as starts, max(ends) as ends
    from (select *, day - (row_number() over (partition by metering_point_id order by day))::int as island from ${days}) d
    group by metering_point_id, island),
  ${metersSql('island')},
  register as (
    select i.first_day, m.*, r.at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.quality, 1 as weight
    from island i
    join meters m on m.metering_point_id = i.metering_point_id
    left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
      and e.interval_seconds = 0 and e.day < i.first_day order by e.day desc limit 1) before on true
    left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
      and e.interval_seconds = 0 and e.day > i.last_day order by e.day limit 1) after on true
    cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.serial = m.serial and r.interval_seconds = 0
      and r.day between coalesce(before.day, i.first_day) and coalesce(after.day, i.last_day)
      and r.at between m.begins and m.ends offset 0) r
    union all
    select i.first_day, m.*, e.at, e.energy_kwh, e.volume_m3, e.flow_m3c, e.return_m3c, e.quality, case e.quality when 'm' then 2 else 0 end
    from island i
    join meters m on m.metering_point_id = i.metering_point_id
    cross join lateral (values
      (m.opens_at, m.opening_quality, m.opening_energy_kwh, m.opening_volume_m3, m.opening_flow_m3c, m.opening_return_m3c),
      (m.closes_at, m.closing_quality, m.closing_energy_kwh, m.closing_volume_m3, m.closing_flow_m3c, m.closing_return_m3c)
    ) e (at, quality, energy_kwh, volume_m3, flow_m3c, return_m3c)
    where e.energy_kwh is not null and isfinite(e.at)),
  placed as (
    select *, case when weight = 1 and abs(extract(epoch from at - nearest)) <= ${snapSeconds} and nearest between begins and ends
        then nearest else at end as moment
    from (select *, date_trunc('hour', at + interval '30 minutes', 'UTC') as nearest from register) r),
  -- While both meters of a swap send neither is believed: what was used meanwhile is known in all, and not by hours.
  alone as (
    select * from (select *, max(ordinal) over (w rows between unbounded preceding and current row) as newest,
        min(ordinal) over (w rows between current row and unbounded following) as oldest,
        swapped_out and lead(moment) over w = moment and lead(ordinal) over w > ordinal as outlived
      from placed window w as (partition by metering_point_id, first_day order by moment, ordinal)) p
    where newest = ordinal and oldest = ordinal and outlived is not true),
  snapped as (
    select distinct on (metering_point_id, first_day, chain, moment) *
    from alone order by metering_point_id, first_day, chain, moment, abs(extract(epoch from at - moment)), weight desc),
  segment as (
    select metering_point_id, first_day, true as registered, moment as since, lead(moment) over w as till,
      ${(['energy', 'volume', 'flow', 'return'] as const).map(differenceSql).join(', ')},
      case when extract(epoch from lead(moment) over w - moment) > ${gapSeconds} then 'e'
        else substr('ehcm', least(strpos('ehcm', quality), lead(strpos('ehcm', quality)) over w), 1) end as letter
    from snapped window w as (partition by metering_point_id, first_day, chain order by moment)
    union all
    select i.metering_point_id, i.first_day, false, r.at, r.at + r.interval_seconds * interval '1 second',
      r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, case when r.interval_seconds > ${gapSeconds} then 'e' else r.quality end
    from island i
    cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 0
      and r.day between i.first_day - ${longestIntervalDays} and i.last_day offset 0) r),
  share as (
    select s.metering_point_id, s.first_day, s.registered, hour, s.letter, s.energy, s.volume, s.flow, s.return,
      extract(epoch from least(s.till, hour + interval '1 hour') - greatest(s.since, hour)) as seconds,
      extract(epoch from least(s.till, hour + interval '1 hour') - greatest(s.since, hour))::float8 / extract(epoch from s.till - s.since)::float8 as part
    from segment s
    join island i on i.metering_point_id = s.metering_point_id and i.first_day = s.first_day
    cross join lateral generate_series(date_trunc('hour', greatest(s.since, i.starts), 'UTC'), least(s.till, i.ends) - interval '1 microsecond', interval '1 hour') hour
    where s.till > s.since and s.energy is not null),
  covered as (
    select metering_point_id, first_day, hour, registered, sum(energy * part) as energy, sum(volume * part) as volume,
      sum(flow * part) as flow, sum(return * part) as return, count(*) = count(volume) as with_volume,
      substr('ehcm', min(strpos('ehcm', letter)), 1) as letter
    from share group by metering_point_id, first_day, hour, registered having sum(seconds) between 3599 and 3601),
  hourly as (
    select distinct on (metering_point_id, hour) * from covered order by metering_point_id, hour, registered desc),
  slot as (
    select d.metering_point_id, d.day, hour, h.energy, h.volume, h.flow, h.return, h.with_volume, coalesce(h.letter, '-') as letter
    from ${days} d
    cross join lateral generate_series(d.starts, d.ends - interval '1 hour', interval '1 hour') hour
    left join hourly h using (metering_point_id, hour)),
  daily as (
    select metering_point_id, day, array_agg(energy order by hour) as hours, string_agg(letter, '' order by hour) as status,
      count(*) as size, count(energy) as filled, count(*) filter (where letter = 'e') as estimated, sum(energy) as energy,
      max(energy) filter (where letter in ('m', 'c')) as peak,
      case when bool_and(with_volume) then sum(volume) end as volume, sum(flow) as flow, sum(return) as return
    from slot group by metering_point_id, day)
  select metering_point_id, day, filled - estimated, estimated, size - filled,
    (select min(n) - 1 from unnest(hours) with ordinality u (kwh, n) where kwh = peak and substr(status, n::int, 1) in ('m', 'c')),
    peak, energy, volume, case when volume is not null then flow end, case when volume is not null then return end, status, hours
  from daily`;
}
