-- a file of meters
BEGIN;
select pg_advisory_xact_lock($1);
select "file_id", "withdrawn_at", "rejected" from "source_file" where "sha256" = $1 limit $2;
insert into "source_file" ("bytes_sha256", "kind", "name", "names_meters", "profile", "sha256") values ($1, $2, $3, $4, $5, $6) returning "file_id";
insert into metering_point (metering_point_id) select distinct metering_point_id from unnest(cast($1 as bigint[]), cast($2 as text[])) with ordinality as s (metering_point_id, serial, rank) on conflict do nothing returning 1;
insert into meter (metering_point_id, serial)
select distinct on (s.metering_point_id) s.metering_point_id, s.serial from unnest(cast($1 as bigint[]), cast($2 as text[])) with ordinality as s (metering_point_id, serial, rank)
left join (select distinct metering_point_id from meter where metering_point_id = any(cast($3 as bigint[]))) m on m.metering_point_id = s.metering_point_id
where s.serial is not null and m.metering_point_id is null
order by s.metering_point_id, rank on conflict do nothing returning metering_point_id, serial;
select * from "meter" where "metering_point_id" = $1 and "serial" = $2 order by "installed_at" asc;
insert into "meter" ("metering_point_id", "serial") values ($1, $2);
update meter_line set again = again || cast($1 as int)
where metering_point_id = any(cast($2 as bigint[])) and file_id <> $3 and cardinality(again) < $4 and (metering_point_id, said) in (select id, said from jsonb_to_recordset(cast($5 as jsonb)) as l (id bigint, line integer, said jsonb, repeats boolean) where repeats);
insert into meter_line (metering_point_id, file_id, line, said)
select l.id, cast($1 as int), l.line, l.said from jsonb_to_recordset(cast($2 as jsonb)) as l (id bigint, line integer, said jsonb, repeats boolean)
left join (select distinct metering_point_id, said from meter_line where metering_point_id = any(cast($3 as bigint[])) and file_id <> $4) m on m.metering_point_id = l.id and m.said = l.said
where m.metering_point_id is null or not l.repeats;
select o.serial as other, m.opening_energy_kwh is not null and m.installed_at = '-infinity' as opens_never,
     m.closing_energy_kwh is not null and m.removed_at = 'infinity' as closes_never
   from meter m left join meter o on o.metering_point_id = m.metering_point_id and (o.serial, o.installed_at) <> (m.serial, m.installed_at)
     and ((m.installed_at < coalesce(o.removed_by, o.removed_at)
and o.installed_at <= m.installed_at
and (o.removed_at, o.removed_by) is distinct from (m.installed_at, m.installed_by)) or (o.installed_at < coalesce(m.removed_by, m.removed_at)
and m.installed_at <= o.installed_at
and (m.removed_at, m.removed_by) is distinct from (o.installed_at, o.installed_by)))
   where m.metering_point_id = $1 and m.serial = $2;
select metering_point_id::text as point, serial, extract(epoch from installed_at)::float8 as "installedAt",
extract(epoch from coalesce(installed_by, installed_at))::float8 as "installedBy", extract(epoch from removed_at)::float8 as "removedAt",
extract(epoch from coalesce(removed_by, removed_at))::float8 as "removedBy" from meter where serial = any($1) order by installed_at, metering_point_id;
select distinct "metering_point_id" from "meter" where "serial" in ($1) and not "serial" = $2;
select "file_id" from "source_file" where "names_meters" = $1;
select distinct b.serial from reading_beside b
where b.metering_point_id = any(cast($1 as bigint[])) and b.serial = any(cast($2 as text[])) and b.serial <> '' and b.reason in ('unknown-meter', 'outside-meter-time') and b.count = 1
  and (b.metering_point_id = 0 or b.file_id = any(cast($3 as int[])));
insert into reading_beside (metering_point_id, serial, day, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed,
reason, recorded_at) select 0, serial, day, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed,
reason, recorded_at from reading_beside b where b.metering_point_id = any(cast($1 as bigint[])) and b.serial = any(cast($2 as text[])) and b.serial <> '' and b.reason in ('unknown-meter', 'outside-meter-time') and b.count = 1
  and b.file_id = any(cast($3 as int[])) and not exists (select from meter m where m.metering_point_id = b.metering_point_id and m.serial = b.serial);
update reading_beside b set serial = m.serial from meter m
where b.metering_point_id = any($1) and m.metering_point_id = b.metering_point_id and b.serial = '' and b.reason in ('unknown-meter', 'outside-meter-time') and b.count = 1
  and b.first_at >= m.installed_at and b.first_at < m.removed_at;
select metering_point_id, serial, interval_seconds, min(day)::text as first, max(day)::text as last, sum(count)::int as count from (
  select metering_point_id, day, serial, interval_seconds, coalesce(d.count, cardinality(d.energy_kwh)) as count from reading_day d where metering_point_id = any($1)
  union all
  select metering_point_id, day, serial, interval_seconds, count from reading_beside where metering_point_id = any($2)) d
group by metering_point_id, serial, interval_seconds order by metering_point_id, serial;
select "file_id" from "source_file" where "withdrawn_at" is not null;
select exists (select from pg_extension where extname = 'citus') as has_citus;
set local jit = off;
set local default_statistics_target = 10;
create unlogged table meters_…_done (metering_point_id bigint, day date) with (autovacuum_enabled = false);
create unlogged table meters_…_day (metering_point_id bigint, day date, starts timestamptz, ends timestamptz) with (autovacuum_enabled = false);
insert into meters_…_day select metering_point_id, day, day::timestamp at time zone 'Europe/Oslo', (day + 1)::timestamp at time zone 'Europe/Oslo'
   from (select distinct r.metering_point_id, d::date as day from (
select d.metering_point_id, least(min(d.day), min(m.first_day)), greatest(max(d.day), max(m.last_day))
from (select metering_point_id, day from reading_day union all select metering_point_id, day from consumption_day) d
left join lateral (select ((min(installed_at) filter (where opening_energy_kwh is not null)) at time zone 'Europe/Oslo')::date as first_day,
  ((max(removed_at) filter (where closing_energy_kwh is not null)) at time zone 'Europe/Oslo')::date as last_day
  from meter where metering_point_id = d.metering_point_id) m on true
where d.metering_point_id = any('{707057500000000017}'::bigint[]) group by d.metering_point_id) r (metering_point_id, first_day, last_day)
     cross join lateral generate_series(r.first_day::timestamp, r.last_day::timestamp, interval '1 day') d) touched
   where not (touched.day < date '2025-01-01' and coalesce((
select c.hours is null from consumption_day c where c.metering_point_id = touched.metering_point_id and c.day = touched.day), false)) and not exists (select from meters_…_done n where n.metering_point_id = touched.metering_point_id and n.day = touched.day)
   order by metering_point_id, day;
drop table meters_…_done, meters_…_day;
update "source_file" set "read" = $1, "stored" = $2, "unchanged" = $3 where "file_id" = $4;
COMMIT;

-- registers hour by hour
select "metering_point_id", "max_power_kw" from "metering_point" limit $1;
select "metering_point_id", serial, extract(epoch from installed_at)::float8 as "installedAt",
extract(epoch from coalesce(installed_by, installed_at))::float8 as "installedBy", extract(epoch from removed_at)::float8 as "removedAt",
extract(epoch from coalesce(removed_by, removed_at))::float8 as "removedBy" from "meter";
create unlogged table import_…_staging (metering_point_id bigint not null, day date not null, serial text not null, interval_seconds integer not null, count integer not null, first_at timestamptz not null, last_at timestamptz not null, step_seconds integer, offsets integer[], line integer not null, line_step integer, lines integer[], first_energy_kwh double precision not null, last_energy_kwh double precision not null, suspicious boolean not null, reason text, identical boolean, max_power_kw double precision not null, ambiguous boolean[], counters double precision[], quality text, first_others double precision[], last_others double precision[], hours double precision[], largest_hour double precision, hours_sum double precision, energy_kwh double precision[], volume_m3 double precision[], flow_m3c double precision[], return_m3c double precision[], power_kw double precision[], flow_lh double precision[], flow_temperature double precision[], return_temperature double precision[], energy_kwh_packed bytea, volume_m3_packed bytea, flow_m3c_packed bytea, return_m3c_packed bytea, power_kw_packed bytea, flow_lh_packed bytea, flow_temperature_packed bytea, return_temperature_packed bytea, first_day date, last_day date, touched_from date, first_before_kwh double precision, last_before_kwh double precision, rise_kwh double precision, hours_before integer, others_before double precision[]) with (autovacuum_enabled = false);
copy import_…_staging (metering_point_id, day, serial, interval_seconds, count, first_at, last_at, step_seconds, offsets, line, line_step, lines, first_energy_kwh, last_energy_kwh, suspicious, reason, identical, max_power_kw, ambiguous, counters, quality, first_others, last_others, hours, largest_hour, hours_sum, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed) from stdin (format binary);
select pg_advisory_xact_lock_shared($1);
select pg_advisory_xact_lock(cast($1 as int), bucket) from (select bucket from unnest(cast($2 as int[])) bucket order by bucket offset 0) b;
analyze import_…_staging (metering_point_id, day, serial, interval_seconds);
update import_…_staging s set reason = 'purged' where s.reason is null and (s.day < date '2025-01-01' and coalesce((
select c.hours is null from consumption_day c where c.metering_point_id = s.metering_point_id and c.day = s.day), false));
create unlogged table import_…_ordinary (metering_point_id bigint, serial text, first_day date, last_day date, touched_from date, first_before_kwh double precision, last_before_kwh double precision, rise_kwh double precision, hours_before integer, others_before double precision[]) with (autovacuum_enabled = false);
insert into import_…_ordinary select r.metering_point_id, r.serial, r.first_day, r.last_day, coalesce(b.day, r.first_day), b.first_kwh, b.last_kwh,
  case when b.is_whole then r.first_kwh - b.last_kwh end, case when b.is_whole then coalesce(b.count, cardinality(b.energy_kwh)) end,
  case when b.is_whole then array[r.first_others[1] - coalesce(b.volume_m3[1], register_at(b.volume_m3_packed, 1)), r.first_others[2] - coalesce(b.flow_m3c[1], register_at(b.flow_m3c_packed, 1)), r.first_others[3] - coalesce(b.return_m3c[1], register_at(b.return_m3c_packed, 1))] end
from (
  select metering_point_id, min(serial) as serial, min(day) as first_day, max(day) as last_day, max(max_power_kw) as limit_kw, min(first_at) as first_at,
    max(first_energy_kwh) filter (where day_before is null) as first_kwh, max(first_others) filter (where day_before is null) as first_others,
    max(quality) filter (where day_before is null) as first_quality
  from (select metering_point_id, serial, interval_seconds, day, suspicious, max_power_kw, first_at, first_energy_kwh, first_others, quality,
      lag(day) over w as day_before, lag(last_at) over w as at_before, lag(last_energy_kwh) over w as energy_before
    from import_…_staging window w as (partition by metering_point_id order by day)) s
  group by metering_point_id
  having min(serial) = max(serial) and max(interval_seconds) = 0 and not bool_or(suspicious) and bool_and(day_before is null or day = day_before + 1
    and not (first_energy_kwh < energy_before - 0.000001 or first_energy_kwh > energy_before + max_power_kw * extract(epoch from first_at - at_before) / 3600 + 1))) r
cross join lateral (select *, count(*) over () as of_serial from meter m where m.metering_point_id = r.metering_point_id and m.serial = r.serial limit 1) m
-- Forwards: a look backwards reads a whole page of the index. All that is told of that day is reckoned beside its row: where the tables are spread only there.
left join lateral (select d.*, count(*) over () as of_point, coalesce(d.energy_kwh[1], register_at(d.energy_kwh_packed, 1)) as first_kwh, coalesce(d.energy_kwh[coalesce(d.count, cardinality(d.energy_kwh))], register_at(d.energy_kwh_packed, coalesce(d.count, cardinality(d.energy_kwh)))) as last_kwh,
    d.first_at + coalesce(d.offsets[coalesce(d.count, cardinality(d.energy_kwh))], (coalesce(d.count, cardinality(d.energy_kwh)) - 1) * d.step_seconds) * interval '1 second' as last_at,
    d.step_seconds = 3600 and d.first_at = (d.day)::timestamp at time zone 'Europe/Oslo' and d.first_at + coalesce(d.count, cardinality(d.energy_kwh)) * interval '1 hour' = (r.first_day)::timestamp at time zone 'Europe/Oslo'
      and r.first_at = (r.first_day)::timestamp at time zone 'Europe/Oslo' and d.quality is null and r.first_quality is null as is_whole
  from (select * from reading_day d where d.metering_point_id = r.metering_point_id and d.day >= r.first_day - 1 order by d.day limit 2) d
  order by d.day limit 1) b on true
where m.of_serial = 1 and m.removed_at = 'infinity' and m.removed_by is null and m.closing_energy_kwh is null and m.opening_reason is null and m.closing_reason is null
  and case when b.day is null then m.opening_energy_kwh is null and m.installed_at <= (r.first_day)::timestamp at time zone 'Europe/Oslo'
      and (select true from reading_day d where d.metering_point_id = r.metering_point_id limit 1) is null
    else b.of_point = 1 and b.day = r.first_day - 1 and b.serial = r.serial and b.interval_seconds = 0 and m.installed_at < (b.day)::timestamp at time zone 'Europe/Oslo'
      and not (r.first_kwh < b.last_kwh - 0.000001 or r.first_kwh > b.last_kwh + r.limit_kw * extract(epoch from r.first_at - b.last_at) / 3600 + 1)
      and (m.opening_energy_kwh is null or not isfinite(m.installed_at)
        or not (b.first_kwh < m.opening_energy_kwh - 0.000001 or b.first_kwh > m.opening_energy_kwh + r.limit_kw * extract(epoch from b.first_at - m.installed_at) / 3600 + 1)) end
  and (select true from reading_beside s where s.metering_point_id = r.metering_point_id and (b.day is null or s.day between r.first_day and r.last_day)
    and s.reason in ('register-drop', 'implausible') limit 1) is null
  and (select true from reading_day l where l.metering_point_id = r.metering_point_id and l.interval_seconds > 3900
    and l.day between r.first_day - 400 and r.last_day limit 1) is null
  and (select true from standstill s where s.metering_point_id = r.metering_point_id and s.till > (r.first_day - 35)::timestamp at time zone 'Europe/Oslo' limit 1) is null
order by r.metering_point_id;
analyze import_…_ordinary;
select coalesce(sum(last_day - first_day + 1), 0)::int as staged, coalesce(sum(last_day - touched_from + 1), 0)::int as touched from import_…_ordinary o;
insert into reading_day (metering_point_id, day, serial, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed)
select s.metering_point_id, s.day, s.serial, s.interval_seconds, cast($1 as int), line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed
from import_…_staging s order by s.metering_point_id, s.day;
create unlogged table import_…_done (metering_point_id bigint, day date) with (autovacuum_enabled = false);
with derived as (
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from ((
with staged as (
  select s.metering_point_id, s.day, s.count, s.first_at + s.count * interval '1 hour' as ends, s.first_energy_kwh, s.hours, s.largest_hour, s.hours_sum,
    s.first_others, s.last_others, coalesce(lag(s.last_energy_kwh) over w, o.last_before_kwh) as before_kwh, lead(s.first_at) over w as next_at,
    lead(left(s.quality, 1)) over w as next_quality, lead(s.first_energy_kwh) over w - s.last_energy_kwh as rise, lead(s.first_others) over w as next_others
  from import_…_ordinary o join import_…_staging s on s.metering_point_id = o.metering_point_id
  window w as (partition by s.metering_point_id order by s.day))
select c.metering_point_id, c.day, h.measured, 0, c.count - h.measured, array_position(h.hours, h.peak) - 1, h.peak, h.energy,
  s.volume, case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
  repeat('m', h.measured) || repeat('-', c.count - h.measured), h.hours
from staged c
cross join lateral (select c.hours || greatest(c.rise, case when c.rise is not null then 0 end) as hours, greatest(c.largest_hour, c.rise) as peak,
  c.hours_sum + coalesce(greatest(c.rise, 0), 0) as energy, c.count - case when c.rise is null then 1 else 0 end as measured offset 0) h
cross join lateral (select coalesce(c.next_others[1], c.last_others[1]) - c.first_others[1] as volume, coalesce(c.next_others[2], c.last_others[2]) - c.first_others[2] as flow, coalesce(c.next_others[3], c.last_others[3]) - c.first_others[3] as return offset 0) s
where c.hours is not null and coalesce(c.rise >= -0.000001, true) and coalesce(c.next_quality, 'm') = 'm' and coalesce(c.next_at = c.ends, true)
  and coalesce(least(s.volume, s.flow, s.return) >= 0, true)
  and not (h.peak > 0 and case when h.hours[1] = h.peak then c.first_energy_kwh = c.before_kwh
    else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end))) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours returning metering_point_id, day) insert into import_…_done select * from derived;
analyze import_…_done;
create unlogged table import_…_day (metering_point_id bigint, day date, starts timestamptz, ends timestamptz) with (autovacuum_enabled = false);
insert into import_…_day select metering_point_id, day, day::timestamp at time zone 'Europe/Oslo', (day + 1)::timestamp at time zone 'Europe/Oslo'
   from (select distinct r.metering_point_id, d::date as day from (select metering_point_id, touched_from, last_day from import_…_ordinary o) r (metering_point_id, first_day, last_day)
     cross join lateral generate_series(r.first_day::timestamp, r.last_day::timestamp, interval '1 day') d) touched
   where not (touched.day < date '2025-01-01' and coalesce((
select c.hours is null from consumption_day c where c.metering_point_id = touched.metering_point_id and c.day = touched.day), false)) and not exists (select from import_…_done n where n.metering_point_id = touched.metering_point_id and n.day = touched.day)
   order by metering_point_id, day;
analyze import_…_day;
with derived as (
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
select p.metering_point_id, p.day, h.measured, 0, h.size - h.measured,
  array_position(h.hours, h.peak) - 1, h.peak, h.energy, s.volume,
  case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
  left(replace(coalesce(p.quality, repeat('m', h.size)) || coalesce(left(n.quality, 1), 'm'), 'mc', 'cc'), h.measured) || repeat('-', h.size - h.measured), h.hours
from import_…_day d
cross join lateral (select p.*, count(*) over () as rows_of_day, case when p.energy_kwh_packed is null then p.energy_kwh
    when get_byte(p.energy_kwh_packed, 0) & 3 = 1 then array(select (base + get_byte(p.energy_kwh_packed, 5 + n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    when get_byte(p.energy_kwh_packed, 0) & 3 = 2 then array(select (base + get_byte(p.energy_kwh_packed, 4 + 2 * n) * 256 + get_byte(p.energy_kwh_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    else array(select register_at(p.energy_kwh_packed, n) from generate_series(1, p.count) n) end as registers from reading_day p where p.metering_point_id = d.metering_point_id and p.day = d.day limit 1) p
cross join lateral (select * from meter m where m.metering_point_id = p.metering_point_id and m.serial = p.serial
  and m.installed_at <= d.starts and m.removed_at >= d.ends and (m.removed_by is null or m.removed_at > d.ends) limit 1) m
left join lateral (select * from reading_day n where n.metering_point_id = p.metering_point_id and n.day = p.day + 1
  and n.serial = p.serial and n.interval_seconds = 0 limit 1) n on true
cross join lateral (
  -- greatest() passes over null, and an hour without its end is missing, never 0.
  select array_agg(used) as hours, max(used) as peak, sum(used) as energy, min(rise) as lowest, count(*)::int as size, count(used)::int as measured
  from (select b - a as rise, case when b is not null then greatest(b - a, 0) end as used
    from unnest(p.registers, p.registers[2:] || coalesce(n.energy_kwh[1], register_at(n.energy_kwh_packed, 1))) u (a, b)) u) h
-- Once a day, and not wherever one of them is asked.
cross join lateral (select
  coalesce(coalesce(n.volume_m3[1], register_at(n.volume_m3_packed, 1)), coalesce(p.volume_m3[h.size], register_at(p.volume_m3_packed, h.size))) - coalesce(p.volume_m3[1], register_at(p.volume_m3_packed, 1)) as volume, coalesce(coalesce(n.flow_m3c[1], register_at(n.flow_m3c_packed, 1)), coalesce(p.flow_m3c[h.size], register_at(p.flow_m3c_packed, h.size))) - coalesce(p.flow_m3c[1], register_at(p.flow_m3c_packed, 1)) as flow, coalesce(coalesce(n.return_m3c[1], register_at(n.return_m3c_packed, 1)), coalesce(p.return_m3c[h.size], register_at(p.return_m3c_packed, h.size))) - coalesce(p.return_m3c[1], register_at(p.return_m3c_packed, 1)) as return offset 0) s
where p.step_seconds = 3600 and p.first_at = d.starts and p.first_at + coalesce(p.count, cardinality(p.energy_kwh)) * interval '1 hour' = d.ends
  and (p.quality is null or p.quality !~ '[eh]') and coalesce(h.lowest >= -0.000001, true)
  and case when n.day is not null then n.first_at = d.ends and (n.quality is null or left(n.quality, 1) in ('m', 'c'))
    else m.removed_at = 'infinity' and not exists (select from reading_day l where l.metering_point_id = p.metering_point_id and l.day > p.day) end
  and p.interval_seconds = 0 and p.rows_of_day = 1
  -- A register that rolled over is not taken by its ends.
  and coalesce(least(s.volume, s.flow, s.return) >= 0, true) and not (h.peak > 0 and case when h.hours[1] = h.peak then coalesce(p.energy_kwh[1], register_at(p.energy_kwh_packed, 1)) = (select coalesce(b.energy_kwh[coalesce(b.count, cardinality(b.energy_kwh))], register_at(b.energy_kwh_packed, coalesce(b.count, cardinality(b.energy_kwh)))) from reading_day b where b.metering_point_id = p.metering_point_id
  and b.serial = p.serial and b.interval_seconds = 0
  and b.day = coalesce((select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day = p.day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day < p.day order by x.day desc limit 1)) limit 1)
else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end) and not exists (
select from standstill still where still.metering_point_id = d.metering_point_id and still.spread and still.since < d.ends and still.till > d.starts)) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours returning metering_point_id, day) insert into import_…_done select * from derived;
create unlogged table import_…_rest (metering_point_id bigint, day date, starts timestamptz, ends timestamptz) with (autovacuum_enabled = false);
insert into import_…_rest select d.* from import_…_day d left join import_…_done n on n.metering_point_id = d.metering_point_id and n.day = d.day where n.day is null;
analyze import_…_rest;
select metering_point_id, serial, min(day)::text as first_day, max(day)::text as last_day from (
  select r.metering_point_id, p.serial, r.day
  from import_…_rest r
  join lateral (select * from reading_day p where p.metering_point_id = r.metering_point_id and p.day = r.day and p.interval_seconds = 0 offset 0) p on true
  where exists (select from generate_series(1, coalesce(p.count, cardinality(p.energy_kwh)) - 1) n where case when p.energy_kwh_packed is null then p.energy_kwh[n] = p.energy_kwh[n + 1] else substring(p.energy_kwh_packed from 7 + (get_byte(p.energy_kwh_packed, 0) & 3) * (n - 1) for get_byte(p.energy_kwh_packed, 0) & 3) = substring(p.energy_kwh_packed from 7 + (get_byte(p.energy_kwh_packed, 0) & 3) * n for get_byte(p.energy_kwh_packed, 0) & 3) end)
    or abs(coalesce(p.energy_kwh[1], register_at(p.energy_kwh_packed, 1)) - (select coalesce(b.energy_kwh[coalesce(b.count, cardinality(b.energy_kwh))], register_at(b.energy_kwh_packed, coalesce(b.count, cardinality(b.energy_kwh)))) from reading_day b where b.metering_point_id = p.metering_point_id
  and b.serial = p.serial and b.interval_seconds = 0
  and b.day = coalesce((select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day = p.day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day < p.day order by x.day desc limit 1)) limit 1)) <= 0.000001
  union all
  select s.metering_point_id, s.serial, d.day
  from (select metering_point_id, min(day) as first_day, max(day) as last_day from import_…_day d group by metering_point_id) t
  join standstill s on s.metering_point_id = t.metering_point_id
    and s.till > (t.first_day - 33)::timestamp and s.till < (t.last_day + 33)::timestamp
  cross join lateral (values (t.first_day), (t.last_day)) d (day)) a
group by metering_point_id, serial order by metering_point_id, serial;
with derived as (
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
select p.metering_point_id, p.day, h.measured, 0, h.size - h.measured,
  array_position(h.hours, h.peak) - 1, h.peak, h.energy, s.volume,
  case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
  left(replace(coalesce(p.quality, repeat('m', h.size)) || coalesce(left(n.quality, 1), 'm'), 'mc', 'cc'), h.measured) || repeat('-', h.size - h.measured), h.hours
from import_…_rest d
cross join lateral (select p.*, count(*) over () as rows_of_day, case when p.energy_kwh_packed is null then p.energy_kwh
    when get_byte(p.energy_kwh_packed, 0) & 3 = 1 then array(select (base + get_byte(p.energy_kwh_packed, 5 + n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    when get_byte(p.energy_kwh_packed, 0) & 3 = 2 then array(select (base + get_byte(p.energy_kwh_packed, 4 + 2 * n) * 256 + get_byte(p.energy_kwh_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    else array(select register_at(p.energy_kwh_packed, n) from generate_series(1, p.count) n) end as registers from reading_day p where p.metering_point_id = d.metering_point_id and p.day = d.day limit 1) p
cross join lateral (select * from meter m where m.metering_point_id = p.metering_point_id and m.serial = p.serial
  and m.installed_at <= d.starts and m.removed_at >= d.ends and (m.removed_by is null or m.removed_at > d.ends) limit 1) m
left join lateral (select * from reading_day n where n.metering_point_id = p.metering_point_id and n.day = p.day + 1
  and n.serial = p.serial and n.interval_seconds = 0 limit 1) n on true
cross join lateral (
  -- greatest() passes over null, and an hour without its end is missing, never 0.
  select array_agg(used) as hours, max(used) as peak, sum(used) as energy, min(rise) as lowest, count(*)::int as size, count(used)::int as measured
  from (select b - a as rise, case when b is not null then greatest(b - a, 0) end as used
    from unnest(p.registers, p.registers[2:] || coalesce(n.energy_kwh[1], register_at(n.energy_kwh_packed, 1))) u (a, b)) u) h
-- Once a day, and not wherever one of them is asked.
cross join lateral (select
  coalesce(coalesce(n.volume_m3[1], register_at(n.volume_m3_packed, 1)), coalesce(p.volume_m3[h.size], register_at(p.volume_m3_packed, h.size))) - coalesce(p.volume_m3[1], register_at(p.volume_m3_packed, 1)) as volume, coalesce(coalesce(n.flow_m3c[1], register_at(n.flow_m3c_packed, 1)), coalesce(p.flow_m3c[h.size], register_at(p.flow_m3c_packed, h.size))) - coalesce(p.flow_m3c[1], register_at(p.flow_m3c_packed, 1)) as flow, coalesce(coalesce(n.return_m3c[1], register_at(n.return_m3c_packed, 1)), coalesce(p.return_m3c[h.size], register_at(p.return_m3c_packed, h.size))) - coalesce(p.return_m3c[1], register_at(p.return_m3c_packed, 1)) as return offset 0) s
where p.step_seconds = 3600 and p.first_at = d.starts and p.first_at + coalesce(p.count, cardinality(p.energy_kwh)) * interval '1 hour' = d.ends
  and (p.quality is null or p.quality !~ '[eh]') and coalesce(h.lowest >= -0.000001, true)
  and case when n.day is not null then n.first_at = d.ends and (n.quality is null or left(n.quality, 1) in ('m', 'c'))
    else m.removed_at = 'infinity' and not exists (select from reading_day l where l.metering_point_id = p.metering_point_id and l.day > p.day) end
  and p.interval_seconds = 0 and p.rows_of_day = 1
  -- A register that rolled over is not taken by its ends.
  and coalesce(least(s.volume, s.flow, s.return) >= 0, true) and not exists (
select from standstill still where still.metering_point_id = d.metering_point_id and still.spread and still.since < d.ends and still.till > d.starts)) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours returning metering_point_id, day) insert into import_…_done select * from derived;
delete from import_…_rest r using import_…_done n where n.metering_point_id = r.metering_point_id and n.day = r.day and not exists (
select from standstill still where still.metering_point_id = r.metering_point_id and still.spread and still.since < r.ends and still.till > r.starts);
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
with
island as not materialized (
  select metering_point_id, min(day) as first_day, max(day) as last_day, min(starts) as starts, max(ends) as ends
  from (select *, day - (row_number() over (partition by metering_point_id order by day))::int as island from import_…_rest) d
  group by metering_point_id, island),

meter_order as not materialized (
  select m.*, row_number() over w as ordinal,
    m.installed_by is not null and (lag(removed_at) over w, lag(removed_by) over w) is not distinct from (m.installed_at, m.installed_by) as swapped_in,
    m.removed_by is not null and (lead(installed_at) over w, lead(installed_by) over w) is not distinct from (m.removed_at, m.removed_by) as swapped_out,
    lag(closing_energy_kwh) over w - opening_energy_kwh as over_energy, lag(closing_volume_m3) over w - opening_volume_m3 as over_volume, lag(closing_flow_m3c) over w - opening_flow_m3c as over_flow, lag(closing_return_m3c) over w - opening_return_m3c as over_return
  from (select metering_point_id, serial, installed_at, installed_by, removed_at, removed_by, case when opening_reason is null then opening_energy_kwh end as opening_energy_kwh, case when opening_reason is null then opening_volume_m3 end as opening_volume_m3, case when opening_reason is null then opening_flow_m3c end as opening_flow_m3c, case when opening_reason is null then opening_return_m3c end as opening_return_m3c, case when closing_reason is null then closing_energy_kwh end as closing_energy_kwh, case when closing_reason is null then closing_volume_m3 end as closing_volume_m3, case when closing_reason is null then closing_flow_m3c end as closing_flow_m3c, case when closing_reason is null then closing_return_m3c end as closing_return_m3c from meter) m join (select distinct metering_point_id from island) p using (metering_point_id)
  window w as (partition by m.metering_point_id order by m.installed_at, m.serial)),
meters as not materialized (
  select *, installed_at as begins, coalesce(removed_by, removed_at) as ends,
    case when not swapped_in then installed_at end as opens_at, case when installed_by is null then 'm' else 'e' end as opening_quality,
    case when not swapped_out then coalesce(removed_by, removed_at) end as closes_at, case when removed_by is null then 'm' else 'e' end as closing_quality,
    count(*) filter (where not (swapped_in and over_energy is not null)) over (partition by metering_point_id order by ordinal) as chain
  from meter_order),
register as (
  select i.first_day, m.*, r.at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.quality, 1 as weight
  from island i
  join meters m on m.metering_point_id = i.metering_point_id
  left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
    and e.interval_seconds = 0 and e.day < least(i.first_day, case when m.swapped_out then ((m.removed_at) at time zone 'Europe/Oslo')::date end) order by e.day desc limit 1) before on true
  left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
    and e.interval_seconds = 0 and e.day > greatest(i.last_day, case when m.swapped_in then ((m.installed_at) at time zone 'Europe/Oslo')::date end) order by e.day limit 1) after on true
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.serial = m.serial and r.interval_seconds = 0
    and r.day between coalesce(before.day, least(i.first_day, case when m.swapped_out then ((m.removed_at) at time zone 'Europe/Oslo')::date end)) and coalesce(after.day, greatest(i.last_day, case when m.swapped_in then ((m.installed_at) at time zone 'Europe/Oslo')::date end))
    and r.at between m.begins and m.ends  offset 0) r
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
  select *, case when weight = 1 and abs(extract(epoch from at - nearest)) <= 300 and nearest between begins and ends
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

lead(energy_kwh) over w - energy_kwh +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_energy) over w end as energy,
lead(volume_m3) over w - volume_m3 +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_volume) over w end as volume,
lead(flow_m3c) over w - flow_m3c +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_flow) over w end as flow,
lead(return_m3c) over w - return_m3c +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_return) over w end as return,
    case when extract(epoch from lead(moment) over w - moment) > 3900 then 'e'
      else substr('ehcm', least(strpos('ehcm', quality), lead(strpos('ehcm', quality)) over w), 1) end as letter
  from snapped window w as (partition by metering_point_id, first_day, chain order by moment)),
-- A register of one meter that is lower than before has gone over its end: nothing else was let through.
segment as (
  select s.metering_point_id, s.first_day, s.source, s.since, s.till,
    case when s.energy >= -0.000001 and (s.of_one_meter or s.energy <= coalesce(p.max_power_kw, 500) * extract(epoch from s.till - s.since) / 3600 + 2)
        then greatest(s.energy, 0)
      when s.of_one_meter and s.register >= 10000 then (select min(s.energy + e)
        from (values (power(10, floor(log(s.register / 1)) + 1) * 1), (power(10, floor(log(s.register / 0.2777777777777778)) + 1) * 0.2777777777777778), (power(10, floor(log(s.register / 1.163)) + 1) * 1.163)) ends (e)
        where s.energy + e >= 0) end as energy,
    case when s.volume < 0 and s.of_one_meter and s.volume_register >= 1000 and s.volume_register > power(10, floor(log(s.volume_register)) + 1) * 0.99 and s.volume + power(10, floor(log(s.volume_register)) + 1) < power(10, floor(log(s.volume_register)) + 1) * 0.01
  then s.volume + power(10, floor(log(s.volume_register)) + 1) else s.volume end as volume, case when s.flow < 0 and s.of_one_meter and s.flow_register >= 1000 and s.flow_register > power(10, floor(log(s.flow_register)) + 1) * 0.99 and s.flow + power(10, floor(log(s.flow_register)) + 1) < power(10, floor(log(s.flow_register)) + 1) * 0.01
  then s.flow + power(10, floor(log(s.flow_register)) + 1) else s.flow end as flow, case when s.return < 0 and s.of_one_meter and s.return_register >= 1000 and s.return_register > power(10, floor(log(s.return_register)) + 1) * 0.99 and s.return + power(10, floor(log(s.return_register)) + 1) < power(10, floor(log(s.return_register)) + 1) * 0.01
  then s.return + power(10, floor(log(s.return_register)) + 1) else s.return end as return, s.letter
  from stretch s left join metering_point p on p.metering_point_id = s.metering_point_id where s.till is not null
  union all
  select i.metering_point_id, i.first_day, r.interval_seconds, r.at, r.at + r.interval_seconds * interval '1 second',
    r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, case when r.interval_seconds > 3900 then 'e' else r.quality end
  from island i
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 0
    and r.day between i.first_day - 2 and i.last_day and r.interval_seconds <= 90000 offset 0) r
  union all
  select i.metering_point_id, i.first_day, r.interval_seconds, r.at, r.at + r.interval_seconds * interval '1 second',
    r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, 'e'
  from island i
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 90000
    and r.day between i.first_day - 400 and i.last_day offset 0) r
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
  from touched s cross join lateral generate_series(s.first_hour, s.last_hour) n),
finest as (
select distinct on (metering_point_id, first_day, hour) * from (
  select metering_point_id, first_day, hour, source, sum(case when seconds = length then energy else energy * seconds / length end) as energy, sum(case when seconds = length then volume else volume * seconds / length end) as volume, sum(case when seconds = length then flow else flow * seconds / length end) as flow, sum(case when seconds = length then return else return * seconds / length end) as return,
    count(*) = count(volume) as with_volume,
    substr('ehcm', min(strpos('ehcm', letter)), 1) as letter, greatest(max(length), 3600) as length
  from share group by metering_point_id, first_day, hour, source having sum(seconds) between 3599 and 3601) covered
order by metering_point_id, first_day, hour, length, source),

-- What a coarser one tells beyond that is spread over the hours that are left to it, so that its sum comes out.
rest as (
  select s.metering_point_id, s.first_day, s.source, s.since,
    greatest(max(s.energy) - coalesce(sum(f.energy * s.seconds / 3600) filter (where f.source <> s.source), 0), 0) as energy,
    nullif(sum(s.seconds) filter (where f.source is null or f.source = s.source), 0) as seconds
  from share s left join finest f on f.metering_point_id = s.metering_point_id and f.first_day = s.first_day and f.hour = s.hour
  where s.length > 3900
  group by s.metering_point_id, s.first_day, s.source, s.since having bool_or(f.source <> s.source)),
spread as (
  select s.metering_point_id, s.first_day, s.hour, s.source, sum(coalesce(r.energy / r.seconds * s.seconds, s.energy * s.seconds / s.length)) as energy
  from share s join rest r on r.metering_point_id = s.metering_point_id and r.first_day = s.first_day and r.source = s.source and r.since = s.since
  group by s.metering_point_id, s.first_day, s.hour, s.source),
hourly as (
  select f.metering_point_id, f.hour, coalesce(s.energy, f.energy) as energy, f.volume, f.flow, f.return, f.with_volume, f.letter
  from finest f left join spread s on s.metering_point_id = f.metering_point_id and s.first_day = f.first_day and s.hour = f.hour and s.source = f.source),
slot as (
  select d.metering_point_id, d.day, d.hour, h.energy, h.volume, h.flow, h.return, h.with_volume, coalesce(h.letter, '-') as letter
  from (select d.metering_point_id, d.day, d.starts + n * interval '1 hour' as hour
    from (select *, (extract(epoch from ends - starts) / 3600)::int as size from import_…_rest) d cross join lateral generate_series(0, d.size - 1) n) d
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
from daily) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours;
delete from consumption_day c using import_…_rest r where c.metering_point_id = r.metering_point_id and c.day = r.day
and c.measured_hours + c.estimated_hours = 0;
drop table import_…_staging, import_…_ordinary, import_…_done, import_…_day, import_…_rest;
select * from "source_file" where 1 = $1;
update "source_file" set "read" = $1, "stored" = $2, "unchanged" = $3, "corrected" = $4, "rejected" = $5 where "file_id" = $6;

-- the same once more, one corrected
update import_…_staging s set identical = true
   where s.reason is null and not s.suspicious and true and (select true from reading_day d where s.metering_point_id = d.metering_point_id and s.day = d.day and s.serial = d.serial and s.interval_seconds = d.interval_seconds and s.first_at = d.first_at and s.count = coalesce(d.count, cardinality(d.energy_kwh))
and s.step_seconds is not distinct from d.step_seconds and s.offsets is not distinct from d.offsets and (s.quality is not distinct from d.quality or (s.quality is null and d.quality !~ '[eh]')) and (not num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0 or s.energy_kwh_packed is not distinct from d.energy_kwh_packed and s.energy_kwh is not distinct from d.energy_kwh) and (not num_nonnulls(s.volume_m3, s.volume_m3_packed) > 0 or s.volume_m3_packed is not distinct from d.volume_m3_packed and s.volume_m3 is not distinct from d.volume_m3) and (not num_nonnulls(s.flow_m3c, s.flow_m3c_packed) > 0 or s.flow_m3c_packed is not distinct from d.flow_m3c_packed and s.flow_m3c is not distinct from d.flow_m3c) and (not num_nonnulls(s.return_m3c, s.return_m3c_packed) > 0 or s.return_m3c_packed is not distinct from d.return_m3c_packed and s.return_m3c is not distinct from d.return_m3c) and (not num_nonnulls(s.power_kw, s.power_kw_packed) > 0 or s.power_kw_packed is not distinct from d.power_kw_packed and s.power_kw is not distinct from d.power_kw) and (not num_nonnulls(s.flow_lh, s.flow_lh_packed) > 0 or s.flow_lh_packed is not distinct from d.flow_lh_packed and s.flow_lh is not distinct from d.flow_lh) and (not num_nonnulls(s.flow_temperature, s.flow_temperature_packed) > 0 or s.flow_temperature_packed is not distinct from d.flow_temperature_packed and s.flow_temperature is not distinct from d.flow_temperature) and (not num_nonnulls(s.return_temperature, s.return_temperature_packed) > 0 or s.return_temperature_packed is not distinct from d.return_temperature_packed and s.return_temperature is not distinct from d.return_temperature) limit 1)
     and not exists (select from reading_beside c where c.metering_point_id = s.metering_point_id and c.day = s.day and c.serial = s.serial
   and c.interval_seconds = 0 and s.interval_seconds = 0 and c.reason in ('register-drop', 'implausible'));
insert into reading_beside (metering_point_id, day, serial, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets)
select metering_point_id, day, serial, interval_seconds, cast($1 as int), line, line_step, lines, first_at, count, step_seconds, offsets from import_…_staging where identical;
select coalesce(sum(count), 0)::int8 as count from import_…_staging where identical;
delete from import_…_staging where identical;
create unlogged table import_…_key (metering_point_id bigint, day date, serial text, interval_seconds integer, whole boolean) with (autovacuum_enabled = false);
insert into import_…_key select metering_point_id, day, serial, interval_seconds, bool_and(whole) and count(*) = 1 from (
     select s.metering_point_id, s.day, s.serial, s.interval_seconds, (select d.file_id is not null and s.first_at = d.first_at and s.count = coalesce(d.count, cardinality(d.energy_kwh))
and s.step_seconds is not distinct from d.step_seconds and s.offsets is not distinct from d.offsets and array_position(s.energy_kwh, null) is null and array_position(s.volume_m3, null) is null and array_position(s.flow_m3c, null) is null and array_position(s.return_m3c, null) is null and array_position(s.power_kw, null) is null and array_position(s.flow_lh, null) is null and array_position(s.flow_temperature, null) is null and array_position(s.return_temperature, null) is null from reading_day d where s.metering_point_id = d.metering_point_id and s.day = d.day and s.serial = d.serial and s.interval_seconds = d.interval_seconds and true limit 1) as whole
     from import_…_staging s where true) k
   group by metering_point_id, day, serial, interval_seconds having count(*) > 1 or bool_or(whole is not null);
analyze import_…_key;
create unlogged table import_…_both (metering_point_id bigint, day date, serial text, interval_seconds integer, at timestamptz, line integer, stored_file integer, stored_line integer,
quality text, stored_quality text, deliveries integer, differs boolean, fresh boolean, stored boolean, changed boolean,
energy_kwh double precision, volume_m3 double precision, flow_m3c double precision, return_m3c double precision, power_kw double precision, flow_lh double precision, flow_temperature double precision, return_temperature double precision, old_energy_kwh double precision, old_volume_m3 double precision, old_flow_m3c double precision, old_return_m3c double precision, old_power_kw double precision, old_flow_lh double precision, old_flow_temperature double precision, old_return_temperature double precision) with (autovacuum_enabled = false);
insert into import_…_both with staged as (select r.* from (
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature
from (select * from import_…_staging s where true) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0) r join import_…_key k on k.metering_point_id = r.metering_point_id and k.day = r.day and k.serial = r.serial and k.interval_seconds = r.interval_seconds where k.whole is not true),
     f as (select distinct on (metering_point_id, day, serial, interval_seconds, at) *, count(*) over w as deliveries,
             count(*) over w > 1 as differs
           from staged window w as (partition by metering_point_id, day, serial, interval_seconds, at) order by metering_point_id, day, serial, interval_seconds, at, line desc),
     o as (select r.* from import_…_key k cross join lateral (select * from reading r where k.metering_point_id = r.metering_point_id and k.day = r.day and k.serial = r.serial and k.interval_seconds = r.interval_seconds offset 0) r where k.whole is not true)
   select metering_point_id, day, serial, interval_seconds, at, max(line) filter (where fresh), max(file_id), max(line) filter (where not fresh), max(quality) filter (where fresh), max(quality) filter (where not fresh), max(deliveries), coalesce(bool_or(differs), false),
     bool_or(fresh), bool_or(not fresh), coalesce(max(energy_kwh) filter (where fresh) <> max(energy_kwh) filter (where not fresh) or max(volume_m3) filter (where fresh) <> max(volume_m3) filter (where not fresh) or max(flow_m3c) filter (where fresh) <> max(flow_m3c) filter (where not fresh) or max(return_m3c) filter (where fresh) <> max(return_m3c) filter (where not fresh), false),
     coalesce(max(energy_kwh) filter (where fresh), max(energy_kwh) filter (where not fresh)), coalesce(max(volume_m3) filter (where fresh), max(volume_m3) filter (where not fresh)), coalesce(max(flow_m3c) filter (where fresh), max(flow_m3c) filter (where not fresh)), coalesce(max(return_m3c) filter (where fresh), max(return_m3c) filter (where not fresh)), coalesce(max(power_kw) filter (where fresh), max(power_kw) filter (where not fresh)), coalesce(max(flow_lh) filter (where fresh), max(flow_lh) filter (where not fresh)), coalesce(max(flow_temperature) filter (where fresh), max(flow_temperature) filter (where not fresh)), coalesce(max(return_temperature) filter (where fresh), max(return_temperature) filter (where not fresh)), max(energy_kwh) filter (where not fresh) as old_energy_kwh, max(volume_m3) filter (where not fresh) as old_volume_m3, max(flow_m3c) filter (where not fresh) as old_flow_m3c, max(return_m3c) filter (where not fresh) as old_return_m3c, max(power_kw) filter (where not fresh) as old_power_kw, max(flow_lh) filter (where not fresh) as old_flow_lh, max(flow_temperature) filter (where not fresh) as old_flow_temperature, max(return_temperature) filter (where not fresh) as old_return_temperature
   from (
     select metering_point_id, day, serial, interval_seconds, at, line, null::int as file_id, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, deliveries, differs, true as fresh from f
     union all
     select metering_point_id, day, serial, interval_seconds, at, line, file_id, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, null, null, false from o) b
   group by metering_point_id, day, serial, interval_seconds, at;
with span as not materialized (
  select metering_point_id, serial, island, min(day) as first_day, max(day) as last_day, max(max_power_kw) as limit_kw
  from (select *, day - (dense_rank() over (partition by metering_point_id, serial order by day))::int as island
from import_…_staging s where interval_seconds = 0 and true) s group by metering_point_id, serial, island),
chunk as (
  select metering_point_id, serial, max_power_kw as limit_kw, first_at, last_at, first_energy_kwh as first_energy, last_energy_kwh as last_energy
  from (select *, day - (dense_rank() over (partition by metering_point_id, serial order by day))::int as island
from import_…_staging s where interval_seconds = 0 and true) s
  union all
  select s.metering_point_id, s.serial, s.limit_kw, d.first_at,
    d.first_at + coalesce(d.offsets[size], (size - 1) * d.step_seconds) * interval '1 second', coalesce(d.energy_kwh[1], register_at(d.energy_kwh_packed, 1)), coalesce(d.energy_kwh[size], register_at(d.energy_kwh_packed, size))
  from span s
  cross join lateral (
    (select * from reading_day b where b.metering_point_id = s.metering_point_id and b.serial = s.serial and b.interval_seconds = 0
       and b.day = coalesce((select x.day from reading_day x where x.metering_point_id = s.metering_point_id and x.serial = s.serial and x.interval_seconds = 0 and x.day = s.first_day - 1 limit 1),
(select x.day from reading_day x where x.metering_point_id = s.metering_point_id and x.serial = s.serial and x.interval_seconds = 0 and x.day < s.first_day order by x.day desc limit 1)) limit 1)
    union all
    (select * from reading_day a where a.metering_point_id = s.metering_point_id and a.serial = s.serial and a.interval_seconds = 0
       and a.day > s.last_day order by a.day limit 1)
    union all
    (select r.* from import_…_key k
       join reading_day r on r.metering_point_id = k.metering_point_id and r.day = k.day and r.serial = k.serial and r.interval_seconds = 0
     where k.metering_point_id = s.metering_point_id and k.serial = s.serial and k.interval_seconds = 0 and k.whole is not true
       and k.day between s.first_day and s.last_day)) d
  cross join lateral coalesce(d.count, cardinality(d.energy_kwh)) size
  union all
  select s.metering_point_id, s.serial, s.limit_kw, e.at, e.at, e.energy_kwh, e.energy_kwh
  from span s join meter m on m.metering_point_id = s.metering_point_id and m.serial = s.serial
  cross join lateral (values (m.installed_at, m.opening_energy_kwh, m.opening_reason),
    (coalesce(m.removed_by, m.removed_at), m.closing_energy_kwh, m.closing_reason)) e (at, energy_kwh, reason)
  where e.energy_kwh is not null and e.reason is null and isfinite(e.at)),
neighbours as (
  select metering_point_id, serial, limit_kw, first_at, first_energy,
    lag(last_at) over w as at_before, lag(last_energy) over w as energy_before
  from chunk window w as (partition by metering_point_id, serial order by first_at, last_at)),
merged as (
  select b.metering_point_id, b.serial, b.at, b.energy_kwh, lag(b.at) over w as at_before, lag(b.energy_kwh) over w as energy_before
  from import_…_both b where b.interval_seconds = 0
  window w as (partition by b.metering_point_id, b.serial order by b.at))
select metering_point_id, serial, interval_seconds from import_…_staging where suspicious
union
select n.metering_point_id, n.serial, 0 from neighbours n
  where n.first_at > n.at_before and (n.first_energy < n.energy_before - 0.000001 or n.first_energy > n.energy_before + n.limit_kw * extract(epoch from n.first_at - n.at_before) / 3600 + 1)
union
select m.metering_point_id, m.serial, 0 from merged m
  join (select metering_point_id, serial, max(limit_kw) as limit_kw from span group by metering_point_id, serial) s using (metering_point_id, serial)
  where (m.energy_kwh < m.energy_before - 0.000001 or m.energy_kwh > m.energy_before + s.limit_kw * extract(epoch from m.at - m.at_before) / 3600 + 1)
union
select metering_point_id, serial, interval_seconds from import_…_both where differs
union
select s.metering_point_id, s.serial, 0 from span s
  join meter m on m.metering_point_id = s.metering_point_id and m.serial = s.serial
  where coalesce(m.opening_reason, m.closing_reason) is not null
union
select s.metering_point_id, s.serial, 0
  from (select * from span s where exists (select from reading_beside b where b.metering_point_id = s.metering_point_id and b.serial = s.serial and b.reason in ('register-drop', 'implausible')) offset 0) s where (select true from reading_day d where d.metering_point_id = s.metering_point_id and d.serial = s.serial and d.interval_seconds = 0 limit 1) is null
union
select k.metering_point_id, k.serial, 0 from import_…_key k
  where k.interval_seconds = 0
    and exists (select from reading_beside b where b.metering_point_id = k.metering_point_id and b.serial = k.serial and b.reason in ('register-drop', 'implausible'))
union
select s.metering_point_id, s.serial, 0 from import_…_staging s where true and exists (select from reading_beside c where c.metering_point_id = s.metering_point_id and c.day = s.day and c.serial = s.serial
 and c.interval_seconds = 0 and s.interval_seconds = 0 and c.reason in ('register-drop', 'implausible'));
update reading_beside b set energy_kwh = d.energy_kwh, volume_m3 = d.volume_m3, flow_m3c = d.flow_m3c, return_m3c = d.return_m3c, power_kw = d.power_kw, flow_lh = d.flow_lh, flow_temperature = d.flow_temperature, return_temperature = d.return_temperature, energy_kwh_packed = d.energy_kwh_packed, volume_m3_packed = d.volume_m3_packed, flow_m3c_packed = d.flow_m3c_packed, return_m3c_packed = d.return_m3c_packed, power_kw_packed = d.power_kw_packed, flow_lh_packed = d.flow_lh_packed, flow_temperature_packed = d.flow_temperature_packed, return_temperature_packed = d.return_temperature_packed
from import_…_key k, reading_day d
where b.metering_point_id = k.metering_point_id and b.day = k.day and b.serial = k.serial and b.interval_seconds = k.interval_seconds
  and not num_nonnulls(b.energy_kwh, b.energy_kwh_packed) > 0 and k.metering_point_id = d.metering_point_id and k.day = d.day and k.serial = d.serial and k.interval_seconds = d.interval_seconds;
insert into reading_beside (metering_point_id, day, serial, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed)
select d.metering_point_id, d.day, d.serial, d.interval_seconds, d.file_id, d.line, d.line_step, d.lines, d.first_at, coalesce(d.count, cardinality(d.energy_kwh)), d.step_seconds, d.offsets, d.quality,
  d.energy_kwh, d.volume_m3, d.flow_m3c, d.return_m3c, d.power_kw, d.flow_lh, d.flow_temperature, d.return_temperature, d.energy_kwh_packed, d.volume_m3_packed, d.flow_m3c_packed, d.return_m3c_packed, d.power_kw_packed, d.flow_lh_packed, d.flow_temperature_packed, d.return_temperature_packed
from import_…_key k cross join lateral (select * from reading_day d where k.metering_point_id = d.metering_point_id and k.day = d.day and k.serial = d.serial and k.interval_seconds = d.interval_seconds limit 1) d where k.whole;
with fresh as (
     select s.*, case when e.anew then coalesce(translate(d.quality, 'meh', 'cmc'), repeat('c', s.count)) else l.letters end as letters,
       case when e.anew then s.count else l.corrected end as corrected
     from import_…_key k join import_…_staging s on k.metering_point_id = s.metering_point_id and k.day = s.day and k.serial = s.serial and k.interval_seconds = s.interval_seconds
     cross join lateral (select d.quality, case when not (s.energy_kwh_packed is not distinct from d.energy_kwh_packed and s.energy_kwh is not distinct from d.energy_kwh) then case when s.energy_kwh_packed is null then s.energy_kwh
    when get_byte(s.energy_kwh_packed, 0) & 3 = 1 then array(select (base + get_byte(s.energy_kwh_packed, 5 + n)) / scale from (select ('x' || encode(substring(s.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(s.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, s.count) n)
    when get_byte(s.energy_kwh_packed, 0) & 3 = 2 then array(select (base + get_byte(s.energy_kwh_packed, 4 + 2 * n) * 256 + get_byte(s.energy_kwh_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(s.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(s.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, s.count) n)
    else array(select register_at(s.energy_kwh_packed, n) from generate_series(1, s.count) n) end end as s_energy_kwh, case when not (s.energy_kwh_packed is not distinct from d.energy_kwh_packed and s.energy_kwh is not distinct from d.energy_kwh) then case when d.energy_kwh_packed is null then d.energy_kwh
    when get_byte(d.energy_kwh_packed, 0) & 3 = 1 then array(select (base + get_byte(d.energy_kwh_packed, 5 + n)) / scale from (select ('x' || encode(substring(d.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(d.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, d.count) n)
    when get_byte(d.energy_kwh_packed, 0) & 3 = 2 then array(select (base + get_byte(d.energy_kwh_packed, 4 + 2 * n) * 256 + get_byte(d.energy_kwh_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(d.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(d.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, d.count) n)
    else array(select register_at(d.energy_kwh_packed, n) from generate_series(1, d.count) n) end end as d_energy_kwh from reading_day d where k.metering_point_id = d.metering_point_id and k.day = d.day and k.serial = d.serial and k.interval_seconds = d.interval_seconds limit 1) d
     -- Mostly every register of energy is another: then nothing else tells more.
     cross join lateral (select s.quality is null and coalesce(count(*) filter (where f = o) = 0 and count(f) = s.count, false) as anew
       from unnest(d.s_energy_kwh, d.d_energy_kwh) u (f, o)) e
     left join lateral (select case when not (s.volume_m3_packed is not distinct from d.volume_m3_packed and s.volume_m3 is not distinct from d.volume_m3) then case when s.volume_m3_packed is null then s.volume_m3
    when get_byte(s.volume_m3_packed, 0) & 3 = 1 then array(select (base + get_byte(s.volume_m3_packed, 5 + n)) / scale from (select ('x' || encode(substring(s.volume_m3_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(s.volume_m3_packed, 0) >> 2) as scale offset 0) head, generate_series(1, s.count) n)
    when get_byte(s.volume_m3_packed, 0) & 3 = 2 then array(select (base + get_byte(s.volume_m3_packed, 4 + 2 * n) * 256 + get_byte(s.volume_m3_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(s.volume_m3_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(s.volume_m3_packed, 0) >> 2) as scale offset 0) head, generate_series(1, s.count) n)
    else array(select register_at(s.volume_m3_packed, n) from generate_series(1, s.count) n) end end as s_volume_m3, case when not (s.volume_m3_packed is not distinct from d.volume_m3_packed and s.volume_m3 is not distinct from d.volume_m3) then case when d.volume_m3_packed is null then d.volume_m3
    when get_byte(d.volume_m3_packed, 0) & 3 = 1 then array(select (base + get_byte(d.volume_m3_packed, 5 + n)) / scale from (select ('x' || encode(substring(d.volume_m3_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(d.volume_m3_packed, 0) >> 2) as scale offset 0) head, generate_series(1, d.count) n)
    when get_byte(d.volume_m3_packed, 0) & 3 = 2 then array(select (base + get_byte(d.volume_m3_packed, 4 + 2 * n) * 256 + get_byte(d.volume_m3_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(d.volume_m3_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(d.volume_m3_packed, 0) >> 2) as scale offset 0) head, generate_series(1, d.count) n)
    else array(select register_at(d.volume_m3_packed, n) from generate_series(1, d.count) n) end end as d_volume_m3, case when not (s.flow_m3c_packed is not distinct from d.flow_m3c_packed and s.flow_m3c is not distinct from d.flow_m3c) then case when s.flow_m3c_packed is null then s.flow_m3c
    when get_byte(s.flow_m3c_packed, 0) & 3 = 1 then array(select (base + get_byte(s.flow_m3c_packed, 5 + n)) / scale from (select ('x' || encode(substring(s.flow_m3c_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(s.flow_m3c_packed, 0) >> 2) as scale offset 0) head, generate_series(1, s.count) n)
    when get_byte(s.flow_m3c_packed, 0) & 3 = 2 then array(select (base + get_byte(s.flow_m3c_packed, 4 + 2 * n) * 256 + get_byte(s.flow_m3c_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(s.flow_m3c_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(s.flow_m3c_packed, 0) >> 2) as scale offset 0) head, generate_series(1, s.count) n)
    else array(select register_at(s.flow_m3c_packed, n) from generate_series(1, s.count) n) end end as s_flow_m3c, case when not (s.flow_m3c_packed is not distinct from d.flow_m3c_packed and s.flow_m3c is not distinct from d.flow_m3c) then case when d.flow_m3c_packed is null then d.flow_m3c
    when get_byte(d.flow_m3c_packed, 0) & 3 = 1 then array(select (base + get_byte(d.flow_m3c_packed, 5 + n)) / scale from (select ('x' || encode(substring(d.flow_m3c_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(d.flow_m3c_packed, 0) >> 2) as scale offset 0) head, generate_series(1, d.count) n)
    when get_byte(d.flow_m3c_packed, 0) & 3 = 2 then array(select (base + get_byte(d.flow_m3c_packed, 4 + 2 * n) * 256 + get_byte(d.flow_m3c_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(d.flow_m3c_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(d.flow_m3c_packed, 0) >> 2) as scale offset 0) head, generate_series(1, d.count) n)
    else array(select register_at(d.flow_m3c_packed, n) from generate_series(1, d.count) n) end end as d_flow_m3c, case when not (s.return_m3c_packed is not distinct from d.return_m3c_packed and s.return_m3c is not distinct from d.return_m3c) then case when s.return_m3c_packed is null then s.return_m3c
    when get_byte(s.return_m3c_packed, 0) & 3 = 1 then array(select (base + get_byte(s.return_m3c_packed, 5 + n)) / scale from (select ('x' || encode(substring(s.return_m3c_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(s.return_m3c_packed, 0) >> 2) as scale offset 0) head, generate_series(1, s.count) n)
    when get_byte(s.return_m3c_packed, 0) & 3 = 2 then array(select (base + get_byte(s.return_m3c_packed, 4 + 2 * n) * 256 + get_byte(s.return_m3c_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(s.return_m3c_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(s.return_m3c_packed, 0) >> 2) as scale offset 0) head, generate_series(1, s.count) n)
    else array(select register_at(s.return_m3c_packed, n) from generate_series(1, s.count) n) end end as s_return_m3c, case when not (s.return_m3c_packed is not distinct from d.return_m3c_packed and s.return_m3c is not distinct from d.return_m3c) then case when d.return_m3c_packed is null then d.return_m3c
    when get_byte(d.return_m3c_packed, 0) & 3 = 1 then array(select (base + get_byte(d.return_m3c_packed, 5 + n)) / scale from (select ('x' || encode(substring(d.return_m3c_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(d.return_m3c_packed, 0) >> 2) as scale offset 0) head, generate_series(1, d.count) n)
    when get_byte(d.return_m3c_packed, 0) & 3 = 2 then array(select (base + get_byte(d.return_m3c_packed, 4 + 2 * n) * 256 + get_byte(d.return_m3c_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(d.return_m3c_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(d.return_m3c_packed, 0) >> 2) as scale offset 0) head, generate_series(1, d.count) n)
    else array(select register_at(d.return_m3c_packed, n) from generate_series(1, d.count) n) end end as d_return_m3c from reading_day d where k.metering_point_id = d.metering_point_id and k.day = d.day and k.serial = d.serial and k.interval_seconds = d.interval_seconds and not e.anew limit 1) o on true
     left join lateral (
       select string_agg(letter, '' order by n) as letters, count(*) filter (where is_changed or letter <> stored) as corrected
       from (select n, is_changed, stored, case when fresh <> 'm' then fresh
when is_changed then case when stored = 'e' then 'm' else 'c' end when stored = 'c' then 'c' else 'm' end as letter
         from (select n, coalesce(f_energy_kwh <> o_energy_kwh, false) or coalesce(f_volume_m3 <> o_volume_m3, false) or coalesce(f_flow_m3c <> o_flow_m3c, false) or coalesce(f_return_m3c <> o_return_m3c, false) as is_changed, coalesce(substr(s.quality, n, 1), 'm') as fresh, coalesce(substr(d.quality, n, 1), 'm') as stored
           from generate_series(1, s.count) n left join unnest(d.s_energy_kwh, d.d_energy_kwh, o.s_volume_m3, o.d_volume_m3, o.s_flow_m3c, o.d_flow_m3c, o.s_return_m3c, o.d_return_m3c) with ordinality as u (f_energy_kwh, o_energy_kwh, f_volume_m3, o_volume_m3, f_flow_m3c, o_flow_m3c, f_return_m3c, o_return_m3c, m) on m = n) p) p
       having not e.anew) l on true
     where k.whole),
   updated as (
     update reading_day d set file_id = cast($1 as int), line = f.line, line_step = f.line_step, lines = f.lines, files = null, count = f.count, quality = nullif(f.letters, repeat('m', f.count)),
       energy_kwh = case when num_nonnulls(f.energy_kwh, f.energy_kwh_packed) > 0 then f.energy_kwh else d.energy_kwh end, energy_kwh_packed = case when num_nonnulls(f.energy_kwh, f.energy_kwh_packed) > 0 then f.energy_kwh_packed else d.energy_kwh_packed end, volume_m3 = case when num_nonnulls(f.volume_m3, f.volume_m3_packed) > 0 then f.volume_m3 else d.volume_m3 end, volume_m3_packed = case when num_nonnulls(f.volume_m3, f.volume_m3_packed) > 0 then f.volume_m3_packed else d.volume_m3_packed end, flow_m3c = case when num_nonnulls(f.flow_m3c, f.flow_m3c_packed) > 0 then f.flow_m3c else d.flow_m3c end, flow_m3c_packed = case when num_nonnulls(f.flow_m3c, f.flow_m3c_packed) > 0 then f.flow_m3c_packed else d.flow_m3c_packed end, return_m3c = case when num_nonnulls(f.return_m3c, f.return_m3c_packed) > 0 then f.return_m3c else d.return_m3c end, return_m3c_packed = case when num_nonnulls(f.return_m3c, f.return_m3c_packed) > 0 then f.return_m3c_packed else d.return_m3c_packed end, power_kw = case when num_nonnulls(f.power_kw, f.power_kw_packed) > 0 then f.power_kw else d.power_kw end, power_kw_packed = case when num_nonnulls(f.power_kw, f.power_kw_packed) > 0 then f.power_kw_packed else d.power_kw_packed end, flow_lh = case when num_nonnulls(f.flow_lh, f.flow_lh_packed) > 0 then f.flow_lh else d.flow_lh end, flow_lh_packed = case when num_nonnulls(f.flow_lh, f.flow_lh_packed) > 0 then f.flow_lh_packed else d.flow_lh_packed end, flow_temperature = case when num_nonnulls(f.flow_temperature, f.flow_temperature_packed) > 0 then f.flow_temperature else d.flow_temperature end, flow_temperature_packed = case when num_nonnulls(f.flow_temperature, f.flow_temperature_packed) > 0 then f.flow_temperature_packed else d.flow_temperature_packed end, return_temperature = case when num_nonnulls(f.return_temperature, f.return_temperature_packed) > 0 then f.return_temperature else d.return_temperature end, return_temperature_packed = case when num_nonnulls(f.return_temperature, f.return_temperature_packed) > 0 then f.return_temperature_packed else d.return_temperature_packed end
     from fresh f where f.metering_point_id = d.metering_point_id and f.day = d.day and f.serial = d.serial and f.interval_seconds = d.interval_seconds
     returning f.count, f.corrected)
   select coalesce(sum(corrected), 0)::int8 as corrected, coalesce(sum(count - corrected), 0)::int8 as unchanged from updated;
insert into reading_beside (metering_point_id, day, serial, interval_seconds, file_id, line, lines, first_at, count, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed)

select metering_point_id, day, serial, interval_seconds, stored_file, line, lines, first_at, count, offsets, quality, case when p.energy_kwh_packed is null then u.energy_kwh end as energy_kwh, case when p.volume_m3_packed is null then u.volume_m3 end as volume_m3, case when p.flow_m3c_packed is null then u.flow_m3c end as flow_m3c, case when p.return_m3c_packed is null then u.return_m3c end as return_m3c, case when p.power_kw_packed is null then u.power_kw end as power_kw, case when p.flow_lh_packed is null then u.flow_lh end as flow_lh, case when p.flow_temperature_packed is null then u.flow_temperature end as flow_temperature, case when p.return_temperature_packed is null then u.return_temperature end as return_temperature,
  p.energy_kwh_packed, p.volume_m3_packed, p.flow_m3c_packed, p.return_m3c_packed, p.power_kw_packed, p.flow_lh_packed, p.flow_temperature_packed, p.return_temperature_packed
from (select metering_point_id, day, serial, interval_seconds, stored_file, min(stored_line) as line, array_agg(stored_line order by at) as lines, min(at) as first_at, count(*) as count,
     array_agg(extract(epoch from at - first)::int order by at) as offsets,
     nullif(string_agg(stored_quality, '' order by at), repeat('m', count(*)::int)) as quality,
     case when count(old_energy_kwh) > 0 then array_agg(old_energy_kwh order by at) end as energy_kwh, case when count(old_volume_m3) > 0 then array_agg(old_volume_m3 order by at) end as volume_m3, case when count(old_flow_m3c) > 0 then array_agg(old_flow_m3c order by at) end as flow_m3c, case when count(old_return_m3c) > 0 then array_agg(old_return_m3c order by at) end as return_m3c, case when count(old_power_kw) > 0 then array_agg(old_power_kw order by at) end as power_kw, case when count(old_flow_lh) > 0 then array_agg(old_flow_lh order by at) end as flow_lh, case when count(old_flow_temperature) > 0 then array_agg(old_flow_temperature order by at) end as flow_temperature, case when count(old_return_temperature) > 0 then array_agg(old_return_temperature order by at) end as return_temperature
   from (select *, min(at) over (partition by metering_point_id, day, serial, interval_seconds, stored_file) as first from import_…_both where fresh and stored) b
   group by metering_point_id, day, serial, interval_seconds, stored_file) u cross join lateral (select pack_registers(u.energy_kwh) as energy_kwh_packed, pack_registers(u.volume_m3) as volume_m3_packed, pack_registers(u.flow_m3c) as flow_m3c_packed, pack_registers(u.return_m3c) as return_m3c_packed, pack_registers(u.power_kw) as power_kw_packed, pack_registers(u.flow_lh) as flow_lh_packed, pack_registers(u.flow_temperature) as flow_temperature_packed, pack_registers(u.return_temperature) as return_temperature_packed offset 0) p;
select
(select count(*) from import_…_both where fresh and not stored)::int8 as added,
(select count(*) from import_…_both where fresh and stored and (changed or quality <> stored_quality and not (quality = 'm' and stored_quality = 'c')))::int8 as corrected,
(select coalesce(sum(deliveries), 0) from import_…_both where fresh)::int8 as fresh;
insert into reading_day (metering_point_id, day, serial, interval_seconds, first_at, count, step_seconds, offsets, file_id, line, line_step, files, lines, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed)
  with counted as (
    select b.*, extract(epoch from at - first_value(at) over w)::int as since, row_number() over w as n,
      extract(epoch from nth_value(at, 2) over k - first_value(at) over k)::int as step,
      case when not stored then b.quality when not fresh then stored_quality else case when b.quality <> 'm' then b.quality
when changed then case when stored_quality = 'e' then 'm' else 'c' end when stored_quality = 'c' then 'c' else 'm' end end as letter,
      case when not fresh then stored_file else cast($1 as int) end as source_file,
      case when not fresh then stored_line else b.line end as source_line
    from import_…_both b
    window k as (partition by metering_point_id, day, serial, interval_seconds order by at rows between unbounded preceding and unbounded following),
      w as (partition by metering_point_id, day, serial, interval_seconds order by at)),
  gathered as (
    select metering_point_id, day, serial, interval_seconds, min(at) as first_at, bool_and(since = (n - 1) * coalesce(step, 3600)) as even, coalesce(min(step), 3600) as step,
      array_agg(since order by at) as offsets, array_agg(source_file order by at) as files, array_agg(source_line order by at) as lines,
      min(source_file) as file_id, count(distinct source_file) = 1 and count(source_file) = count(*) as of_one_file,
      string_agg(letter, '' order by at) as letters, count(*)::int as count, case when count(energy_kwh) > 0 then array_agg(energy_kwh order by at) end as energy_kwh, case when count(volume_m3) > 0 then array_agg(volume_m3 order by at) end as volume_m3, case when count(flow_m3c) > 0 then array_agg(flow_m3c order by at) end as flow_m3c, case when count(return_m3c) > 0 then array_agg(return_m3c order by at) end as return_m3c, case when count(power_kw) > 0 then array_agg(power_kw order by at) end as power_kw, case when count(flow_lh) > 0 then array_agg(flow_lh order by at) end as flow_lh, case when count(flow_temperature) > 0 then array_agg(flow_temperature order by at) end as flow_temperature, case when count(return_temperature) > 0 then array_agg(return_temperature order by at) end as return_temperature
    from counted group by metering_point_id, day, serial, interval_seconds)

select metering_point_id, day, serial, interval_seconds, first_at, count, case when even then step end, case when not even then offsets end,
    case when plain then file_id end, case when plain then lines[1] end, case when plain then coalesce(lines[2] - lines[1], 1) end,
    case when not plain then files end, case when not plain then lines end, nullif(letters, repeat('m', count)), case when p.energy_kwh_packed is null then u.energy_kwh end as energy_kwh, case when p.volume_m3_packed is null then u.volume_m3 end as volume_m3, case when p.flow_m3c_packed is null then u.flow_m3c end as flow_m3c, case when p.return_m3c_packed is null then u.return_m3c end as return_m3c, case when p.power_kw_packed is null then u.power_kw end as power_kw, case when p.flow_lh_packed is null then u.flow_lh end as flow_lh, case when p.flow_temperature_packed is null then u.flow_temperature end as flow_temperature, case when p.return_temperature_packed is null then u.return_temperature end as return_temperature,
  p.energy_kwh_packed, p.volume_m3_packed, p.flow_m3c_packed, p.return_m3c_packed, p.power_kw_packed, p.flow_lh_packed, p.flow_temperature_packed, p.return_temperature_packed
from (select *, of_one_file and lines = array(select lines[1] + (n - 1) * coalesce(lines[2] - lines[1], 1) from generate_series(1, count) n) as plain from gathered) u cross join lateral (select pack_registers(u.energy_kwh) as energy_kwh_packed, pack_registers(u.volume_m3) as volume_m3_packed, pack_registers(u.flow_m3c) as flow_m3c_packed, pack_registers(u.return_m3c) as return_m3c_packed, pack_registers(u.power_kw) as power_kw_packed, pack_registers(u.flow_lh) as flow_lh_packed, pack_registers(u.flow_temperature) as flow_temperature_packed, pack_registers(u.return_temperature) as return_temperature_packed offset 0) p
  on conflict (metering_point_id, day, serial, interval_seconds) do update set
    file_id = excluded.file_id, line = excluded.line, line_step = excluded.line_step, first_at = excluded.first_at, count = excluded.count, step_seconds = excluded.step_seconds, offsets = excluded.offsets, files = excluded.files, lines = excluded.lines, quality = excluded.quality, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, power_kw = excluded.power_kw, flow_lh = excluded.flow_lh, flow_temperature = excluded.flow_temperature, return_temperature = excluded.return_temperature, energy_kwh_packed = excluded.energy_kwh_packed, volume_m3_packed = excluded.volume_m3_packed, flow_m3c_packed = excluded.flow_m3c_packed, return_m3c_packed = excluded.return_m3c_packed, power_kw_packed = excluded.power_kw_packed, flow_lh_packed = excluded.flow_lh_packed, flow_temperature_packed = excluded.flow_temperature_packed, return_temperature_packed = excluded.return_temperature_packed;
insert into reading_day (metering_point_id, day, serial, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed)
select s.metering_point_id, s.day, s.serial, s.interval_seconds, cast($1 as int), line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed
from import_…_staging s left join import_…_key k on k.metering_point_id = s.metering_point_id and k.day = s.day and k.serial = s.serial and k.interval_seconds = s.interval_seconds where k.day is null order by s.metering_point_id, s.day;
insert into import_…_day select metering_point_id, day, day::timestamp at time zone 'Europe/Oslo', (day + 1)::timestamp at time zone 'Europe/Oslo'
   from (select distinct r.metering_point_id, d::date as day from (
with staged as (select distinct metering_point_id, day, serial, interval_seconds from import_…_staging s where true),
island as (
  select metering_point_id, serial, interval_seconds, min(day) as first_day, max(day) + (interval_seconds + 86399) / 86400 as last_day
  from (select *, day - (row_number() over (partition by metering_point_id, serial, interval_seconds order by day))::int as island from staged) s
  group by metering_point_id, serial, interval_seconds, island)
select i.metering_point_id,
  least(i.first_day, before.day, long.first_day,
    case when before.day is null and m.opening_energy_kwh is not null then ((m.installed_at) at time zone 'Europe/Oslo')::date end,
    case when before.day is null or before.day <= ((m.installed_at) at time zone 'Europe/Oslo')::date then old.day end) as first_day,
  greatest(i.last_day, after.day, long.last_day,
    case when after.day is null and m.closing_energy_kwh is not null then ((m.removed_at) at time zone 'Europe/Oslo')::date end,
    case when after.day is null or after.day >= ((m.removed_at) at time zone 'Europe/Oslo')::date then young.day end) as last_day
from island i
left join meter m on m.metering_point_id = i.metering_point_id and m.serial = i.serial
left join lateral (select coalesce((select x.day from reading_day x where x.metering_point_id = i.metering_point_id and x.serial = i.serial and x.interval_seconds = i.interval_seconds and x.day = i.first_day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = i.metering_point_id and x.serial = i.serial and x.interval_seconds = i.interval_seconds and x.day < i.first_day order by x.day desc limit 1)) as day offset 0) before on true
left join lateral (
select case when d.first_at = (d.day::timestamp at time zone 'Europe/Oslo') then d.day - 1 else d.day end as day from reading_day d where d.metering_point_id = i.metering_point_id and d.serial = i.serial and d.interval_seconds = i.interval_seconds and d.day > i.last_day order by d.day  limit 1) after on true
-- What a longer interval is spread over changes with what lies in it, and so does a gap between registers.
left join lateral (select min(d.day) as first_day, max(d.day + (d.interval_seconds + 86399) / 86400) as last_day from reading_day d
  where d.metering_point_id = i.metering_point_id and d.interval_seconds > 3900 and d.interval_seconds <> i.interval_seconds
    and d.day between i.first_day - 400 and i.last_day and d.day + d.interval_seconds / 86400 >= i.first_day - 1) long on true
left join meter was on was.metering_point_id = m.metering_point_id
  and was.removed_at = m.installed_at and was.removed_by = m.installed_by
left join meter becomes on becomes.metering_point_id = m.metering_point_id
  and becomes.installed_at = m.removed_at and becomes.installed_by = m.removed_by
left join lateral (
select d.day
from reading_day d
left join meter x on x.metering_point_id = d.metering_point_id and x.installed_by is not null and ((x.installed_at) at time zone 'Europe/Oslo')::date = d.day
where d.metering_point_id = i.metering_point_id and d.interval_seconds = 0 and was.serial is not null and d.day < least(i.first_day, ((m.installed_at) at time zone 'Europe/Oslo')::date)
order by x.serial is not null, case when x.serial is not null then d.day end , d.day desc limit 1) old on true
left join lateral (
select case when d.first_at = (d.day::timestamp at time zone 'Europe/Oslo') then d.day - 1 else d.day end as day
from reading_day d
left join meter x on x.metering_point_id = d.metering_point_id and x.installed_by is not null and ((x.installed_at) at time zone 'Europe/Oslo')::date = d.day
where d.metering_point_id = i.metering_point_id and d.interval_seconds = 0 and becomes.serial is not null and d.day > greatest(i.last_day, ((m.removed_at) at time zone 'Europe/Oslo')::date)
order by x.serial is not null, case when x.serial is not null then d.day end desc, d.day  limit 1) young on true) r (metering_point_id, first_day, last_day)
     cross join lateral generate_series(r.first_day::timestamp, r.last_day::timestamp, interval '1 day') d) touched
   where not (touched.day < date '2025-01-01' and coalesce((
select c.hours is null from consumption_day c where c.metering_point_id = touched.metering_point_id and c.day = touched.day), false)) and not exists (select from import_…_done n where n.metering_point_id = touched.metering_point_id and n.day = touched.day)
   order by metering_point_id, day;
drop table import_…_staging, import_…_ordinary, import_…_key, import_…_both, import_…_done, import_…_day, import_…_rest;

-- registers at any time

-- a register that cannot be
analyze import_…_both;
create index on import_…_staging (metering_point_id, day);
select metering_point_id, serial, interval_seconds, min(day)::text as first, max(day)::text as last, sum(count)::int as count
from import_…_staging where metering_point_id = any($1) group by metering_point_id, serial, interval_seconds;
select "max_power_kw" from "metering_point" where "metering_point_id" = $1 limit $2;
select "metering_point_id", serial, extract(epoch from installed_at)::float8 as "installedAt",
extract(epoch from coalesce(installed_by, installed_at))::float8 as "installedBy", extract(epoch from removed_at)::float8 as "removedAt",
extract(epoch from coalesce(removed_by, removed_at))::float8 as "removedBy" from "meter" where "serial" = $1 order by "installed_at" asc;
select extract(epoch from from_at)::float8 as from_at, extract(epoch from to_at)::float8 as to_at, last_file_id
from reading_withdrawal where metering_point_id = $1 and restored_at is null;
select "end", extract(epoch from e.at)::float8 as at, "energyKwh", reason, m.installed_at::text as "installedAt", m.time
from (select *, row_number() over (order by installed_at)::int - 1 as time from meter where metering_point_id = $1 and serial = $2) m
cross join lateral (values
  ('opening', m.installed_at, m.opening_energy_kwh, m.opening_reason),
  ('closing', case when isfinite(m.removed_at) then coalesce(m.removed_by, m.removed_at) end, m.closing_energy_kwh, m.closing_reason)
) e ("end", at, "energyKwh", reason)
where "energyKwh" is not null and isfinite(e.at)
order by m.installed_at, e.at;
select (
select day::text from (select day, sum(count) over (order by day desc) as total
  from (select day, coalesce(reading_day.count, cardinality(reading_day.energy_kwh)) as count from reading_day where metering_point_id = $1 and serial = $2 and interval_seconds = 0 and day < cast($3 as date)
        order by day desc limit cast($4 as int)) d) d
where total >= cast($5 as int) order by day desc limit 1) as first, (
select day::text from (select day, sum(count) over (order by day ) as total
  from (select day, coalesce(reading_day.count, cardinality(reading_day.energy_kwh)) as count from reading_day where metering_point_id = $6 and serial = $7 and interval_seconds = 0 and day > cast($8 as date)
        order by day  limit cast($9 as int)) d) d
where total >= cast($10 as int) order by day  limit 1) as last;
update reading_beside b set energy_kwh = d.energy_kwh, volume_m3 = d.volume_m3, flow_m3c = d.flow_m3c, return_m3c = d.return_m3c, power_kw = d.power_kw, flow_lh = d.flow_lh, flow_temperature = d.flow_temperature, return_temperature = d.return_temperature, energy_kwh_packed = d.energy_kwh_packed, volume_m3_packed = d.volume_m3_packed, flow_m3c_packed = d.flow_m3c_packed, return_m3c_packed = d.return_m3c_packed, power_kw_packed = d.power_kw_packed, flow_lh_packed = d.flow_lh_packed, flow_temperature_packed = d.flow_temperature_packed, return_temperature_packed = d.return_temperature_packed
   from reading_day d where b.metering_point_id = $1 and b.serial = $2 and b.interval_seconds = $3
and (cast($4 as date) is null or b.day >= cast($5 as date)) and (cast($6 as date) is null or b.day <= cast($7 as date)) and not num_nonnulls(b.energy_kwh, b.energy_kwh_packed) > 0
     and d.metering_point_id = b.metering_point_id and d.day = b.day and d.serial = b.serial and d.interval_seconds = b.interval_seconds;
select 'shown' as place, r.file_id, r.line, extract(epoch from r.at)::float8 as seconds, r.quality, null as reason, null::timestamptz as recorded_at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.power_kw, r.flow_lh, r.flow_temperature, r.return_temperature
     from reading r where r.metering_point_id = $1 and r.serial = $2 and r.interval_seconds = $3
and (cast($4 as date) is null or r.day >= cast($5 as date)) and (cast($6 as date) is null or r.day <= cast($7 as date))
   union all select 'beside', r.file_id, r.line, extract(epoch from r.at)::float8 as seconds, r.quality, r.reason, r.recorded_at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.power_kw, r.flow_lh, r.flow_temperature, r.return_temperature from (
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature, s.file_id, s.reason, s.recorded_at
from (select * from reading_beside s where s.metering_point_id = $8 and s.serial = $9 and s.interval_seconds = $10
and (cast($11 as date) is null or s.day >= cast($12 as date)) and (cast($13 as date) is null or s.day <= cast($14 as date))) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0) r
   union all select 'staged', cast($15 as int), r.line, extract(epoch from r.at)::float8 as seconds, r.quality, null, null, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.power_kw, r.flow_lh, r.flow_temperature, r.return_temperature
     from (
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature
from (select * from import_…_staging s where s.metering_point_id = $16 and s.serial = $17 and s.interval_seconds = $18
and (cast($19 as date) is null or s.day >= cast($20 as date)) and (cast($21 as date) is null or s.day <= cast($22 as date)) and s.reason is null) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0) r;
select coalesce(sum(count), 0)::int as count from reading_beside where metering_point_id = $1 and serial = $2 and interval_seconds = 0
and reason in ('register-drop', 'implausible')
and (day < cast($3 as date) or day > cast($4 as date));
delete from reading_day where metering_point_id = $1 and serial = $2 and interval_seconds = $3 and day = any(cast($4 as date[]));
delete from reading_beside where metering_point_id = $1 and serial = $2 and interval_seconds = $3 and day = any(cast($4 as date[]));
delete from import_…_staging where metering_point_id = $1 and serial = $2 and interval_seconds = $3 and day = any(cast($4 as date[])) and reason is null;
insert into "reading_day" ("count", "day", "energy_kwh", "energy_kwh_packed", "file_id", "files", "first_at", "flow_lh", "flow_lh_packed", "flow_m3c", "flow_m3c_packed", "flow_temperature", "flow_temperature_packed", "interval_seconds", "line", "line_step", "lines", "metering_point_id", "offsets", "power_kw", "power_kw_packed", "quality", "return_m3c", "return_m3c_packed", "return_temperature", "return_temperature_packed", "serial", "step_seconds", "volume_m3", "volume_m3_packed") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30), ($31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60);
insert into "reading_beside" ("count", "day", "energy_kwh", "energy_kwh_packed", "file_id", "first_at", "flow_lh", "flow_lh_packed", "flow_m3c", "flow_m3c_packed", "flow_temperature", "flow_temperature_packed", "interval_seconds", "line", "line_step", "lines", "metering_point_id", "offsets", "power_kw", "power_kw_packed", "quality", "reason", "return_m3c", "return_m3c_packed", "return_temperature", "return_temperature_packed", "serial", "step_seconds", "volume_m3", "volume_m3_packed") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30), ($31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60), ($61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90);
drop table import_…_key, import_…_both;
select count(*)::int as days, coalesce(sum(count), 0)::float8 as readings from import_…_staging;
create unlogged table import_…_touched (metering_point_id bigint, day date, serial text, interval_seconds integer) with (autovacuum_enabled = false);
insert into import_…_touched select * from jsonb_to_recordset(cast($1 as jsonb)) as t (metering_point_id bigint, day date, serial text, interval_seconds integer);
insert into import_…_touched select metering_point_id, day, serial, interval_seconds from import_…_staging;
analyze import_…_touched;
insert into import_…_day select metering_point_id, day, day::timestamp at time zone 'Europe/Oslo', (day + 1)::timestamp at time zone 'Europe/Oslo'
   from (select distinct r.metering_point_id, d::date as day from (
with staged as (select distinct metering_point_id, day, serial, interval_seconds from import_…_touched s where true),
island as (
  select metering_point_id, serial, interval_seconds, min(day) as first_day, max(day) + (interval_seconds + 86399) / 86400 as last_day
  from (select *, day - (row_number() over (partition by metering_point_id, serial, interval_seconds order by day))::int as island from staged) s
  group by metering_point_id, serial, interval_seconds, island)
select i.metering_point_id,
  least(i.first_day, before.day, long.first_day,
    case when before.day is null and m.opening_energy_kwh is not null then ((m.installed_at) at time zone 'Europe/Oslo')::date end,
    case when before.day is null or before.day <= ((m.installed_at) at time zone 'Europe/Oslo')::date then old.day end) as first_day,
  greatest(i.last_day, after.day, long.last_day,
    case when after.day is null and m.closing_energy_kwh is not null then ((m.removed_at) at time zone 'Europe/Oslo')::date end,
    case when after.day is null or after.day >= ((m.removed_at) at time zone 'Europe/Oslo')::date then young.day end) as last_day
from island i
left join meter m on m.metering_point_id = i.metering_point_id and m.serial = i.serial
left join lateral (select coalesce((select x.day from reading_day x where x.metering_point_id = i.metering_point_id and x.serial = i.serial and x.interval_seconds = i.interval_seconds and x.day = i.first_day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = i.metering_point_id and x.serial = i.serial and x.interval_seconds = i.interval_seconds and x.day < i.first_day order by x.day desc limit 1)) as day offset 0) before on true
left join lateral (
select case when d.first_at = (d.day::timestamp at time zone 'Europe/Oslo') then d.day - 1 else d.day end as day from reading_day d where d.metering_point_id = i.metering_point_id and d.serial = i.serial and d.interval_seconds = i.interval_seconds and d.day > i.last_day order by d.day  limit 1) after on true
-- What a longer interval is spread over changes with what lies in it, and so does a gap between registers.
left join lateral (select min(d.day) as first_day, max(d.day + (d.interval_seconds + 86399) / 86400) as last_day from reading_day d
  where d.metering_point_id = i.metering_point_id and d.interval_seconds > 3900 and d.interval_seconds <> i.interval_seconds
    and d.day between i.first_day - 400 and i.last_day and d.day + d.interval_seconds / 86400 >= i.first_day - 1) long on true
left join meter was on was.metering_point_id = m.metering_point_id
  and was.removed_at = m.installed_at and was.removed_by = m.installed_by
left join meter becomes on becomes.metering_point_id = m.metering_point_id
  and becomes.installed_at = m.removed_at and becomes.installed_by = m.removed_by
left join lateral (
select d.day
from reading_day d
left join meter x on x.metering_point_id = d.metering_point_id and x.installed_by is not null and ((x.installed_at) at time zone 'Europe/Oslo')::date = d.day
where d.metering_point_id = i.metering_point_id and d.interval_seconds = 0 and was.serial is not null and d.day < least(i.first_day, ((m.installed_at) at time zone 'Europe/Oslo')::date)
order by x.serial is not null, case when x.serial is not null then d.day end , d.day desc limit 1) old on true
left join lateral (
select case when d.first_at = (d.day::timestamp at time zone 'Europe/Oslo') then d.day - 1 else d.day end as day
from reading_day d
left join meter x on x.metering_point_id = d.metering_point_id and x.installed_by is not null and ((x.installed_at) at time zone 'Europe/Oslo')::date = d.day
where d.metering_point_id = i.metering_point_id and d.interval_seconds = 0 and becomes.serial is not null and d.day > greatest(i.last_day, ((m.removed_at) at time zone 'Europe/Oslo')::date)
order by x.serial is not null, case when x.serial is not null then d.day end desc, d.day  limit 1) young on true) r (metering_point_id, first_day, last_day)
     cross join lateral generate_series(r.first_day::timestamp, r.last_day::timestamp, interval '1 day') d) touched
   where not (touched.day < date '2025-01-01' and coalesce((
select c.hours is null from consumption_day c where c.metering_point_id = touched.metering_point_id and c.day = touched.day), false)) and not exists (select from import_…_done n where n.metering_point_id = touched.metering_point_id and n.day = touched.day)
   order by metering_point_id, day;
select 1 from import_…_touched k where k.interval_seconds > 0 and (select true from reading_day o
where o.metering_point_id = k.metering_point_id and o.interval_seconds < k.interval_seconds and o.day between k.day - 1 and k.day + 1 + k.interval_seconds / 86400 limit 1) limit 1;
drop table import_…_staging, import_…_ordinary, import_…_key, import_…_both, import_…_touched, import_…_done, import_…_day, import_…_rest;
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature, s.file_id, s.reason
from (select * from reading_beside s where s.reason is not null and (cast($1 as int) is null or s.file_id = cast($2 as int))
 and (cast($3 as bigint) is null or s.metering_point_id = cast($4 as bigint))) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0 order by line limit 100;

-- more of them than are judged at once
select min(day)::text as first, max(day)::text as last from (
  select day, (sum(sum(count)) over (order by day) / $1)::int as stretch
  from (select day, count from import_…_staging where metering_point_id = $2 and serial = $3 and interval_seconds = $4) c group by day) d
group by stretch order by stretch;
select coalesce(max(away), 0) as away from (select away, sum(sum(count)) over (order by away) as total from (select greatest(cast($1 as date) - day, day - cast($2 as date), 0) as away, coalesce(d.count, cardinality(d.energy_kwh)) as count
  from reading_day d where metering_point_id = $3 and serial = $4 and interval_seconds = $5 union all select greatest(cast($6 as date) - day, day - cast($7 as date), 0) as away, d.count as count
  from reading_beside d where metering_point_id = $8 and serial = $9 and interval_seconds = $10 union all select greatest(cast($11 as date) - day, day - cast($12 as date), 0) as away, d.count as count
  from import_…_staging d where metering_point_id = $13 and serial = $14 and interval_seconds = $15) c group by away) t
where total <= $16;
insert into "reading_day" ("count", "day", "energy_kwh", "energy_kwh_packed", "file_id", "files", "first_at", "flow_lh", "flow_lh_packed", "flow_m3c", "flow_m3c_packed", "flow_temperature", "flow_temperature_packed", "interval_seconds", "line", "line_step", "lines", "metering_point_id", "offsets", "power_kw", "power_kw_packed", "quality", "return_m3c", "return_m3c_packed", "return_temperature", "return_temperature_packed", "serial", "step_seconds", "volume_m3", "volume_m3_packed") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30);
insert into "reading_beside" ("count", "day", "energy_kwh", "energy_kwh_packed", "file_id", "first_at", "flow_lh", "flow_lh_packed", "flow_m3c", "flow_m3c_packed", "flow_temperature", "flow_temperature_packed", "interval_seconds", "line", "line_step", "lines", "metering_point_id", "offsets", "power_kw", "power_kw_packed", "quality", "reason", "recorded_at", "return_m3c", "return_m3c_packed", "return_temperature", "return_temperature_packed", "serial", "step_seconds", "volume_m3", "volume_m3_packed") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31), ($32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62), ($63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, DEFAULT, $85, $86, $87, $88, $89, $90, $91, $92);

-- a register that stands still
create unlogged table import_…_still (metering_point_id bigint, first_day date, last_day date) with (autovacuum_enabled = false);
select extract(epoch from r.at)::float8 as at, r.energy_kwh as "energyKwh", r.volume_m3 as "volumeM3", m.installed_at::text as installed,
  coalesce(m.standstill_hours, 2)::float8 as hours
from reading r join meter m on m.metering_point_id = r.metering_point_id and m.serial = r.serial
  and r.at between m.installed_at and coalesce(m.removed_by, m.removed_at)
where r.metering_point_id = $1 and r.serial = $2 and r.interval_seconds = 0
  and r.day between date '1970-01-01' + cast($3 as int) and date '1970-01-01' + cast($4 as int)
order by r.at;
with changed as (
   delete from standstill s where s.metering_point_id = $1 and s.serial = $2 and s.till between to_timestamp($3) and to_timestamp($4)
     and not exists (select from (select to_timestamp(since) as since, to_timestamp(till) as till, "riseKwh" as rise_kwh, "largestKwh" as largest_kwh, spread
from jsonb_to_recordset(cast($5 as jsonb)) as f (since float8, till float8, "riseKwh" float8, "largestKwh" float8, spread boolean)) f where f.since = s.since and f.till = s.till and f.rise_kwh = s.rise_kwh and f.spread = s.spread)
   returning since, till, spread) insert into import_…_still select cast($6 as bigint), ((since) at time zone 'Europe/Oslo')::date, ((till - interval '1 second') at time zone 'Europe/Oslo')::date from changed where spread;
with changed as (
   insert into standstill (metering_point_id, serial, since, till, rise_kwh, largest_kwh, spread)
   select cast($1 as bigint), $2, f.since, f.till, f.rise_kwh, f.largest_kwh, f.spread from (select to_timestamp(since) as since, to_timestamp(till) as till, "riseKwh" as rise_kwh, "largestKwh" as largest_kwh, spread
from jsonb_to_recordset(cast($3 as jsonb)) as f (since float8, till float8, "riseKwh" float8, "largestKwh" float8, spread boolean)) f
   on conflict (metering_point_id, since, serial) do update set largest_kwh = excluded.largest_kwh where standstill.largest_kwh <> excluded.largest_kwh
   returning since, till, spread) insert into import_…_still select cast($4 as bigint), ((since) at time zone 'Europe/Oslo')::date, ((till - interval '1 second') at time zone 'Europe/Oslo')::date from changed where spread;
insert into import_…_still select s.metering_point_id, ((s.since) at time zone 'Europe/Oslo')::date, ((s.till - interval '1 second') at time zone 'Europe/Oslo')::date
from standstill s join (select metering_point_id, min(day) as first_day, max(day) as last_day from import_…_day d group by metering_point_id) d
  on d.metering_point_id = s.metering_point_id
where s.spread and ((s.till) at time zone 'Europe/Oslo')::date >= d.first_day and ((s.since) at time zone 'Europe/Oslo')::date <= d.last_day;
insert into import_…_rest select t.metering_point_id, t.day, t.day::timestamp at time zone 'Europe/Oslo', (t.day + 1)::timestamp at time zone 'Europe/Oslo'
from (select distinct metering_point_id, d::date as day from import_…_still
  cross join lateral generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') d) t
where not exists (select from import_…_rest r where r.metering_point_id = t.metering_point_id and r.day = t.day);
select 1 from import_…_still limit 1;
drop table import_…_still;

-- an hour that the clock has twice
create unlogged table import_…_apart (metering_point_id bigint not null, day date not null, serial text not null, interval_seconds integer not null, count integer not null, first_at timestamptz not null, last_at timestamptz not null, step_seconds integer, offsets integer[], line integer not null, line_step integer, lines integer[], first_energy_kwh double precision not null, last_energy_kwh double precision not null, suspicious boolean not null, reason text, identical boolean, max_power_kw double precision not null, ambiguous boolean[], counters double precision[], quality text, first_others double precision[], last_others double precision[], hours double precision[], largest_hour double precision, hours_sum double precision, energy_kwh double precision[], volume_m3 double precision[], flow_m3c double precision[], return_m3c double precision[], power_kw double precision[], flow_lh double precision[], flow_temperature double precision[], return_temperature double precision[], energy_kwh_packed bytea, volume_m3_packed bytea, flow_m3c_packed bytea, return_m3c_packed bytea, power_kw_packed bytea, flow_lh_packed bytea, flow_temperature_packed bytea, return_temperature_packed bytea, first_day date, last_day date, touched_from date, first_before_kwh double precision, last_before_kwh double precision, rise_kwh double precision, hours_before integer, others_before double precision[]) with (autovacuum_enabled = false);
declare waiting cursor for select r.* from (
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature, extract(epoch from s.first_at)::float8 + coalesce(s.offsets[n], (n - 1) * s.step_seconds) as seconds, n, s.reason, s.max_power_kw,
  s.counters[n] as counter, coalesce(s.ambiguous[n], false) as ambiguous
from (select * from import_…_staging s where true) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0) r where reason = 'autumn-hour' order by metering_point_id, serial, interval_seconds, day, line, n;
fetch 1000 from waiting;
close waiting;
copy import_…_apart (metering_point_id, day, serial, interval_seconds, count, first_at, last_at, step_seconds, offsets, line, line_step, lines, first_energy_kwh, last_energy_kwh, suspicious, reason, identical, max_power_kw, ambiguous, counters, quality, first_others, last_others, hours, largest_hour, hours_sum, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed) from stdin (format binary);
delete from import_…_staging where reason = 'autumn-hour';
insert into import_…_staging select * from import_…_apart;
drop table import_…_apart;
insert into reading_beside (metering_point_id, day, serial, interval_seconds, line, line_step, lines, first_at, count, step_seconds, offsets, quality,
energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed, reason, file_id) select metering_point_id, day, serial, interval_seconds, line, line_step, lines, first_at, count, step_seconds, offsets, quality,
energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed, reason, cast($1 as int) from import_…_staging where reason is not null;

-- a swap
update "meter" set "removed_at" = $1, "removed_by" = $2, "closing_energy_kwh" = $3, "opening_reason" = $4, "closing_reason" = $5 where "metering_point_id" = $6 and "serial" = $7 and "installed_at" = $8 and ("removed_at" is distinct from '2019-10-27T23:00:00.000Z' or "removed_by" is distinct from '2019-10-28T23:00:00.000Z' or "closing_energy_kwh" is distinct from 2100);
select * from "meter" where "metering_point_id" = $1 and not "serial" = $2 and "removed_at" in ($3) and "installed_at" < $4;
insert into "meter" ("installed_at", "installed_by", "metering_point_id", "opening_energy_kwh", "serial") values ($1, $2, $3, $4, $5);
select distinct "metering_point_id" from "meter" where "serial" in ($1, $2) and not "serial" = $3;
select 'shown' as place, r.file_id, r.line, extract(epoch from r.at)::float8 as seconds, r.quality, null as reason, null::timestamptz as recorded_at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.power_kw, r.flow_lh, r.flow_temperature, r.return_temperature
     from reading r where r.metering_point_id = $1 and r.serial = $2 and r.interval_seconds = $3
and (cast($4 as date) is null or r.day >= cast($5 as date)) and (cast($6 as date) is null or r.day <= cast($7 as date))
   union all select 'beside', r.file_id, r.line, extract(epoch from r.at)::float8 as seconds, r.quality, r.reason, r.recorded_at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.power_kw, r.flow_lh, r.flow_temperature, r.return_temperature from (
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature, s.file_id, s.reason, s.recorded_at
from (select * from reading_beside s where s.metering_point_id = $8 and s.serial = $9 and s.interval_seconds = $10
and (cast($11 as date) is null or s.day >= cast($12 as date)) and (cast($13 as date) is null or s.day <= cast($14 as date))) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0) r;
analyze meters_…_day;
with derived as (
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
select p.metering_point_id, p.day, h.measured, 0, h.size - h.measured,
  array_position(h.hours, h.peak) - 1, h.peak, h.energy, s.volume,
  case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
  left(replace(coalesce(p.quality, repeat('m', h.size)) || coalesce(left(n.quality, 1), 'm'), 'mc', 'cc'), h.measured) || repeat('-', h.size - h.measured), h.hours
from meters_…_day d
cross join lateral (select p.*, count(*) over () as rows_of_day, case when p.energy_kwh_packed is null then p.energy_kwh
    when get_byte(p.energy_kwh_packed, 0) & 3 = 1 then array(select (base + get_byte(p.energy_kwh_packed, 5 + n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    when get_byte(p.energy_kwh_packed, 0) & 3 = 2 then array(select (base + get_byte(p.energy_kwh_packed, 4 + 2 * n) * 256 + get_byte(p.energy_kwh_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    else array(select register_at(p.energy_kwh_packed, n) from generate_series(1, p.count) n) end as registers from reading_day p where p.metering_point_id = d.metering_point_id and p.day = d.day limit 1) p
cross join lateral (select * from meter m where m.metering_point_id = p.metering_point_id and m.serial = p.serial
  and m.installed_at <= d.starts and m.removed_at >= d.ends and (m.removed_by is null or m.removed_at > d.ends) limit 1) m
left join lateral (select * from reading_day n where n.metering_point_id = p.metering_point_id and n.day = p.day + 1
  and n.serial = p.serial and n.interval_seconds = 0 limit 1) n on true
cross join lateral (
  -- greatest() passes over null, and an hour without its end is missing, never 0.
  select array_agg(used) as hours, max(used) as peak, sum(used) as energy, min(rise) as lowest, count(*)::int as size, count(used)::int as measured
  from (select b - a as rise, case when b is not null then greatest(b - a, 0) end as used
    from unnest(p.registers, p.registers[2:] || coalesce(n.energy_kwh[1], register_at(n.energy_kwh_packed, 1))) u (a, b)) u) h
-- Once a day, and not wherever one of them is asked.
cross join lateral (select
  coalesce(coalesce(n.volume_m3[1], register_at(n.volume_m3_packed, 1)), coalesce(p.volume_m3[h.size], register_at(p.volume_m3_packed, h.size))) - coalesce(p.volume_m3[1], register_at(p.volume_m3_packed, 1)) as volume, coalesce(coalesce(n.flow_m3c[1], register_at(n.flow_m3c_packed, 1)), coalesce(p.flow_m3c[h.size], register_at(p.flow_m3c_packed, h.size))) - coalesce(p.flow_m3c[1], register_at(p.flow_m3c_packed, 1)) as flow, coalesce(coalesce(n.return_m3c[1], register_at(n.return_m3c_packed, 1)), coalesce(p.return_m3c[h.size], register_at(p.return_m3c_packed, h.size))) - coalesce(p.return_m3c[1], register_at(p.return_m3c_packed, 1)) as return offset 0) s
where p.step_seconds = 3600 and p.first_at = d.starts and p.first_at + coalesce(p.count, cardinality(p.energy_kwh)) * interval '1 hour' = d.ends
  and (p.quality is null or p.quality !~ '[eh]') and coalesce(h.lowest >= -0.000001, true)
  and case when n.day is not null then n.first_at = d.ends and (n.quality is null or left(n.quality, 1) in ('m', 'c'))
    else m.removed_at = 'infinity' and not exists (select from reading_day l where l.metering_point_id = p.metering_point_id and l.day > p.day) end
  and p.interval_seconds = 0 and p.rows_of_day = 1
  -- A register that rolled over is not taken by its ends.
  and coalesce(least(s.volume, s.flow, s.return) >= 0, true) and not (h.peak > 0 and case when h.hours[1] = h.peak then coalesce(p.energy_kwh[1], register_at(p.energy_kwh_packed, 1)) = (select coalesce(b.energy_kwh[coalesce(b.count, cardinality(b.energy_kwh))], register_at(b.energy_kwh_packed, coalesce(b.count, cardinality(b.energy_kwh)))) from reading_day b where b.metering_point_id = p.metering_point_id
  and b.serial = p.serial and b.interval_seconds = 0
  and b.day = coalesce((select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day = p.day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day < p.day order by x.day desc limit 1)) limit 1)
else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end) and not exists (
select from standstill still where still.metering_point_id = d.metering_point_id and still.spread and still.since < d.ends and still.till > d.starts)) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours returning metering_point_id, day) insert into meters_…_done select * from derived;
analyze meters_…_done;
create unlogged table meters_…_rest (metering_point_id bigint, day date, starts timestamptz, ends timestamptz) with (autovacuum_enabled = false);
insert into meters_…_rest select d.* from meters_…_day d left join meters_…_done n on n.metering_point_id = d.metering_point_id and n.day = d.day where n.day is null;
analyze meters_…_rest;
select metering_point_id, serial, min(day)::text as first_day, max(day)::text as last_day from (
  select r.metering_point_id, p.serial, r.day
  from meters_…_rest r
  join lateral (select * from reading_day p where p.metering_point_id = r.metering_point_id and p.day = r.day and p.interval_seconds = 0 offset 0) p on true
  where exists (select from generate_series(1, coalesce(p.count, cardinality(p.energy_kwh)) - 1) n where case when p.energy_kwh_packed is null then p.energy_kwh[n] = p.energy_kwh[n + 1] else substring(p.energy_kwh_packed from 7 + (get_byte(p.energy_kwh_packed, 0) & 3) * (n - 1) for get_byte(p.energy_kwh_packed, 0) & 3) = substring(p.energy_kwh_packed from 7 + (get_byte(p.energy_kwh_packed, 0) & 3) * n for get_byte(p.energy_kwh_packed, 0) & 3) end)
    or abs(coalesce(p.energy_kwh[1], register_at(p.energy_kwh_packed, 1)) - (select coalesce(b.energy_kwh[coalesce(b.count, cardinality(b.energy_kwh))], register_at(b.energy_kwh_packed, coalesce(b.count, cardinality(b.energy_kwh)))) from reading_day b where b.metering_point_id = p.metering_point_id
  and b.serial = p.serial and b.interval_seconds = 0
  and b.day = coalesce((select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day = p.day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day < p.day order by x.day desc limit 1)) limit 1)) <= 0.000001
  union all
  select s.metering_point_id, s.serial, d.day
  from (select metering_point_id, min(day) as first_day, max(day) as last_day from meters_…_day d group by metering_point_id) t
  join standstill s on s.metering_point_id = t.metering_point_id
    and s.till > (t.first_day - 33)::timestamp and s.till < (t.last_day + 33)::timestamp
  cross join lateral (values (t.first_day), (t.last_day)) d (day)) a
group by metering_point_id, serial order by metering_point_id, serial;
create unlogged table meters_…_still (metering_point_id bigint, first_day date, last_day date) with (autovacuum_enabled = false);
with changed as (
   delete from standstill s where s.metering_point_id = $1 and s.serial = $2 and s.till between to_timestamp($3) and to_timestamp($4)
     and not exists (select from (select to_timestamp(since) as since, to_timestamp(till) as till, "riseKwh" as rise_kwh, "largestKwh" as largest_kwh, spread
from jsonb_to_recordset(cast($5 as jsonb)) as f (since float8, till float8, "riseKwh" float8, "largestKwh" float8, spread boolean)) f where f.since = s.since and f.till = s.till and f.rise_kwh = s.rise_kwh and f.spread = s.spread)
   returning since, till, spread) insert into meters_…_still select cast($6 as bigint), ((since) at time zone 'Europe/Oslo')::date, ((till - interval '1 second') at time zone 'Europe/Oslo')::date from changed where spread;
with changed as (
   insert into standstill (metering_point_id, serial, since, till, rise_kwh, largest_kwh, spread)
   select cast($1 as bigint), $2, f.since, f.till, f.rise_kwh, f.largest_kwh, f.spread from (select to_timestamp(since) as since, to_timestamp(till) as till, "riseKwh" as rise_kwh, "largestKwh" as largest_kwh, spread
from jsonb_to_recordset(cast($3 as jsonb)) as f (since float8, till float8, "riseKwh" float8, "largestKwh" float8, spread boolean)) f
   on conflict (metering_point_id, since, serial) do update set largest_kwh = excluded.largest_kwh where standstill.largest_kwh <> excluded.largest_kwh
   returning since, till, spread) insert into meters_…_still select cast($4 as bigint), ((since) at time zone 'Europe/Oslo')::date, ((till - interval '1 second') at time zone 'Europe/Oslo')::date from changed where spread;
insert into meters_…_still select s.metering_point_id, ((s.since) at time zone 'Europe/Oslo')::date, ((s.till - interval '1 second') at time zone 'Europe/Oslo')::date
from standstill s join (select metering_point_id, min(day) as first_day, max(day) as last_day from meters_…_day d group by metering_point_id) d
  on d.metering_point_id = s.metering_point_id
where s.spread and ((s.till) at time zone 'Europe/Oslo')::date >= d.first_day and ((s.since) at time zone 'Europe/Oslo')::date <= d.last_day;
insert into meters_…_rest select t.metering_point_id, t.day, t.day::timestamp at time zone 'Europe/Oslo', (t.day + 1)::timestamp at time zone 'Europe/Oslo'
from (select distinct metering_point_id, d::date as day from meters_…_still
  cross join lateral generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') d) t
where not exists (select from meters_…_rest r where r.metering_point_id = t.metering_point_id and r.day = t.day);
select 1 from meters_…_still limit 1;
drop table meters_…_still;
with derived as (
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
select p.metering_point_id, p.day, h.measured, 0, h.size - h.measured,
  array_position(h.hours, h.peak) - 1, h.peak, h.energy, s.volume,
  case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
  left(replace(coalesce(p.quality, repeat('m', h.size)) || coalesce(left(n.quality, 1), 'm'), 'mc', 'cc'), h.measured) || repeat('-', h.size - h.measured), h.hours
from meters_…_rest d
cross join lateral (select p.*, count(*) over () as rows_of_day, case when p.energy_kwh_packed is null then p.energy_kwh
    when get_byte(p.energy_kwh_packed, 0) & 3 = 1 then array(select (base + get_byte(p.energy_kwh_packed, 5 + n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    when get_byte(p.energy_kwh_packed, 0) & 3 = 2 then array(select (base + get_byte(p.energy_kwh_packed, 4 + 2 * n) * 256 + get_byte(p.energy_kwh_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    else array(select register_at(p.energy_kwh_packed, n) from generate_series(1, p.count) n) end as registers from reading_day p where p.metering_point_id = d.metering_point_id and p.day = d.day limit 1) p
cross join lateral (select * from meter m where m.metering_point_id = p.metering_point_id and m.serial = p.serial
  and m.installed_at <= d.starts and m.removed_at >= d.ends and (m.removed_by is null or m.removed_at > d.ends) limit 1) m
left join lateral (select * from reading_day n where n.metering_point_id = p.metering_point_id and n.day = p.day + 1
  and n.serial = p.serial and n.interval_seconds = 0 limit 1) n on true
cross join lateral (
  -- greatest() passes over null, and an hour without its end is missing, never 0.
  select array_agg(used) as hours, max(used) as peak, sum(used) as energy, min(rise) as lowest, count(*)::int as size, count(used)::int as measured
  from (select b - a as rise, case when b is not null then greatest(b - a, 0) end as used
    from unnest(p.registers, p.registers[2:] || coalesce(n.energy_kwh[1], register_at(n.energy_kwh_packed, 1))) u (a, b)) u) h
-- Once a day, and not wherever one of them is asked.
cross join lateral (select
  coalesce(coalesce(n.volume_m3[1], register_at(n.volume_m3_packed, 1)), coalesce(p.volume_m3[h.size], register_at(p.volume_m3_packed, h.size))) - coalesce(p.volume_m3[1], register_at(p.volume_m3_packed, 1)) as volume, coalesce(coalesce(n.flow_m3c[1], register_at(n.flow_m3c_packed, 1)), coalesce(p.flow_m3c[h.size], register_at(p.flow_m3c_packed, h.size))) - coalesce(p.flow_m3c[1], register_at(p.flow_m3c_packed, 1)) as flow, coalesce(coalesce(n.return_m3c[1], register_at(n.return_m3c_packed, 1)), coalesce(p.return_m3c[h.size], register_at(p.return_m3c_packed, h.size))) - coalesce(p.return_m3c[1], register_at(p.return_m3c_packed, 1)) as return offset 0) s
where p.step_seconds = 3600 and p.first_at = d.starts and p.first_at + coalesce(p.count, cardinality(p.energy_kwh)) * interval '1 hour' = d.ends
  and (p.quality is null or p.quality !~ '[eh]') and coalesce(h.lowest >= -0.000001, true)
  and case when n.day is not null then n.first_at = d.ends and (n.quality is null or left(n.quality, 1) in ('m', 'c'))
    else m.removed_at = 'infinity' and not exists (select from reading_day l where l.metering_point_id = p.metering_point_id and l.day > p.day) end
  and p.interval_seconds = 0 and p.rows_of_day = 1
  -- A register that rolled over is not taken by its ends.
  and coalesce(least(s.volume, s.flow, s.return) >= 0, true) and not exists (
select from standstill still where still.metering_point_id = d.metering_point_id and still.spread and still.since < d.ends and still.till > d.starts)) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours returning metering_point_id, day) insert into meters_…_done select * from derived;
delete from meters_…_rest r using meters_…_done n where n.metering_point_id = r.metering_point_id and n.day = r.day and not exists (
select from standstill still where still.metering_point_id = r.metering_point_id and still.spread and still.since < r.ends and still.till > r.starts);
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
with
island as not materialized (
  select metering_point_id, min(day) as first_day, max(day) as last_day, min(starts) as starts, max(ends) as ends
  from (select *, day - (row_number() over (partition by metering_point_id order by day))::int as island from meters_…_rest) d
  group by metering_point_id, island),

meter_order as not materialized (
  select m.*, row_number() over w as ordinal,
    m.installed_by is not null and (lag(removed_at) over w, lag(removed_by) over w) is not distinct from (m.installed_at, m.installed_by) as swapped_in,
    m.removed_by is not null and (lead(installed_at) over w, lead(installed_by) over w) is not distinct from (m.removed_at, m.removed_by) as swapped_out,
    lag(closing_energy_kwh) over w - opening_energy_kwh as over_energy, lag(closing_volume_m3) over w - opening_volume_m3 as over_volume, lag(closing_flow_m3c) over w - opening_flow_m3c as over_flow, lag(closing_return_m3c) over w - opening_return_m3c as over_return
  from (select metering_point_id, serial, installed_at, installed_by, removed_at, removed_by, case when opening_reason is null then opening_energy_kwh end as opening_energy_kwh, case when opening_reason is null then opening_volume_m3 end as opening_volume_m3, case when opening_reason is null then opening_flow_m3c end as opening_flow_m3c, case when opening_reason is null then opening_return_m3c end as opening_return_m3c, case when closing_reason is null then closing_energy_kwh end as closing_energy_kwh, case when closing_reason is null then closing_volume_m3 end as closing_volume_m3, case when closing_reason is null then closing_flow_m3c end as closing_flow_m3c, case when closing_reason is null then closing_return_m3c end as closing_return_m3c from meter) m join (select distinct metering_point_id from island) p using (metering_point_id)
  window w as (partition by m.metering_point_id order by m.installed_at, m.serial)),
meters as not materialized (
  select *, installed_at as begins, coalesce(removed_by, removed_at) as ends,
    case when not swapped_in then installed_at end as opens_at, case when installed_by is null then 'm' else 'e' end as opening_quality,
    case when not swapped_out then coalesce(removed_by, removed_at) end as closes_at, case when removed_by is null then 'm' else 'e' end as closing_quality,
    count(*) filter (where not (swapped_in and over_energy is not null)) over (partition by metering_point_id order by ordinal) as chain
  from meter_order),
register as (
  select i.first_day, m.*, r.at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.quality, 1 as weight
  from island i
  join meters m on m.metering_point_id = i.metering_point_id
  left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
    and e.interval_seconds = 0 and e.day < least(i.first_day, case when m.swapped_out then ((m.removed_at) at time zone 'Europe/Oslo')::date end) order by e.day desc limit 1) before on true
  left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
    and e.interval_seconds = 0 and e.day > greatest(i.last_day, case when m.swapped_in then ((m.installed_at) at time zone 'Europe/Oslo')::date end) order by e.day limit 1) after on true
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.serial = m.serial and r.interval_seconds = 0
    and r.day between coalesce(before.day, least(i.first_day, case when m.swapped_out then ((m.removed_at) at time zone 'Europe/Oslo')::date end)) and coalesce(after.day, greatest(i.last_day, case when m.swapped_in then ((m.installed_at) at time zone 'Europe/Oslo')::date end))
    and r.at between m.begins and m.ends  offset 0) r
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
  select *, case when weight = 1 and abs(extract(epoch from at - nearest)) <= 300 and nearest between begins and ends
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

lead(energy_kwh) over w - energy_kwh +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_energy) over w end as energy,
lead(volume_m3) over w - volume_m3 +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_volume) over w end as volume,
lead(flow_m3c) over w - flow_m3c +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_flow) over w end as flow,
lead(return_m3c) over w - return_m3c +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_return) over w end as return,
    case when extract(epoch from lead(moment) over w - moment) > 3900 then 'e'
      else substr('ehcm', least(strpos('ehcm', quality), lead(strpos('ehcm', quality)) over w), 1) end as letter
  from snapped window w as (partition by metering_point_id, first_day, chain order by moment)),
-- A register of one meter that is lower than before has gone over its end: nothing else was let through.
segment as (
  select s.metering_point_id, s.first_day, s.source, s.since, s.till,
    case when s.energy >= -0.000001 and (s.of_one_meter or s.energy <= coalesce(p.max_power_kw, 500) * extract(epoch from s.till - s.since) / 3600 + 2)
        then greatest(s.energy, 0)
      when s.of_one_meter and s.register >= 10000 then (select min(s.energy + e)
        from (values (power(10, floor(log(s.register / 1)) + 1) * 1), (power(10, floor(log(s.register / 0.2777777777777778)) + 1) * 0.2777777777777778), (power(10, floor(log(s.register / 1.163)) + 1) * 1.163)) ends (e)
        where s.energy + e >= 0) end as energy,
    case when s.volume < 0 and s.of_one_meter and s.volume_register >= 1000 and s.volume_register > power(10, floor(log(s.volume_register)) + 1) * 0.99 and s.volume + power(10, floor(log(s.volume_register)) + 1) < power(10, floor(log(s.volume_register)) + 1) * 0.01
  then s.volume + power(10, floor(log(s.volume_register)) + 1) else s.volume end as volume, case when s.flow < 0 and s.of_one_meter and s.flow_register >= 1000 and s.flow_register > power(10, floor(log(s.flow_register)) + 1) * 0.99 and s.flow + power(10, floor(log(s.flow_register)) + 1) < power(10, floor(log(s.flow_register)) + 1) * 0.01
  then s.flow + power(10, floor(log(s.flow_register)) + 1) else s.flow end as flow, case when s.return < 0 and s.of_one_meter and s.return_register >= 1000 and s.return_register > power(10, floor(log(s.return_register)) + 1) * 0.99 and s.return + power(10, floor(log(s.return_register)) + 1) < power(10, floor(log(s.return_register)) + 1) * 0.01
  then s.return + power(10, floor(log(s.return_register)) + 1) else s.return end as return, s.letter
  from stretch s left join metering_point p on p.metering_point_id = s.metering_point_id where s.till is not null
  union all
  select i.metering_point_id, i.first_day, r.interval_seconds, r.at, r.at + r.interval_seconds * interval '1 second',
    r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, case when r.interval_seconds > 3900 then 'e' else r.quality end
  from island i
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 0
    and r.day between i.first_day - 2 and i.last_day and r.interval_seconds <= 90000 offset 0) r
  union all
  select i.metering_point_id, i.first_day, r.interval_seconds, r.at, r.at + r.interval_seconds * interval '1 second',
    r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, 'e'
  from island i
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 90000
    and r.day between i.first_day - 400 and i.last_day offset 0) r
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
  from touched s cross join lateral generate_series(s.first_hour, s.last_hour) n),
finest as (
select distinct on (metering_point_id, first_day, hour) * from (
  select metering_point_id, first_day, hour, source, sum(case when seconds = length then energy else energy * seconds / length end) as energy, sum(case when seconds = length then volume else volume * seconds / length end) as volume, sum(case when seconds = length then flow else flow * seconds / length end) as flow, sum(case when seconds = length then return else return * seconds / length end) as return,
    count(*) = count(volume) as with_volume,
    substr('ehcm', min(strpos('ehcm', letter)), 1) as letter, greatest(max(length), 3600) as length
  from share group by metering_point_id, first_day, hour, source having sum(seconds) between 3599 and 3601) covered
order by metering_point_id, first_day, hour, length, source),

-- What a coarser one tells beyond that is spread over the hours that are left to it, so that its sum comes out.
rest as (
  select s.metering_point_id, s.first_day, s.source, s.since,
    greatest(max(s.energy) - coalesce(sum(f.energy * s.seconds / 3600) filter (where f.source <> s.source), 0), 0) as energy,
    nullif(sum(s.seconds) filter (where f.source is null or f.source = s.source), 0) as seconds
  from share s left join finest f on f.metering_point_id = s.metering_point_id and f.first_day = s.first_day and f.hour = s.hour
  where s.length > 3900
  group by s.metering_point_id, s.first_day, s.source, s.since having bool_or(f.source <> s.source)),
spread as (
  select s.metering_point_id, s.first_day, s.hour, s.source, sum(coalesce(r.energy / r.seconds * s.seconds, s.energy * s.seconds / s.length)) as energy
  from share s join rest r on r.metering_point_id = s.metering_point_id and r.first_day = s.first_day and r.source = s.source and r.since = s.since
  group by s.metering_point_id, s.first_day, s.hour, s.source),
hourly as (
  select f.metering_point_id, f.hour, coalesce(s.energy, f.energy) as energy, f.volume, f.flow, f.return, f.with_volume, f.letter
  from finest f left join spread s on s.metering_point_id = f.metering_point_id and s.first_day = f.first_day and s.hour = f.hour and s.source = f.source),
slot as (
  select d.metering_point_id, d.day, d.hour, h.energy, h.volume, h.flow, h.return, h.with_volume, coalesce(h.letter, '-') as letter
  from (select d.metering_point_id, d.day, d.starts + n * interval '1 hour' as hour
    from (select *, (extract(epoch from ends - starts) / 3600)::int as size from meters_…_rest) d cross join lateral generate_series(0, d.size - 1) n) d
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
from daily) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours;
delete from consumption_day c using meters_…_rest r where c.metering_point_id = r.metering_point_id and c.day = r.day
and c.measured_hours + c.estimated_hours = 0;
drop table meters_…_done, meters_…_day, meters_…_rest;

-- a check that stores nothing
ROLLBACK;

-- what the operator asks for
select p.metering_point_id, f.first_at, l.first_at + coalesce(l.offsets[n], (n - 1) * l.step_seconds) * interval '1 second' as last_at,
  coalesce(c.estimated, 0)::int as estimated, coalesce(c.missing, 0)::int as missing, r.set_aside, coalesce(l.files[n], l.file_id) as file_id
from metering_point p
left join lateral (select first_at from reading_day d where d.metering_point_id = p.metering_point_id order by day, first_at limit 1) f on true
left join lateral (select d.*, coalesce(d.count, cardinality(d.energy_kwh)) as n from reading_day d where d.metering_point_id = p.metering_point_id order by day desc, first_at desc limit 1) l on true
left join lateral (
  select sum(estimated_hours) as estimated,
    extract(epoch from ((max(day) + 1)::timestamp at time zone $1) - (min(day)::timestamp at time zone $2)) / 3600
      - sum(measured_hours + estimated_hours)
      - length(substring((array_agg(status order by day))[1] from '^-*')) - length(substring((array_agg(status order by day desc))[1] from '-*$')) as missing
  from consumption_day c where c.metering_point_id = p.metering_point_id and c.status ~ '[^-]') c on true
left join lateral (select jsonb_object_agg(reason, count) as set_aside from (
  select reason, sum(count)::int as count from reading_beside r where r.metering_point_id = p.metering_point_id and r.reason is not null group by reason) r) r on true
where cast($3 as bigint) is null or p.metering_point_id = cast($4 as bigint) order by p.metering_point_id;
select "file_id", "name" from "source_file";
select p.metering_point_id as id, low.day::text as day, coalesce(m.removed_at < 'infinity', false) as removed
from metering_point p
cross join lateral (select * from reading_day d where d.metering_point_id = p.metering_point_id and d.interval_seconds = 0
  order by day desc, first_at desc limit 1) last
left join lateral (select removed_at from meter m where m.metering_point_id = p.metering_point_id and m.serial = last.serial order by installed_at desc limit 1) m on true
left join lateral (select d.day from reading_day d where d.metering_point_id = p.metering_point_id and d.serial = last.serial and d.interval_seconds = 0
  and coalesce(d.energy_kwh[1], register_at(d.energy_kwh_packed, 1)) < coalesce(last.energy_kwh[coalesce(last.count, cardinality(last.energy_kwh))], register_at(last.energy_kwh_packed, coalesce(last.count, cardinality(last.energy_kwh)))) order by d.day desc limit 1) low on true
where (cast($1 as bigint) is null or p.metering_point_id = cast($2 as bigint));
with several as (
  select metering_point_id, day from reading_day d where day >= cast($1 as date) and (cast($2 as bigint) is null or d.metering_point_id = cast($3 as bigint))
  group by metering_point_id, day having count(*) > 1),
told as (
  select d.metering_point_id, d.day, d.serial, d.interval_seconds,
    case when d.interval_seconds = 0 then coalesce(d.energy_kwh[coalesce(d.count, cardinality(d.energy_kwh))], register_at(d.energy_kwh_packed, coalesce(d.count, cardinality(d.energy_kwh)))) - coalesce(d.energy_kwh[1], register_at(d.energy_kwh_packed, 1))
      else (select sum(coalesce(d.energy_kwh[n], register_at(d.energy_kwh_packed, n))) from generate_series(1, coalesce(d.count, cardinality(d.energy_kwh))) n) end as kwh,
    d.first_at, d.first_at + coalesce(d.offsets[coalesce(d.count, cardinality(d.energy_kwh))], (coalesce(d.count, cardinality(d.energy_kwh)) - 1) * d.step_seconds) * interval '1 second'
      + d.interval_seconds * interval '1 second' as till
  from several s join reading_day d on d.metering_point_id = s.metering_point_id and d.day = s.day)
select distinct t.metering_point_id as id, t.day::text as day, t.serial, t.interval_seconds as interval, t.kwh
from told t join told o on o.metering_point_id = t.metering_point_id and o.day = t.day and (o.serial, o.interval_seconds) <> (t.serial, t.interval_seconds)
where abs(extract(epoch from t.first_at - o.first_at)) <= 3600 and abs(extract(epoch from t.till - o.till)) <= 3600
  and abs(t.kwh - o.kwh) > 1 + 0.05 * greatest(t.kwh, o.kwh)
order by 2, 3, 4;
select distinct b.metering_point_id as id, to_char(b.day, 'YYYY-MM') as month
from reading_beside b join consumption_day c on c.metering_point_id = b.metering_point_id and c.day = b.day
where b.reason is null and num_nonnulls(b.energy_kwh, b.energy_kwh_packed) > 0 and c.status like '%c%' and b.recorded_at >= cast($1 as date) and (cast($2 as bigint) is null or b.metering_point_id = cast($3 as bigint))
  and b.recorded_at >= (date_trunc('month', b.day::timestamp) + interval '1 month') at time zone $4
order by 2;
select c.metering_point_id as id, c.day::text as day, c.peak_hour as hour, c.peak_kwh as kwh, u.usual
from (select metering_point_id, percentile_disc(0.98) within group (order by peak_kwh) as usual from consumption_day d
  where day >= cast($1 as date) and peak_kwh is not null and (cast($2 as bigint) is null or d.metering_point_id = cast($3 as bigint)) group by metering_point_id having count(*) >= 30) u
join consumption_day c on c.metering_point_id = u.metering_point_id
where c.day >= cast($4 as date) and c.peak_kwh > 3 * u.usual + 2
order by 2;
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature, s.file_id, s.reason
from (select * from reading_beside s where s.reason is not null and (cast($1 as int) is null or s.file_id = cast($2 as int))
 and (cast($3 as bigint) is null or s.metering_point_id = cast($4 as bigint))) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0 order by file_id desc, line limit $5;
select count(*)::int as all from (
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature, s.file_id, s.reason
from (select * from reading_beside s where s.reason is not null and (cast($1 as int) is null or s.file_id = cast($2 as int))
 and (cast($3 as bigint) is null or s.metering_point_id = cast($4 as bigint))) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0) r;
select * from "source_file" where "file_id" in ($1, $2);

-- a point whose meter nobody announced
select pg_advisory_xact_lock(cast($1 as int), $2);
select "metering_point_id", "serial" from "meter" where metering_point_id = any(cast($1 as bigint[]));

-- a house day by day
with derived as (
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from ((
with staged as (
  select s.metering_point_id, s.day, s.count, s.first_at + s.count * interval '1 hour' as ends, s.first_energy_kwh, s.hours, s.largest_hour, s.hours_sum,
    s.first_others, s.last_others, coalesce(lag(s.last_energy_kwh) over w, o.last_before_kwh) as before_kwh, lead(s.first_at) over w as next_at,
    lead(left(s.quality, 1)) over w as next_quality, lead(s.first_energy_kwh) over w - s.last_energy_kwh as rise, lead(s.first_others) over w as next_others
  from import_…_ordinary o join import_…_staging s on s.metering_point_id = o.metering_point_id
  window w as (partition by s.metering_point_id order by s.day))
select c.metering_point_id, c.day, h.measured, 0, c.count - h.measured, array_position(h.hours, h.peak) - 1, h.peak, h.energy,
  s.volume, case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
  repeat('m', h.measured) || repeat('-', c.count - h.measured), h.hours
from staged c
cross join lateral (select c.hours || greatest(c.rise, case when c.rise is not null then 0 end) as hours, greatest(c.largest_hour, c.rise) as peak,
  c.hours_sum + coalesce(greatest(c.rise, 0), 0) as energy, c.count - case when c.rise is null then 1 else 0 end as measured offset 0) h
cross join lateral (select coalesce(c.next_others[1], c.last_others[1]) - c.first_others[1] as volume, coalesce(c.next_others[2], c.last_others[2]) - c.first_others[2] as flow, coalesce(c.next_others[3], c.last_others[3]) - c.first_others[3] as return offset 0) s
where c.hours is not null and coalesce(c.rise >= -0.000001, true) and coalesce(c.next_quality, 'm') = 'm' and coalesce(c.next_at = c.ends, true)
  and coalesce(least(s.volume, s.flow, s.return) >= 0, true)
  and not (h.peak > 0 and case when h.hours[1] = h.peak then c.first_energy_kwh = c.before_kwh
    else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end)) union all
select o.metering_point_id, o.day, o.hours_before, 0, 0, array_position(h.hours, h.peak) - 1, h.peak, c.energy_kwh + greatest(o.rise_kwh, 0),
  o.others_before[1], case when o.others_before[1] is not null then o.others_before[2] end, case when o.others_before[1] is not null then o.others_before[3] end,
  repeat('m', o.hours_before), h.hours
from (select *, first_day - 1 as day from import_…_ordinary o where rise_kwh >= -0.000001) o
cross join lateral (select * from consumption_day c where c.metering_point_id = o.metering_point_id and c.day = o.day limit 1) c
cross join lateral (select c.hours[:o.hours_before - 1] || greatest(o.rise_kwh, 0) as hours, greatest(c.peak_kwh, o.rise_kwh, 0) as peak offset 0) h
where c.status = repeat('m', o.hours_before - 1) || '-' and cardinality(c.hours) = o.hours_before
  and coalesce(least(o.others_before[1], o.others_before[2], o.others_before[3]) >= 0, true)
  -- A register that is told no more leaves the day's own end: that is read there.
  and (o.others_before[1] is null) = (c.volume_m3 is null) and (o.others_before[2] is null) = (c.flow_m3c is null) and (o.others_before[3] is null) = (c.return_m3c is null)
  and not (h.peak > 0 and case when h.hours[1] = h.peak then o.first_before_kwh = (select coalesce(b.energy_kwh[coalesce(b.count, cardinality(b.energy_kwh))], register_at(b.energy_kwh_packed, coalesce(b.count, cardinality(b.energy_kwh)))) from reading_day b where b.metering_point_id = o.metering_point_id
  and b.serial = o.serial and b.interval_seconds = 0
  and b.day = coalesce((select x.day from reading_day x where x.metering_point_id = o.metering_point_id and x.serial = o.serial and x.interval_seconds = 0 and x.day = o.day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = o.metering_point_id and x.serial = o.serial and x.interval_seconds = 0 and x.day < o.day order by x.day desc limit 1)) limit 1)
    else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end)) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours returning metering_point_id, day) insert into import_…_done select * from derived;

-- readings of a meter that nobody knows
select sum(count)::int as count from import_…_staging where reason is not null;
delete from import_…_staging where reason is not null;
drop table import_…_staging, import_…_ordinary, import_…_done;

-- its meter, and the same once more
update "meter" set "removed_at" = $1, "removed_by" = $2, "opening_reason" = $3, "closing_reason" = $4 where "metering_point_id" = $5 and "serial" = $6 and "installed_at" = $7 and ("removed_at" is distinct from '2019-10-31T23:00:00.000Z' or "removed_by" is distinct from '2019-11-01T23:00:00.000Z');
create unlogged table import_…_again (metering_point_id bigint not null, day date not null, serial text not null, interval_seconds integer not null, count integer not null, first_at timestamptz not null, last_at timestamptz not null, step_seconds integer, offsets integer[], line integer not null, line_step integer, lines integer[], first_energy_kwh double precision not null, last_energy_kwh double precision not null, suspicious boolean not null, reason text, identical boolean, max_power_kw double precision not null, ambiguous boolean[], counters double precision[], quality text, first_others double precision[], last_others double precision[], hours double precision[], largest_hour double precision, hours_sum double precision, energy_kwh double precision[], volume_m3 double precision[], flow_m3c double precision[], return_m3c double precision[], power_kw double precision[], flow_lh double precision[], flow_temperature double precision[], return_temperature double precision[], energy_kwh_packed bytea, volume_m3_packed bytea, flow_m3c_packed bytea, return_m3c_packed bytea, power_kw_packed bytea, flow_lh_packed bytea, flow_temperature_packed bytea, return_temperature_packed bytea, first_day date, last_day date, touched_from date, first_before_kwh double precision, last_before_kwh double precision, rise_kwh double precision, hours_before integer, others_before double precision[]) with (autovacuum_enabled = false);
insert into import_…_again (metering_point_id, day, serial, interval_seconds, count, first_at, last_at, step_seconds, line, line_step, first_energy_kwh, last_energy_kwh,
     suspicious, reason, max_power_kw, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed)

select metering_point_id, day, serial, interval_seconds, 1, at, at, 3600, line, 1, energy, energy, reason is null, reason, max_power_kw, nullif(quality, 'm'), case when p.energy_kwh_packed is null then u.energy_kwh end as energy_kwh, case when p.volume_m3_packed is null then u.volume_m3 end as volume_m3, case when p.flow_m3c_packed is null then u.flow_m3c end as flow_m3c, case when p.return_m3c_packed is null then u.return_m3c end as return_m3c, case when p.power_kw_packed is null then u.power_kw end as power_kw, case when p.flow_lh_packed is null then u.flow_lh end as flow_lh, case when p.flow_temperature_packed is null then u.flow_temperature end as flow_temperature, case when p.return_temperature_packed is null then u.return_temperature end as return_temperature,
  p.energy_kwh_packed, p.volume_m3_packed, p.flow_m3c_packed, p.return_m3c_packed, p.power_kw_packed, p.flow_lh_packed, p.flow_temperature_packed, p.return_temperature_packed
from (select r.metering_point_id, r.day, r.serial, r.interval_seconds, r.at, r.line, r.energy_kwh as energy, r.reason, r.max_power_kw, r.quality, case when r.energy_kwh is not null then array[r.energy_kwh] end as energy_kwh, case when r.volume_m3 is not null then array[r.volume_m3] end as volume_m3, case when r.flow_m3c is not null then array[r.flow_m3c] end as flow_m3c, case when r.return_m3c is not null then array[r.return_m3c] end as return_m3c, case when r.power_kw is not null then array[r.power_kw] end as power_kw, case when r.flow_lh is not null then array[r.flow_lh] end as flow_lh, case when r.flow_temperature is not null then array[r.flow_temperature] end as flow_temperature, case when r.return_temperature is not null then array[r.return_temperature] end as return_temperature
      from (
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature, s.reason, s.max_power_kw
from (select * from import_…_staging s where true) s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0) r
      join (
select s.metering_point_id, s.day, s.serial, s.interval_seconds,
  s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
  coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
  coalesce(substr(s.quality, n, 1), 'm') as quality, coalesce(s.energy_kwh[n], register_at(s.energy_kwh_packed, n)) as energy_kwh, coalesce(s.volume_m3[n], register_at(s.volume_m3_packed, n)) as volume_m3, coalesce(s.flow_m3c[n], register_at(s.flow_m3c_packed, n)) as flow_m3c, coalesce(s.return_m3c[n], register_at(s.return_m3c_packed, n)) as return_m3c, coalesce(s.power_kw[n], register_at(s.power_kw_packed, n)) as power_kw, coalesce(s.flow_lh[n], register_at(s.flow_lh_packed, n)) as flow_lh, coalesce(s.flow_temperature[n], register_at(s.flow_temperature_packed, n)) as flow_temperature, coalesce(s.return_temperature[n], register_at(s.return_temperature_packed, n)) as return_temperature
from (select * from reading_beside s where s.file_id = $1 and s.reason is not null and s.reason <> 'withdrawn') s cross join lateral generate_series(1, s.count) n where num_nonnulls(s.energy_kwh, s.energy_kwh_packed) > 0) b
        on b.line = r.line and b.at = r.at and b.serial = r.serial) u cross join lateral (select pack_registers(u.energy_kwh) as energy_kwh_packed, pack_registers(u.volume_m3) as volume_m3_packed, pack_registers(u.flow_m3c) as flow_m3c_packed, pack_registers(u.return_m3c) as return_m3c_packed, pack_registers(u.power_kw) as power_kw_packed, pack_registers(u.flow_lh) as flow_lh_packed, pack_registers(u.flow_temperature) as flow_temperature_packed, pack_registers(u.return_temperature) as return_temperature_packed offset 0) p;
delete from "reading_beside" where "file_id" = $1 and "reason" is not null and not "reason" = $2;
delete from import_…_staging;
insert into import_…_staging select * from import_…_again;
drop table import_…_staging, import_…_again, import_…_done;

-- a reading told by its meter alone, its meter, and a register told wrongly
update "meter" set "removed_at" = $1, "removed_by" = $2, "closing_energy_kwh" = $3, "opening_reason" = $4, "closing_reason" = $5 where "metering_point_id" = $6 and "serial" = $7 and "installed_at" = $8 and ("removed_at" is distinct from '2019-10-31T23:00:00.000Z' or "removed_by" is distinct from '2019-11-01T23:00:00.000Z' or "closing_energy_kwh" is distinct from 0.5);
insert into "meter" ("installed_at", "installed_by", "metering_point_id", "serial") values ($1, $2, $3, $4);
select "metering_point_id", serial, extract(epoch from installed_at)::float8 as "installedAt",
extract(epoch from coalesce(installed_by, installed_at))::float8 as "installedBy", extract(epoch from removed_at)::float8 as "removedAt",
extract(epoch from coalesce(removed_by, removed_at))::float8 as "removedBy" from "meter" where "serial" = $1;
insert into reading_beside (metering_point_id, serial, day, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed,
reason, recorded_at) select cast($1 as bigint), serial, day, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed,
reason, recorded_at from reading_beside b where b.serial = $2 and b.reason in ('unknown-meter', 'outside-meter-time') and b.count = 1 and b.metering_point_id <> $3
      and (b.metering_point_id = 0 or b.metering_point_id = any(cast($4 as bigint[])) and b.file_id = any(cast($5 as int[])))
      and b.first_at = cast($6 as timestamptz);
insert into reading_beside (metering_point_id, serial, day, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed,
reason, recorded_at) select cast($1 as bigint), serial, day, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, energy_kwh_packed, volume_m3_packed, flow_m3c_packed, return_m3c_packed, power_kw_packed, flow_lh_packed, flow_temperature_packed, return_temperature_packed,
reason, recorded_at from reading_beside b where b.serial = $2 and b.reason in ('unknown-meter', 'outside-meter-time') and b.count = 1 and b.metering_point_id <> $3
      and (b.metering_point_id = 0 or b.metering_point_id = any(cast($4 as bigint[])) and b.file_id = any(cast($5 as int[])))
      and b.first_at > cast($6 as timestamptz) and b.first_at < cast($7 as timestamptz);
delete from reading_beside b where b.serial = $1 and b.reason in ('unknown-meter', 'outside-meter-time') and b.count = 1 and b.metering_point_id <> $2
and (b.metering_point_id = 0 or b.metering_point_id = any(cast($3 as bigint[])) and b.file_id = any(cast($4 as int[])))
and b.first_at > cast($5 as timestamptz) and b.first_at < cast($6 as timestamptz);
insert into "reading_beside" ("count", "day", "energy_kwh", "energy_kwh_packed", "file_id", "first_at", "flow_lh", "flow_lh_packed", "flow_m3c", "flow_m3c_packed", "flow_temperature", "flow_temperature_packed", "interval_seconds", "line", "line_step", "lines", "metering_point_id", "offsets", "power_kw", "power_kw_packed", "quality", "reason", "return_m3c", "return_m3c_packed", "return_temperature", "return_temperature_packed", "serial", "step_seconds", "volume_m3", "volume_m3_packed") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30);
update "meter" set "closing_reason" = $1 where "metering_point_id" = $2 and "serial" = $3 and installed_at = cast($4 as timestamptz);
insert into meters_…_day select metering_point_id, day, day::timestamp at time zone 'Europe/Oslo', (day + 1)::timestamp at time zone 'Europe/Oslo'
   from (select distinct r.metering_point_id, d::date as day from (
select d.metering_point_id, least(min(d.day), min(m.first_day)), greatest(max(d.day), max(m.last_day))
from (select metering_point_id, day from reading_day union all select metering_point_id, day from consumption_day) d
left join lateral (select ((min(installed_at) filter (where opening_energy_kwh is not null)) at time zone 'Europe/Oslo')::date as first_day,
  ((max(removed_at) filter (where closing_energy_kwh is not null)) at time zone 'Europe/Oslo')::date as last_day
  from meter where metering_point_id = d.metering_point_id) m on true
where d.metering_point_id = any('{707057500000000024}'::bigint[]) group by d.metering_point_id) r (metering_point_id, first_day, last_day)
     cross join lateral generate_series(r.first_day::timestamp, r.last_day::timestamp, interval '1 day') d) touched
   where not (touched.day < date '2025-01-01' and coalesce((
select c.hours is null from consumption_day c where c.metering_point_id = touched.metering_point_id and c.day = touched.day), false)) and not exists (select from meters_…_done n where n.metering_point_id = touched.metering_point_id and n.day = touched.day)
   order by metering_point_id, day;

-- a file withdrawn, and days
select * from "source_file" where "kind" = $1 order by "file_id" asc limit $2;
select "file_id", "name", "kind", "bytes_sha256", "sha256", "withdrawn_at" from "source_file" where ("bytes_sha256" like $1 or "sha256" like $2) order by "file_id" asc;
update "source_file" set "withdrawn_at" = $1 where "file_id" = $2;
select distinct metering_point_id::text as id from meter_line where file_id = $1 or again @> array[cast($2 as int)];
select "metering_point_id", "file_id", "line", "again", "said" from "meter_line" where "metering_point_id" in ($1);
select "meter".*, "max_power_kw" from "meter" inner join "metering_point" on "metering_point"."metering_point_id" = "meter"."metering_point_id" where "meter"."metering_point_id" in ($1) order by meter.metering_point_id, serial, installed_at;
insert into "metering_point" ("metering_point_id") values ($1) on conflict do nothing;
delete from "meter" where "metering_point_id" in ($1);
update "metering_point" set "max_power_kw" = $1 where "metering_point_id" in ($2);
insert into "meter" ("closing_energy_kwh", "metering_point_id", "removed_at", "removed_by", "serial") values ($1, $2, $3, $4, $5);
insert into meter (metering_point_id, serial)
select distinct on (metering_point_id) metering_point_id, serial from (
  select metering_point_id, serial, coalesce(file_id, (select min(file) from unnest(files) file where not file = any(cast($1 as int[])))) as file_id
    from reading_day d where metering_point_id = any(cast($2 as bigint[])) and not exists (select from meter m where m.metering_point_id = d.metering_point_id) and (file_id is null or not file_id = any(cast($3 as int[])))
  union all
  select metering_point_id, serial, file_id from reading_beside d where metering_point_id = any(cast($4 as bigint[])) and not exists (select from meter m where m.metering_point_id = d.metering_point_id) and not file_id = any(cast($5 as int[]))) d
where file_id is not null order by metering_point_id, file_id;
select metering_point_id, serial, interval_seconds, min(day)::text as first, max(day)::text as last, sum(count)::int as count from (
  select d.metering_point_id, d.day, d.serial, d.interval_seconds, coalesce(d.count, cardinality(d.energy_kwh)) as count from reading_day d where d.file_id = $1 or d.files @> array[cast($2 as int)]
  union all
  select d.metering_point_id, d.day, d.serial, d.interval_seconds, d.count from reading_beside d where d.file_id = $3) d
where metering_point_id > 0
group by metering_point_id, serial, interval_seconds order by metering_point_id, serial;
select metering_point_id as id from metering_point p where metering_point_id = any(cast($1 as bigint[]))
and not exists (select from reading_day t where t.metering_point_id = p.metering_point_id) and not exists (select from reading_beside t where t.metering_point_id = p.metering_point_id) and not exists (select from consumption_day t where t.metering_point_id = p.metering_point_id);
select "metering_point_id" from "relationship_metering_point" where 1 = $1;
delete from "metering_point" where 1 = $1;
insert into "reading_day" ("count", "day", "energy_kwh", "energy_kwh_packed", "file_id", "files", "first_at", "flow_lh", "flow_lh_packed", "flow_m3c", "flow_m3c_packed", "flow_temperature", "flow_temperature_packed", "interval_seconds", "line", "line_step", "lines", "metering_point_id", "offsets", "power_kw", "power_kw_packed", "quality", "return_m3c", "return_m3c_packed", "return_temperature", "return_temperature_packed", "serial", "step_seconds", "volume_m3", "volume_m3_packed") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30), ($31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60), ($61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90);
insert into "reading_beside" ("count", "day", "energy_kwh", "energy_kwh_packed", "file_id", "first_at", "flow_lh", "flow_lh_packed", "flow_m3c", "flow_m3c_packed", "flow_temperature", "flow_temperature_packed", "interval_seconds", "line", "line_step", "lines", "metering_point_id", "offsets", "power_kw", "power_kw_packed", "quality", "reason", "recorded_at", "return_m3c", "return_m3c_packed", "return_temperature", "return_temperature_packed", "serial", "step_seconds", "volume_m3", "volume_m3_packed") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31), ($32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62), ($63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93), ($94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124), ($125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155);
create unlogged table judge_…_touched (metering_point_id bigint, day date, serial text, interval_seconds integer) with (autovacuum_enabled = false);
insert into judge_…_touched select * from jsonb_to_recordset(cast($1 as jsonb)) as t (metering_point_id bigint, day date, serial text, interval_seconds integer);
analyze judge_…_touched;
create unlogged table judge_…_done (metering_point_id bigint, day date) with (autovacuum_enabled = false);
create unlogged table judge_…_day (metering_point_id bigint, day date, starts timestamptz, ends timestamptz) with (autovacuum_enabled = false);
insert into judge_…_day select metering_point_id, day, day::timestamp at time zone 'Europe/Oslo', (day + 1)::timestamp at time zone 'Europe/Oslo'
   from (select distinct r.metering_point_id, d::date as day from (
with staged as (select distinct metering_point_id, day, serial, interval_seconds from judge_…_touched s),
island as (
  select metering_point_id, serial, interval_seconds, min(day) as first_day, max(day) + (interval_seconds + 86399) / 86400 as last_day
  from (select *, day - (row_number() over (partition by metering_point_id, serial, interval_seconds order by day))::int as island from staged) s
  group by metering_point_id, serial, interval_seconds, island)
select i.metering_point_id,
  least(i.first_day, before.day, long.first_day,
    case when before.day is null and m.opening_energy_kwh is not null then ((m.installed_at) at time zone 'Europe/Oslo')::date end,
    case when before.day is null or before.day <= ((m.installed_at) at time zone 'Europe/Oslo')::date then old.day end) as first_day,
  greatest(i.last_day, after.day, long.last_day,
    case when after.day is null and m.closing_energy_kwh is not null then ((m.removed_at) at time zone 'Europe/Oslo')::date end,
    case when after.day is null or after.day >= ((m.removed_at) at time zone 'Europe/Oslo')::date then young.day end) as last_day
from island i
left join meter m on m.metering_point_id = i.metering_point_id and m.serial = i.serial
left join lateral (select coalesce((select x.day from reading_day x where x.metering_point_id = i.metering_point_id and x.serial = i.serial and x.interval_seconds = i.interval_seconds and x.day = i.first_day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = i.metering_point_id and x.serial = i.serial and x.interval_seconds = i.interval_seconds and x.day < i.first_day order by x.day desc limit 1)) as day offset 0) before on true
left join lateral (
select case when d.first_at = (d.day::timestamp at time zone 'Europe/Oslo') then d.day - 1 else d.day end as day from reading_day d where d.metering_point_id = i.metering_point_id and d.serial = i.serial and d.interval_seconds = i.interval_seconds and d.day > i.last_day order by d.day  limit 1) after on true
-- What a longer interval is spread over changes with what lies in it, and so does a gap between registers.
left join lateral (select min(d.day) as first_day, max(d.day + (d.interval_seconds + 86399) / 86400) as last_day from reading_day d
  where d.metering_point_id = i.metering_point_id and d.interval_seconds > 3900 and d.interval_seconds <> i.interval_seconds
    and d.day between i.first_day - 400 and i.last_day and d.day + d.interval_seconds / 86400 >= i.first_day - 1) long on true
left join meter was on was.metering_point_id = m.metering_point_id
  and was.removed_at = m.installed_at and was.removed_by = m.installed_by
left join meter becomes on becomes.metering_point_id = m.metering_point_id
  and becomes.installed_at = m.removed_at and becomes.installed_by = m.removed_by
left join lateral (
select d.day
from reading_day d
left join meter x on x.metering_point_id = d.metering_point_id and x.installed_by is not null and ((x.installed_at) at time zone 'Europe/Oslo')::date = d.day
where d.metering_point_id = i.metering_point_id and d.interval_seconds = 0 and was.serial is not null and d.day < least(i.first_day, ((m.installed_at) at time zone 'Europe/Oslo')::date)
order by x.serial is not null, case when x.serial is not null then d.day end , d.day desc limit 1) old on true
left join lateral (
select case when d.first_at = (d.day::timestamp at time zone 'Europe/Oslo') then d.day - 1 else d.day end as day
from reading_day d
left join meter x on x.metering_point_id = d.metering_point_id and x.installed_by is not null and ((x.installed_at) at time zone 'Europe/Oslo')::date = d.day
where d.metering_point_id = i.metering_point_id and d.interval_seconds = 0 and becomes.serial is not null and d.day > greatest(i.last_day, ((m.removed_at) at time zone 'Europe/Oslo')::date)
order by x.serial is not null, case when x.serial is not null then d.day end desc, d.day  limit 1) young on true) r (metering_point_id, first_day, last_day)
     cross join lateral generate_series(r.first_day::timestamp, r.last_day::timestamp, interval '1 day') d) touched
   where not (touched.day < date '2025-01-01' and coalesce((
select c.hours is null from consumption_day c where c.metering_point_id = touched.metering_point_id and c.day = touched.day), false)) and not exists (select from judge_…_done n where n.metering_point_id = touched.metering_point_id and n.day = touched.day)
   order by metering_point_id, day;
analyze judge_…_day;
with derived as (
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
select p.metering_point_id, p.day, h.measured, 0, h.size - h.measured,
  array_position(h.hours, h.peak) - 1, h.peak, h.energy, s.volume,
  case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
  left(replace(coalesce(p.quality, repeat('m', h.size)) || coalesce(left(n.quality, 1), 'm'), 'mc', 'cc'), h.measured) || repeat('-', h.size - h.measured), h.hours
from judge_…_day d
cross join lateral (select p.*, count(*) over () as rows_of_day, case when p.energy_kwh_packed is null then p.energy_kwh
    when get_byte(p.energy_kwh_packed, 0) & 3 = 1 then array(select (base + get_byte(p.energy_kwh_packed, 5 + n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    when get_byte(p.energy_kwh_packed, 0) & 3 = 2 then array(select (base + get_byte(p.energy_kwh_packed, 4 + 2 * n) * 256 + get_byte(p.energy_kwh_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    else array(select register_at(p.energy_kwh_packed, n) from generate_series(1, p.count) n) end as registers from reading_day p where p.metering_point_id = d.metering_point_id and p.day = d.day limit 1) p
cross join lateral (select * from meter m where m.metering_point_id = p.metering_point_id and m.serial = p.serial
  and m.installed_at <= d.starts and m.removed_at >= d.ends and (m.removed_by is null or m.removed_at > d.ends) limit 1) m
left join lateral (select * from reading_day n where n.metering_point_id = p.metering_point_id and n.day = p.day + 1
  and n.serial = p.serial and n.interval_seconds = 0 limit 1) n on true
cross join lateral (
  -- greatest() passes over null, and an hour without its end is missing, never 0.
  select array_agg(used) as hours, max(used) as peak, sum(used) as energy, min(rise) as lowest, count(*)::int as size, count(used)::int as measured
  from (select b - a as rise, case when b is not null then greatest(b - a, 0) end as used
    from unnest(p.registers, p.registers[2:] || coalesce(n.energy_kwh[1], register_at(n.energy_kwh_packed, 1))) u (a, b)) u) h
-- Once a day, and not wherever one of them is asked.
cross join lateral (select
  coalesce(coalesce(n.volume_m3[1], register_at(n.volume_m3_packed, 1)), coalesce(p.volume_m3[h.size], register_at(p.volume_m3_packed, h.size))) - coalesce(p.volume_m3[1], register_at(p.volume_m3_packed, 1)) as volume, coalesce(coalesce(n.flow_m3c[1], register_at(n.flow_m3c_packed, 1)), coalesce(p.flow_m3c[h.size], register_at(p.flow_m3c_packed, h.size))) - coalesce(p.flow_m3c[1], register_at(p.flow_m3c_packed, 1)) as flow, coalesce(coalesce(n.return_m3c[1], register_at(n.return_m3c_packed, 1)), coalesce(p.return_m3c[h.size], register_at(p.return_m3c_packed, h.size))) - coalesce(p.return_m3c[1], register_at(p.return_m3c_packed, 1)) as return offset 0) s
where p.step_seconds = 3600 and p.first_at = d.starts and p.first_at + coalesce(p.count, cardinality(p.energy_kwh)) * interval '1 hour' = d.ends
  and (p.quality is null or p.quality !~ '[eh]') and coalesce(h.lowest >= -0.000001, true)
  and case when n.day is not null then n.first_at = d.ends and (n.quality is null or left(n.quality, 1) in ('m', 'c'))
    else m.removed_at = 'infinity' and not exists (select from reading_day l where l.metering_point_id = p.metering_point_id and l.day > p.day) end
  and p.interval_seconds = 0 and p.rows_of_day = 1
  -- A register that rolled over is not taken by its ends.
  and coalesce(least(s.volume, s.flow, s.return) >= 0, true) and not (h.peak > 0 and case when h.hours[1] = h.peak then coalesce(p.energy_kwh[1], register_at(p.energy_kwh_packed, 1)) = (select coalesce(b.energy_kwh[coalesce(b.count, cardinality(b.energy_kwh))], register_at(b.energy_kwh_packed, coalesce(b.count, cardinality(b.energy_kwh)))) from reading_day b where b.metering_point_id = p.metering_point_id
  and b.serial = p.serial and b.interval_seconds = 0
  and b.day = coalesce((select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day = p.day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day < p.day order by x.day desc limit 1)) limit 1)
else h.hours[array_position(h.hours, h.peak) - 1] <= 0.000001 end) and not exists (
select from standstill still where still.metering_point_id = d.metering_point_id and still.spread and still.since < d.ends and still.till > d.starts)) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours returning metering_point_id, day) insert into judge_…_done select * from derived;
analyze judge_…_done;
create unlogged table judge_…_rest (metering_point_id bigint, day date, starts timestamptz, ends timestamptz) with (autovacuum_enabled = false);
insert into judge_…_rest select d.* from judge_…_day d left join judge_…_done n on n.metering_point_id = d.metering_point_id and n.day = d.day where n.day is null;
analyze judge_…_rest;
select metering_point_id, serial, min(day)::text as first_day, max(day)::text as last_day from (
  select r.metering_point_id, p.serial, r.day
  from judge_…_rest r
  join lateral (select * from reading_day p where p.metering_point_id = r.metering_point_id and p.day = r.day and p.interval_seconds = 0 offset 0) p on true
  where exists (select from generate_series(1, coalesce(p.count, cardinality(p.energy_kwh)) - 1) n where case when p.energy_kwh_packed is null then p.energy_kwh[n] = p.energy_kwh[n + 1] else substring(p.energy_kwh_packed from 7 + (get_byte(p.energy_kwh_packed, 0) & 3) * (n - 1) for get_byte(p.energy_kwh_packed, 0) & 3) = substring(p.energy_kwh_packed from 7 + (get_byte(p.energy_kwh_packed, 0) & 3) * n for get_byte(p.energy_kwh_packed, 0) & 3) end)
    or abs(coalesce(p.energy_kwh[1], register_at(p.energy_kwh_packed, 1)) - (select coalesce(b.energy_kwh[coalesce(b.count, cardinality(b.energy_kwh))], register_at(b.energy_kwh_packed, coalesce(b.count, cardinality(b.energy_kwh)))) from reading_day b where b.metering_point_id = p.metering_point_id
  and b.serial = p.serial and b.interval_seconds = 0
  and b.day = coalesce((select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day = p.day - 1 limit 1),
  (select x.day from reading_day x where x.metering_point_id = p.metering_point_id and x.serial = p.serial and x.interval_seconds = 0 and x.day < p.day order by x.day desc limit 1)) limit 1)) <= 0.000001
  union all
  select s.metering_point_id, s.serial, d.day
  from (select metering_point_id, min(day) as first_day, max(day) as last_day from judge_…_day d group by metering_point_id) t
  join standstill s on s.metering_point_id = t.metering_point_id
    and s.till > (t.first_day - 33)::timestamp and s.till < (t.last_day + 33)::timestamp
  cross join lateral (values (t.first_day), (t.last_day)) d (day)) a
group by metering_point_id, serial order by metering_point_id, serial;
with derived as (
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
select p.metering_point_id, p.day, h.measured, 0, h.size - h.measured,
  array_position(h.hours, h.peak) - 1, h.peak, h.energy, s.volume,
  case when s.volume is not null then s.flow end, case when s.volume is not null then s.return end,
  left(replace(coalesce(p.quality, repeat('m', h.size)) || coalesce(left(n.quality, 1), 'm'), 'mc', 'cc'), h.measured) || repeat('-', h.size - h.measured), h.hours
from judge_…_rest d
cross join lateral (select p.*, count(*) over () as rows_of_day, case when p.energy_kwh_packed is null then p.energy_kwh
    when get_byte(p.energy_kwh_packed, 0) & 3 = 1 then array(select (base + get_byte(p.energy_kwh_packed, 5 + n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    when get_byte(p.energy_kwh_packed, 0) & 3 = 2 then array(select (base + get_byte(p.energy_kwh_packed, 4 + 2 * n) * 256 + get_byte(p.energy_kwh_packed, 5 + 2 * n)) / scale from (select ('x' || encode(substring(p.energy_kwh_packed from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(p.energy_kwh_packed, 0) >> 2) as scale offset 0) head, generate_series(1, p.count) n)
    else array(select register_at(p.energy_kwh_packed, n) from generate_series(1, p.count) n) end as registers from reading_day p where p.metering_point_id = d.metering_point_id and p.day = d.day limit 1) p
cross join lateral (select * from meter m where m.metering_point_id = p.metering_point_id and m.serial = p.serial
  and m.installed_at <= d.starts and m.removed_at >= d.ends and (m.removed_by is null or m.removed_at > d.ends) limit 1) m
left join lateral (select * from reading_day n where n.metering_point_id = p.metering_point_id and n.day = p.day + 1
  and n.serial = p.serial and n.interval_seconds = 0 limit 1) n on true
cross join lateral (
  -- greatest() passes over null, and an hour without its end is missing, never 0.
  select array_agg(used) as hours, max(used) as peak, sum(used) as energy, min(rise) as lowest, count(*)::int as size, count(used)::int as measured
  from (select b - a as rise, case when b is not null then greatest(b - a, 0) end as used
    from unnest(p.registers, p.registers[2:] || coalesce(n.energy_kwh[1], register_at(n.energy_kwh_packed, 1))) u (a, b)) u) h
-- Once a day, and not wherever one of them is asked.
cross join lateral (select
  coalesce(coalesce(n.volume_m3[1], register_at(n.volume_m3_packed, 1)), coalesce(p.volume_m3[h.size], register_at(p.volume_m3_packed, h.size))) - coalesce(p.volume_m3[1], register_at(p.volume_m3_packed, 1)) as volume, coalesce(coalesce(n.flow_m3c[1], register_at(n.flow_m3c_packed, 1)), coalesce(p.flow_m3c[h.size], register_at(p.flow_m3c_packed, h.size))) - coalesce(p.flow_m3c[1], register_at(p.flow_m3c_packed, 1)) as flow, coalesce(coalesce(n.return_m3c[1], register_at(n.return_m3c_packed, 1)), coalesce(p.return_m3c[h.size], register_at(p.return_m3c_packed, h.size))) - coalesce(p.return_m3c[1], register_at(p.return_m3c_packed, 1)) as return offset 0) s
where p.step_seconds = 3600 and p.first_at = d.starts and p.first_at + coalesce(p.count, cardinality(p.energy_kwh)) * interval '1 hour' = d.ends
  and (p.quality is null or p.quality !~ '[eh]') and coalesce(h.lowest >= -0.000001, true)
  and case when n.day is not null then n.first_at = d.ends and (n.quality is null or left(n.quality, 1) in ('m', 'c'))
    else m.removed_at = 'infinity' and not exists (select from reading_day l where l.metering_point_id = p.metering_point_id and l.day > p.day) end
  and p.interval_seconds = 0 and p.rows_of_day = 1
  -- A register that rolled over is not taken by its ends.
  and coalesce(least(s.volume, s.flow, s.return) >= 0, true) and not exists (
select from standstill still where still.metering_point_id = d.metering_point_id and still.spread and still.since < d.ends and still.till > d.starts)) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours returning metering_point_id, day) insert into judge_…_done select * from derived;
delete from judge_…_rest r using judge_…_done n where n.metering_point_id = r.metering_point_id and n.day = r.day and not exists (
select from standstill still where still.metering_point_id = r.metering_point_id and still.spread and still.since < r.ends and still.till > r.starts);
insert into consumption_day (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
select metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, case when volume_m3 >= 0 then volume_m3 end, case when flow_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then flow_m3c end, case when return_m3c >= 0 and coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
return_m3c < 85 * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true) then return_m3c end, status, hours from (
with
island as not materialized (
  select metering_point_id, min(day) as first_day, max(day) as last_day, min(starts) as starts, max(ends) as ends
  from (select *, day - (row_number() over (partition by metering_point_id order by day))::int as island from judge_…_rest) d
  group by metering_point_id, island),

meter_order as not materialized (
  select m.*, row_number() over w as ordinal,
    m.installed_by is not null and (lag(removed_at) over w, lag(removed_by) over w) is not distinct from (m.installed_at, m.installed_by) as swapped_in,
    m.removed_by is not null and (lead(installed_at) over w, lead(installed_by) over w) is not distinct from (m.removed_at, m.removed_by) as swapped_out,
    lag(closing_energy_kwh) over w - opening_energy_kwh as over_energy, lag(closing_volume_m3) over w - opening_volume_m3 as over_volume, lag(closing_flow_m3c) over w - opening_flow_m3c as over_flow, lag(closing_return_m3c) over w - opening_return_m3c as over_return
  from (select metering_point_id, serial, installed_at, installed_by, removed_at, removed_by, case when opening_reason is null then opening_energy_kwh end as opening_energy_kwh, case when opening_reason is null then opening_volume_m3 end as opening_volume_m3, case when opening_reason is null then opening_flow_m3c end as opening_flow_m3c, case when opening_reason is null then opening_return_m3c end as opening_return_m3c, case when closing_reason is null then closing_energy_kwh end as closing_energy_kwh, case when closing_reason is null then closing_volume_m3 end as closing_volume_m3, case when closing_reason is null then closing_flow_m3c end as closing_flow_m3c, case when closing_reason is null then closing_return_m3c end as closing_return_m3c from meter) m join (select distinct metering_point_id from island) p using (metering_point_id)
  window w as (partition by m.metering_point_id order by m.installed_at, m.serial)),
meters as not materialized (
  select *, installed_at as begins, coalesce(removed_by, removed_at) as ends,
    case when not swapped_in then installed_at end as opens_at, case when installed_by is null then 'm' else 'e' end as opening_quality,
    case when not swapped_out then coalesce(removed_by, removed_at) end as closes_at, case when removed_by is null then 'm' else 'e' end as closing_quality,
    count(*) filter (where not (swapped_in and over_energy is not null)) over (partition by metering_point_id order by ordinal) as chain
  from meter_order),
register as (
  select i.first_day, m.*, r.at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.quality, 1 as weight
  from island i
  join meters m on m.metering_point_id = i.metering_point_id
  left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
    and e.interval_seconds = 0 and e.day < least(i.first_day, case when m.swapped_out then ((m.removed_at) at time zone 'Europe/Oslo')::date end) order by e.day desc limit 1) before on true
  left join lateral (select e.day from reading_day e where e.metering_point_id = i.metering_point_id and e.serial = m.serial
    and e.interval_seconds = 0 and e.day > greatest(i.last_day, case when m.swapped_in then ((m.installed_at) at time zone 'Europe/Oslo')::date end) order by e.day limit 1) after on true
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.serial = m.serial and r.interval_seconds = 0
    and r.day between coalesce(before.day, least(i.first_day, case when m.swapped_out then ((m.removed_at) at time zone 'Europe/Oslo')::date end)) and coalesce(after.day, greatest(i.last_day, case when m.swapped_in then ((m.installed_at) at time zone 'Europe/Oslo')::date end))
    and r.at between m.begins and m.ends  offset 0) r
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
  select *, case when weight = 1 and abs(extract(epoch from at - nearest)) <= 300 and nearest between begins and ends
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

lead(energy_kwh) over w - energy_kwh +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_energy) over w end as energy,
lead(volume_m3) over w - volume_m3 +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_volume) over w end as volume,
lead(flow_m3c) over w - flow_m3c +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_flow) over w end as flow,
lead(return_m3c) over w - return_m3c +
  case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_return) over w end as return,
    case when extract(epoch from lead(moment) over w - moment) > 3900 then 'e'
      else substr('ehcm', least(strpos('ehcm', quality), lead(strpos('ehcm', quality)) over w), 1) end as letter
  from snapped window w as (partition by metering_point_id, first_day, chain order by moment)),
-- A register of one meter that is lower than before has gone over its end: nothing else was let through.
segment as (
  select s.metering_point_id, s.first_day, s.source, s.since, s.till,
    case when s.energy >= -0.000001 and (s.of_one_meter or s.energy <= coalesce(p.max_power_kw, 500) * extract(epoch from s.till - s.since) / 3600 + 2)
        then greatest(s.energy, 0)
      when s.of_one_meter and s.register >= 10000 then (select min(s.energy + e)
        from (values (power(10, floor(log(s.register / 1)) + 1) * 1), (power(10, floor(log(s.register / 0.2777777777777778)) + 1) * 0.2777777777777778), (power(10, floor(log(s.register / 1.163)) + 1) * 1.163)) ends (e)
        where s.energy + e >= 0) end as energy,
    case when s.volume < 0 and s.of_one_meter and s.volume_register >= 1000 and s.volume_register > power(10, floor(log(s.volume_register)) + 1) * 0.99 and s.volume + power(10, floor(log(s.volume_register)) + 1) < power(10, floor(log(s.volume_register)) + 1) * 0.01
  then s.volume + power(10, floor(log(s.volume_register)) + 1) else s.volume end as volume, case when s.flow < 0 and s.of_one_meter and s.flow_register >= 1000 and s.flow_register > power(10, floor(log(s.flow_register)) + 1) * 0.99 and s.flow + power(10, floor(log(s.flow_register)) + 1) < power(10, floor(log(s.flow_register)) + 1) * 0.01
  then s.flow + power(10, floor(log(s.flow_register)) + 1) else s.flow end as flow, case when s.return < 0 and s.of_one_meter and s.return_register >= 1000 and s.return_register > power(10, floor(log(s.return_register)) + 1) * 0.99 and s.return + power(10, floor(log(s.return_register)) + 1) < power(10, floor(log(s.return_register)) + 1) * 0.01
  then s.return + power(10, floor(log(s.return_register)) + 1) else s.return end as return, s.letter
  from stretch s left join metering_point p on p.metering_point_id = s.metering_point_id where s.till is not null
  union all
  select i.metering_point_id, i.first_day, r.interval_seconds, r.at, r.at + r.interval_seconds * interval '1 second',
    r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, case when r.interval_seconds > 3900 then 'e' else r.quality end
  from island i
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 0
    and r.day between i.first_day - 2 and i.last_day and r.interval_seconds <= 90000 offset 0) r
  union all
  select i.metering_point_id, i.first_day, r.interval_seconds, r.at, r.at + r.interval_seconds * interval '1 second',
    r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, 'e'
  from island i
  cross join lateral (select * from reading r where r.metering_point_id = i.metering_point_id and r.interval_seconds > 90000
    and r.day between i.first_day - 400 and i.last_day offset 0) r
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
  from touched s cross join lateral generate_series(s.first_hour, s.last_hour) n),
finest as (
select distinct on (metering_point_id, first_day, hour) * from (
  select metering_point_id, first_day, hour, source, sum(case when seconds = length then energy else energy * seconds / length end) as energy, sum(case when seconds = length then volume else volume * seconds / length end) as volume, sum(case when seconds = length then flow else flow * seconds / length end) as flow, sum(case when seconds = length then return else return * seconds / length end) as return,
    count(*) = count(volume) as with_volume,
    substr('ehcm', min(strpos('ehcm', letter)), 1) as letter, greatest(max(length), 3600) as length
  from share group by metering_point_id, first_day, hour, source having sum(seconds) between 3599 and 3601) covered
order by metering_point_id, first_day, hour, length, source),

-- What a coarser one tells beyond that is spread over the hours that are left to it, so that its sum comes out.
rest as (
  select s.metering_point_id, s.first_day, s.source, s.since,
    greatest(max(s.energy) - coalesce(sum(f.energy * s.seconds / 3600) filter (where f.source <> s.source), 0), 0) as energy,
    nullif(sum(s.seconds) filter (where f.source is null or f.source = s.source), 0) as seconds
  from share s left join finest f on f.metering_point_id = s.metering_point_id and f.first_day = s.first_day and f.hour = s.hour
  where s.length > 3900
  group by s.metering_point_id, s.first_day, s.source, s.since having bool_or(f.source <> s.source)),
spread as (
  select s.metering_point_id, s.first_day, s.hour, s.source, sum(coalesce(r.energy / r.seconds * s.seconds, s.energy * s.seconds / s.length)) as energy
  from share s join rest r on r.metering_point_id = s.metering_point_id and r.first_day = s.first_day and r.source = s.source and r.since = s.since
  group by s.metering_point_id, s.first_day, s.hour, s.source),
hourly as (
  select f.metering_point_id, f.hour, coalesce(s.energy, f.energy) as energy, f.volume, f.flow, f.return, f.with_volume, f.letter
  from finest f left join spread s on s.metering_point_id = f.metering_point_id and s.first_day = f.first_day and s.hour = f.hour and s.source = f.source),
slot as (
  select d.metering_point_id, d.day, d.hour, h.energy, h.volume, h.flow, h.return, h.with_volume, coalesce(h.letter, '-') as letter
  from (select d.metering_point_id, d.day, d.starts + n * interval '1 hour' as hour
    from (select *, (extract(epoch from ends - starts) / 3600)::int as size from judge_…_rest) d cross join lateral generate_series(0, d.size - 1) n) d
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
from daily) derived (metering_point_id, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh, volume_m3, flow_m3c, return_m3c, status, hours)
on conflict (metering_point_id, day) do update set
  measured_hours = excluded.measured_hours, estimated_hours = excluded.estimated_hours, missing_hours = excluded.missing_hours, peak_hour = excluded.peak_hour, peak_kwh = excluded.peak_kwh, energy_kwh = excluded.energy_kwh, volume_m3 = excluded.volume_m3, flow_m3c = excluded.flow_m3c, return_m3c = excluded.return_m3c, status = excluded.status, hours = excluded.hours;
delete from consumption_day c using judge_…_rest r where c.metering_point_id = r.metering_point_id and c.day = r.day
and c.measured_hours + c.estimated_hours = 0;
drop table judge_…_touched, judge_…_done, judge_…_day, judge_…_rest;
select "metering_point_id" from "metering_point" where "metering_point_id" = $1 limit $2;
select max("file_id") as "file" from "source_file" limit $1;
insert into "reading_withdrawal" ("from_at", "last_file_id", "metering_point_id", "to_at", "withdrawn_at") values ($1, $2, $3, $4, $5);
select metering_point_id, serial, interval_seconds, min(day)::text as first, max(day)::text as last, sum(count)::int as count from (
  select d.metering_point_id, d.day, d.serial, d.interval_seconds, coalesce(d.count, cardinality(d.energy_kwh)) as count from reading_day d where d.metering_point_id = $1 and d.day between (cast($2 as timestamptz) at time zone 'UTC')::date - 1 and (cast($3 as timestamptz) at time zone 'UTC')::date + 1
  union all
  select d.metering_point_id, d.day, d.serial, d.interval_seconds, d.count from reading_beside d where d.metering_point_id = $4 and d.day between (cast($5 as timestamptz) at time zone 'UTC')::date - 1 and (cast($6 as timestamptz) at time zone 'UTC')::date + 1) d
where metering_point_id > 0
group by metering_point_id, serial, interval_seconds order by metering_point_id, serial;
insert into "reading_beside" ("count", "day", "energy_kwh", "energy_kwh_packed", "file_id", "first_at", "flow_lh", "flow_lh_packed", "flow_m3c", "flow_m3c_packed", "flow_temperature", "flow_temperature_packed", "interval_seconds", "line", "line_step", "lines", "metering_point_id", "offsets", "power_kw", "power_kw_packed", "quality", "reason", "recorded_at", "return_m3c", "return_m3c_packed", "return_temperature", "return_temperature_packed", "serial", "step_seconds", "volume_m3", "volume_m3_packed") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31), ($32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, DEFAULT, $54, $55, $56, $57, $58, $59, $60, $61), ($62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92), ($93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123);

-- the end of keeping
delete from reading_day d where d.day < $1 and (d.interval_seconds > 0 or exists (
select from reading_day later where later.metering_point_id = d.metering_point_id and later.interval_seconds = 0 and later.day > d.day));
delete from "consumption_day" where "day" < $1;
update "consumption_day" set "hours" = $1 where "day" < $2 and "hours" is not null;
delete from "reading_beside" where "day" < $1;
delete from "standstill" where "till" < $1;
