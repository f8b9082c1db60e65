-- one point
select exists (select from pg_extension where extname = 'citus') as has_citus;
with own as materialized (
select json_build_object('sessionId', s.session_id, 'relationshipId', r.relationship_id, 'lastSeen', extract(epoch from s.last_seen_at), 'own', json_build_object('points', coalesce(points, '[]'), 'firstDay', first_day, 'lastDay', last_day,
    'startsAt', extract(epoch from r.valid_from), 'endsAt', extract(epoch from r.valid_to))) as found,
  first_day, last_day, point
from session s join relationship r using (relationship_id)
cross join lateral (
  select json_agg(json_build_object('id', p.metering_point_id::text, 'address', p.address) order by p.metering_point_id) as points,
    min(p.metering_point_id) filter (where $1::bigint is null or p.metering_point_id = $1::bigint) as point
  from relationship_metering_point p where p.relationship_id = r.relationship_id) p
cross join lateral (select (r.valid_from at time zone 'Europe/Oslo')::date as first_day, coalesce((r.valid_to at time zone 'Europe/Oslo')::date - 1, 'infinity') as last_day) days
where s.id_hash = $2 and s.last_seen_at > $3 and s.started_at > $4 and s.kind <> 'pending' and not s.terms_due and s.relationship_id is not null and (s.account_id is null or exists (select from link where link.account_id = s.account_id and link.relationship_id = r.relationship_id))) select own.found, view.* from own left join (
with
first as (
  select day, status from consumption_day
  where metering_point_id = (select point from own) and day between (select first_day from own) and (select last_day from own) and measured_hours + estimated_hours > 0
  order by day limit 1),
last as (
  select day, status from consumption_day
  where metering_point_id = (select point from own) and day between (select first_day from own) and (select last_day from own) and measured_hours + estimated_hours > 0
  order by day desc limit 1)
select
first.day::text as "firstDay", first.status as "firstStatus", last.day::text as "lastDay", last.status as "lastStatus",
(select json_agg(day::text order by day) from (
   select distinct (m.installed_at at time zone 'Europe/Oslo')::date as day from meter m
   where m.metering_point_id = (select point from own) and m.installed_at > '-infinity'
     and exists (select from meter before where before.metering_point_id = (select point from own) and before.installed_at < m.installed_at)) swap
 where day > first.day and day <= last.day) as swaps,
  (select json_agg(json_build_array(to_char(month, 'YYYY-MM'), energy_kwh, value_hours, estimated_hours, corrected_hours, manual_hours, whole)
     order by month) filter (where value_hours > 0)
   from generate_series(make_date(extract(year from last.day)::int - 2, 1, 1)::timestamp, last.day::timestamp, interval '1 month') month
   cross join lateral (
     select sum(energy_kwh) as energy_kwh, sum(measured_hours + estimated_hours) as value_hours, sum(estimated_hours) as estimated_hours,
       coalesce(sum(length(status) - length(replace(status, 'c', ''))) filter (where status like '%c%'), 0) as corrected_hours, coalesce(sum(length(status) - length(replace(status, 'h', ''))) filter (where status like '%h%'), 0) as manual_hours,
       coalesce(bool_and(abs(energy_kwh - round(energy_kwh)) < 1e-6) filter (where estimated_hours = 0), true) as whole
     from consumption_day
     where metering_point_id = (select point from own)
       and day >= greatest(month::date, first.day) and day < least((month + interval '1 month')::date, last.day + 1)) sums) as months
from first, last) view on true;
with own as materialized (
select json_build_object('sessionId', s.session_id, 'relationshipId', r.relationship_id, 'lastSeen', extract(epoch from s.last_seen_at), 'own', json_build_object('points', coalesce(points, '[]'), 'firstDay', first_day, 'lastDay', last_day,
    'startsAt', extract(epoch from r.valid_from), 'endsAt', extract(epoch from r.valid_to))) as found,
  first_day, last_day, point
from session s join relationship r using (relationship_id)
cross join lateral (
  select json_agg(json_build_object('id', p.metering_point_id::text, 'address', p.address) order by p.metering_point_id) as points,
    min(p.metering_point_id) filter (where $1::bigint is null or p.metering_point_id = $1::bigint) as point
  from relationship_metering_point p where p.relationship_id = r.relationship_id) p
cross join lateral (select (r.valid_from at time zone 'Europe/Oslo')::date as first_day, coalesce((r.valid_to at time zone 'Europe/Oslo')::date - 1, 'infinity') as last_day) days
where s.id_hash = $2 and s.last_seen_at > $3 and s.started_at > $4 and s.kind <> 'pending' and not s.terms_due and s.relationship_id is not null and (s.account_id is null or exists (select from link where link.account_id = s.account_id and link.relationship_id = r.relationship_id))) select own.found, view.* from own left join (with
first as (
  select day, status from consumption_day
  where metering_point_id = (select point from own) and day between (select first_day from own) and (select last_day from own) and measured_hours + estimated_hours > 0
  order by day limit 1),
last as (
  select day, status from consumption_day
  where metering_point_id = (select point from own) and day between (select first_day from own) and (select last_day from own) and measured_hours + estimated_hours > 0
  order by day desc limit 1),
 shown as (
   select * from consumption_day where metering_point_id = (select point from own)
     and day between greatest((select first_day from own), $5::date) and least((select last_day from own), $6::date)
   union all
   select * from consumption_day where metering_point_id = (select point from own)
     and day between greatest((select first_day from own), $7::date) and least((select last_day from own), $8::date))
 select
first.day::text as "firstDay", first.status as "firstStatus", last.day::text as "lastDay", last.status as "lastStatus",
(select json_agg(day::text order by day) from (
   select distinct (m.installed_at at time zone 'Europe/Oslo')::date as day from meter m
   where m.metering_point_id = (select point from own) and m.installed_at > '-infinity'
     and exists (select from meter before where before.metering_point_id = (select point from own) and before.installed_at < m.installed_at)) swap
 where day > first.day and day <= last.day) as swaps,
   coalesce((select json_agg(json_build_object('day', day, 'hours', hours, 'status', status, 'energyKwh', energy_kwh) order by day) from shown), '[]') as days
 from first, last) view on true;

-- the sum of two
with
first as (
  select day, status from consumption_day
  where metering_point_id = $1::bigint and day between $2::date and $3::date and measured_hours + estimated_hours > 0
  order by day limit 1),
last as (
  select day, status from consumption_day
  where metering_point_id = $1::bigint and day between $2::date and $3::date and measured_hours + estimated_hours > 0
  order by day desc limit 1)
select
first.day::text as "firstDay", first.status as "firstStatus", last.day::text as "lastDay", last.status as "lastStatus",
(select json_agg(day::text order by day) from (
   select distinct (m.installed_at at time zone 'Europe/Oslo')::date as day from meter m
   where m.metering_point_id = $1::bigint and m.installed_at > '-infinity'
     and exists (select from meter before where before.metering_point_id = $1::bigint and before.installed_at < m.installed_at)) swap
 where day > first.day and day <= last.day) as swaps,
  (select json_agg(json_build_array(to_char(month, 'YYYY-MM'), energy_kwh, value_hours, estimated_hours, corrected_hours, manual_hours, whole)
     order by month) filter (where value_hours > 0)
   from generate_series(make_date(extract(year from last.day)::int - 2, 1, 1)::timestamp, last.day::timestamp, interval '1 month') month
   cross join lateral (
     select sum(energy_kwh) as energy_kwh, sum(measured_hours + estimated_hours) as value_hours, sum(estimated_hours) as estimated_hours,
       coalesce(sum(length(status) - length(replace(status, 'c', ''))) filter (where status like '%c%'), 0) as corrected_hours, coalesce(sum(length(status) - length(replace(status, 'h', ''))) filter (where status like '%h%'), 0) as manual_hours,
       coalesce(bool_and(abs(energy_kwh - round(energy_kwh)) < 1e-6) filter (where estimated_hours = 0), true) as whole
     from consumption_day
     where metering_point_id = $1::bigint
       and day >= greatest(month::date, first.day) and day < least((month + interval '1 month')::date, last.day + 1)) sums) as months
from first, last;
with
first as (
  select day, status from consumption_day
  where metering_point_id = $1::bigint and day between $2::date and $3::date and measured_hours + estimated_hours > 0
  order by day limit 1),
last as (
  select day, status from consumption_day
  where metering_point_id = $1::bigint and day between $2::date and $3::date and measured_hours + estimated_hours > 0
  order by day desc limit 1),
 shown as (
   select * from consumption_day where metering_point_id = $1::bigint
     and day between greatest($2::date, $4::date) and least($3::date, $5::date)
   union all
   select * from consumption_day where metering_point_id = $1::bigint
     and day between greatest($2::date, $6::date) and least($3::date, $7::date))
 select
first.day::text as "firstDay", first.status as "firstStatus", last.day::text as "lastDay", last.status as "lastStatus",
(select json_agg(day::text order by day) from (
   select distinct (m.installed_at at time zone 'Europe/Oslo')::date as day from meter m
   where m.metering_point_id = $1::bigint and m.installed_at > '-infinity'
     and exists (select from meter before where before.metering_point_id = $1::bigint and before.installed_at < m.installed_at)) swap
 where day > first.day and day <= last.day) as swaps,
   coalesce((select json_agg(json_build_object('day', day, 'hours', hours, 'status', status, 'energyKwh', energy_kwh) order by day) from shown), '[]') as days
 from first, last;

-- one point, where the metering is spread over nodes
select min(day)::text as "firstDay", max(day)::text as "lastDay", sum(energy_kwh) as "energyKwh",
  sum(measured_hours + estimated_hours)::int as "valueHours", sum(estimated_hours)::int as "estimatedHours",
  bool_and(abs(energy_kwh - round(energy_kwh)) < 1e-6) filter (where estimated_hours = 0) as whole,
  string_agg(day || status, ' ') filter (where ltrim(status, 'm') <> '' or length(status) <> 24) as uneven
from consumption_day
where metering_point_id = $1::bigint and day between $2::date and $3::date and measured_hours + estimated_hours > 0
group by date_trunc('month', day::timestamp) order by 1;
select installed_at::text as at, (installed_at at time zone 'Europe/Oslo')::date::text as day
from meter where metering_point_id = $1::bigint order by installed_at;
