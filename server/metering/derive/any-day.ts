import { defaultMaxPowerKw } from '../pack/register-step.ts';
import { fewestKwh, unitsKwh } from '../screen/roll-over.ts';
import type { WorkTables } from '../stage/work-tables.ts';
import { dateOf } from './date-of.ts';
import { differenceSql, metersSql } from './meter-chain.ts';

/** A stamp this close to the hour is the hour's. */
const snapSeconds = 300;
/** Readings further apart than this have a gap between them. */
const gapSeconds = 3900;
/** No series is delivered in longer steps. */
const longestIntervalDays = 400;
/** kWh a register may fall by without having fallen. */
const dropKwh = 0.000001;
/** Likewise in m³ and m³·°C, whose registers have no house's hours to be held to: they are near their end, and little beyond it. */
const fewestOther = 1_000;
const nearEnd = 0.01;

/** SQL: what a register beside that of energy has counted, over its end too. */
const rolledSql = (name: string) => {
  const [rise, register] = [`s.${name}`, `s.${name}_register`];
  const end = `power(10, floor(log(${register})) + 1)`;
  return `case when ${rise} < 0 and s.of_one_meter and ${register} >= ${fewestOther} and ${register} > ${end} * ${1 - nearEnd} and ${rise} + ${end} < ${end} * ${nearEnd}
    then ${rise} + ${end} else ${rise} end as ${name}`;
};

/**
 * Consumption of any days. Everything becomes segments, from a moment to a moment with so much used: between two
 * neighbouring registers of one meter (its opening and closing ones among them) or on both sides of a swap, or an interval as
 * delivered. An hour's use is the sum of its shares of the segments that cover it; it is missing where they don't cover it wholly, and estimated where one of them is a gap.
 * The finest that covers an hour counts; a coarser one fills what is left of it. `days` is a table of metering point, day, starts, ends;
 * `spread` tells that a register stood still in some of them.
 */
export const deriveGeneralSql = (days: string, spread: boolean) => `
  with ${shareChain(days, spread)},
  finest as (${finestSql('share')}),
  ${dailySql(days, 'share', 'finest')}`;

/** The same where the tables are spread: what is asked for more than once in a statement would go through the coordinator, so it lies in work tables meanwhile. */
export async function deriveGeneralSpread(tables: WorkTables, days: string, spread: boolean): Promise<string> {
  const share = await tables.fill(
    'share',
    `metering_point_id bigint, first_day date, source integer, since timestamptz, till timestamptz, hour timestamptz, letter text,
     energy double precision, volume double precision, flow double precision, return double precision, seconds double precision, length double precision`,
    `with ${shareChain(days, spread)} select * from share`,
  );
  const finest = await tables.fill(
    'finest',
    `metering_point_id bigint, first_day date, hour timestamptz, source integer, energy double precision, volume double precision, flow double precision,
     return double precision, with_volume boolean, letter text, length double precision`,
    finestSql(share),
  );
  return `with ${dailySql(days, share, finest)}`;
}

/** SQL: the days whose readings count, from the first to the last: on the date of a swap neither meter may be believed, so that it is among them, and the neighbouring readings lie beyond it. */
const firstDay = `least(i.first_day, case when m.swapped_out then ${dateOf('m.removed_at')} end)`;
const lastDay = `greatest(i.last_day, case when m.swapped_in then ${dateOf('m.installed_at')} end)`;

/** SQL: what each segment gives to each hour that it touches: common table expressions, the last of them `share`. */
function shareChain(days: string, spread: boolean): string {
  // Between the ends of a standstill that is spread nothing was read.
  const moving = spread
    ? `and not exists (select from standstill s where s.metering_point_id = r.metering_point_id and s.serial = r.serial and s.spread and r.at > s.since and r.at < s.till)`
    : '';
  return `
  island as not materialized (
    select metering_point_id, min(day) as first_day, max(day) as last_day, min(starts) as starts, max(ends) as ends
    from (select *, day - (row_number() over (partition by metering_point_id order by day))::int as island from ${days}) d
    group by metering_point_id, island),
  ${metersSql('island')},
  register as (
    select i.first_day, m.*, r.at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.quality, 1 as weight
    from island i
    join meters m on m.metering_point_id = i.metering_point_id
    left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
      and e.interval_seconds = 0 and e.day < ${firstDay} order by e.day desc limit 1) before on true
    left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
      and e.interval_seconds = 0 and e.day > ${lastDay} order by e.day limit 1) after on true
    cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.serial = m.serial and r.interval_seconds = 0
      and r.day between coalesce(before.day, ${firstDay}) and coalesce(after.day, ${lastDay})
      and r.at between m.begins and m.ends ${moving} offset 0) r
    union all
    select i.first_day, m.*, e.at, e.energy_kwh, e.volume_m3, e.flow_m3c, e.return_m3c, e.quality, case when e.quality = 'm' then 2 else 0 end
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
  -- While both meters of a swap send neither is believed: what was used meanwhile is known in all, and not by hours. Both windows grow
  -- from an end: a frame that shrinks is summed up anew for each row.
  alone as (
    select * from (select *, max(ordinal) over (w rows between unbounded preceding and current row) as newest,
        min(ordinal) over (partition by metering_point_id, first_day order by moment desc, ordinal desc rows between unbounded preceding and current row) as oldest,
        swapped_out and lead(moment) over w = moment and lead(ordinal) over w > ordinal as outlived
      from placed window w as (partition by metering_point_id, first_day order by moment, ordinal)) p
    where newest = ordinal and oldest = ordinal and outlived is not true),
  snapped as (
    select distinct on (metering_point_id, first_day, chain, moment) *
    from alone order by metering_point_id, first_day, chain, moment, abs(extract(epoch from at - moment)), weight desc),
  stretch as (
    select metering_point_id, first_day, 0 as source, moment as since, lead(moment) over w as till, energy_kwh as register,
      volume_m3 as volume_register, flow_m3c as flow_register, return_m3c as return_register, lead(ordinal) over w = ordinal as of_one_meter,
      ${(['energy', 'volume', 'flow', 'return'] as const).map(differenceSql).join(', ')},
      case when extract(epoch from lead(moment) over w - moment) > ${gapSeconds} then 'e'
        else substr('ehcm', least(strpos('ehcm', quality), lead(strpos('ehcm', quality)) over w), 1) end as letter
    from snapped window w as (partition by metering_point_id, first_day, chain order by moment)),
  -- A register of one meter that is lower than before has gone over its end: nothing else was let through.
  segment as (
    select s.metering_point_id, s.first_day, s.source, s.since, s.till,
      case when s.energy >= -${dropKwh} and (s.of_one_meter or s.energy <= coalesce(p.max_power_kw, ${defaultMaxPowerKw}) * extract(epoch from s.till - s.since) / 3600 + 2)
          then greatest(s.energy, 0)
        when s.of_one_meter and s.register >= ${fewestKwh} then (select min(s.energy + e)
          from (values ${unitsKwh.map((unit) => `(power(10, floor(log(s.register / ${unit})) + 1) * ${unit})`).join(', ')}) ends (e)
          where s.energy + e >= 0) end as energy,
      ${['volume', 'flow', 'return'].map(rolledSql).join(', ')}, s.letter
    from stretch s left join metering_point p on p.metering_point_id = s.metering_point_id where s.till is not null
    union all
    select i.metering_point_id, i.first_day, r.interval_seconds, r.at, r.at + r.interval_seconds * interval '1 second',
      r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, case when r.interval_seconds > ${gapSeconds} then 'e' else r.quality end
    from island i
    cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 0
      and r.day between i.first_day - 2 and i.last_day and r.interval_seconds <= 90000 offset 0) r
    union all
    select i.metering_point_id, i.first_day, r.interval_seconds, r.at, r.at + r.interval_seconds * interval '1 second',
      r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, 'e'
    from island i
    cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 90000
      and r.day between i.first_day - ${longestIntervalDays} and i.last_day offset 0) r
    union all
    -- Before a house has a meter, and after the last, nothing is used: so the part of an hour counts in which there is one.
    select m.metering_point_id, i.first_day, 0, e.since, e.till, 0, 0, 0, 0, 'm'
    from (select *, case when isfinite(installed_at) and installed_by is null then greatest(date_trunc('hour', installed_at, 'UTC'), former) end as opens_since,
            case when isfinite(removed_at) and removed_by is null and coalesce(next, 'infinity') >= date_trunc('hour', removed_at, 'UTC') + interval '1 hour'
              then removed_at end as closes_since,
            date_trunc('hour', case when isfinite(removed_at) then removed_at end, 'UTC') + interval '1 hour' as closes_till
          from (select *, lag(coalesce(removed_by, removed_at)) over w as former, lead(installed_at) over w as next from meter_order
            window w as (partition by metering_point_id order by ordinal)) o) m
    join island i on i.metering_point_id = m.metering_point_id
    cross join lateral (values (m.opens_since, m.installed_at), (m.closes_since, m.closes_till)) e (since, till)
    where e.since < e.till and e.till - e.since < interval '1 hour'),
  -- Hours since 1970, for whole numbers alone are counted through wherever the rows lie.
  touched as (
    select s.*, floor(extract(epoch from greatest(s.since, i.starts)) / 3600)::int as first_hour, ceil(extract(epoch from least(s.till, i.ends)) / 3600)::int - 1 as last_hour
    from segment s
    join island i on i.metering_point_id = s.metering_point_id and i.first_day = s.first_day
    where s.till > s.since and s.energy is not null),
  share as (
    select s.metering_point_id, s.first_day, s.source, s.since, s.till, to_timestamp(n * 3600.0) as hour, s.letter, s.energy, s.volume, s.flow, s.return,
      extract(epoch from least(s.till, to_timestamp(n * 3600.0) + interval '1 hour') - greatest(s.since, to_timestamp(n * 3600.0)))::float8 as seconds,
      extract(epoch from s.till - s.since)::float8 as length
    from touched s cross join lateral generate_series(s.first_hour, s.last_hour) n)`;
}

/** SQL: a segment that is all within the hour gives what it has, to the last bit, as differences do. */
const shareOf = (name: string) => `case when seconds = length then ${name} else ${name} * seconds / length end`;

/** SQL: the finest that covers an hour counts, a register before an interval. */
const finestSql = (share: string) => `
  select distinct on (metering_point_id, first_day, hour) * from (
    select metering_point_id, first_day, hour, source, ${['energy', 'volume', 'flow', 'return'].map((name) => `sum(${shareOf(name)}) as ${name}`).join(', ')},
      count(*) = count(volume) as with_volume,
      substr('ehcm', min(strpos('ehcm', letter)), 1) as letter, greatest(max(length), 3600) as length
    from ${share} group by metering_point_id, first_day, hour, source having sum(seconds) between 3599 and 3601) covered
  order by metering_point_id, first_day, hour, length, source`;

/** SQL: the days, out of the shares and the finest of each hour. */
const dailySql = (days: string, share: string, finest: string) => `
  -- What a coarser one tells beyond that is spread over the hours that are left to it, so that its sum comes out.
  rest as (
    select s.metering_point_id, s.first_day, s.source, s.since,
      greatest(max(s.energy) - coalesce(sum(f.energy * s.seconds / 3600) filter (where f.source <> s.source), 0), 0) as energy,
      nullif(sum(s.seconds) filter (where f.source is null or f.source = s.source), 0) as seconds
    from ${share} s left join ${finest} f on f.metering_point_id = s.metering_point_id and f.first_day = s.first_day and f.hour = s.hour
    where s.length > ${gapSeconds}
    group by s.metering_point_id, s.first_day, s.source, s.since having bool_or(f.source <> s.source)),
  spread as (
    select s.metering_point_id, s.first_day, s.hour, s.source, sum(coalesce(r.energy / r.seconds * s.seconds, s.energy * s.seconds / s.length)) as energy
    from ${share} s join rest r on r.metering_point_id = s.metering_point_id and r.first_day = s.first_day and r.source = s.source and r.since = s.since
    group by s.metering_point_id, s.first_day, s.hour, s.source),
  hourly as (
    select f.metering_point_id, f.hour, coalesce(s.energy, f.energy) as energy, f.volume, f.flow, f.return, f.with_volume, f.letter
    from ${finest} f left join spread s on s.metering_point_id = f.metering_point_id and s.first_day = f.first_day and s.hour = f.hour and s.source = f.source),
  slot as (
    select d.metering_point_id, d.day, d.hour, h.energy, h.volume, h.flow, h.return, h.with_volume, coalesce(h.letter, '-') as letter
    from (select d.metering_point_id, d.day, d.starts + n * interval '1 hour' as hour
      from (select *, (extract(epoch from ends - starts) / 3600)::int as size from ${days}) d cross join lateral generate_series(0, d.size - 1) n) d
    left join hourly h on h.metering_point_id = d.metering_point_id and h.hour = d.hour),
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
