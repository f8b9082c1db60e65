import { mayRead } from '../customers/reader.ts';

/**
 * The reader's relationship with its period as local days, and its metering points with their first and last day with a
 * value. An unlinked or foreign relationship has no period, and with it nothing else.
 */
export const ownPointsSql = `
  period as (
    select r.relationship_id,
      (r.valid_from at time zone :zone)::date as first_day,
      coalesce(((r.valid_to at time zone :zone)::date - 1), 'infinity'::date) as last_day,
      r.valid_from, r.valid_to
    from relationship r where ${mayRead}),
  span as (
    select p.metering_point_id, p.address, first.day as first_day, first.status as first_status, last.day as last_day, last.status as last_status
    from period join relationship_metering_point p using (relationship_id)
    left join lateral (
      select day, status from consumption_day c
      where c.metering_point_id = p.metering_point_id and c.day between period.first_day and period.last_day
        and c.measured_hours + c.estimated_hours > 0
      order by day limit 1) first on true
    left join lateral (
      select day, status from consumption_day c
      where c.metering_point_id = p.metering_point_id and c.day between period.first_day and period.last_day
        and c.measured_hours + c.estimated_hours > 0
      order by day desc limit 1) last on true)`;

/** The same with the points that were asked for: everything that a query of days reads is joined to `period` and `chosen`. */
export const periodSql = `
  ${ownPointsSql},
  chosen as (
    select * from span where :point::text is null or :point = 'sum' or metering_point_id::text = :point)`;

/** The spans as one JSON array beside what a query answers. */
export const spansSql = `
  coalesce((select json_agg(json_build_object(
    'id', metering_point_id::text, 'address', address, 'firstDay', first_day, 'firstStatus', first_status,
    'lastDay', last_day, 'lastStatus', last_status) order by metering_point_id) from span), '[]')`;
