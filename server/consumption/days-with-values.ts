import { zone } from '../ground/zone.ts';
import type { PointTerms } from './statement-per-point.ts';

/** First and last day with a value of one metering point inside the period, and how sure their hours are. A point without any has none. */
export interface DaysWithValues {
  firstDay: string;
  firstStatus: string;
  lastDay: string;
  lastStatus: string;
  /** Local dates between these on which the meter was replaced. */
  swaps: string[] | null;
}

/**
 * Common table expressions `first` and `last` of `DaysWithValues`. Like all that a view reads of the metering it is about one
 * metering point and the days of the period, and about no customer.
 */
export const daysWithValuesSql = ({ point, firstDay, lastDay }: PointTerms): string => `
  first as (
    select day, status from consumption_day
    where metering_point_id = ${point} and day between ${firstDay} and ${lastDay} and measured_hours + estimated_hours > 0
    order by day limit 1),
  last as (
    select day, status from consumption_day
    where metering_point_id = ${point} and day between ${firstDay} and ${lastDay} and measured_hours + estimated_hours > 0
    order by day desc limit 1)`;

/** Their columns, for a query from `first, last`. */
export const daysWithValuesColumns = ({ point }: PointTerms): string => `
  first.day::text as "firstDay", first.status as "firstStatus", last.day::text as "lastDay", last.status as "lastStatus",
  (select json_agg(day::text order by day) from (
     select distinct (m.installed_at at time zone '${zone}')::date as day from meter m
     where m.metering_point_id = ${point} and m.installed_at > '-infinity'
       and exists (select from meter before where before.metering_point_id = ${point} and before.installed_at < m.installed_at)) swap
   where day > first.day and day <= last.day) as swaps`;
