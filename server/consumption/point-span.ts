import type { Told } from './point-statement.ts';

/** First and last day with a value of one metering point inside the period, and how sure their hours are. A point without any has none. */
export interface PointSpan {
  firstDay: string;
  firstStatus: string;
  lastDay: string;
  lastStatus: string;
}

/**
 * Common table expressions `first` and `last` of a `PointSpan`. Like all that a view reads of the metering it is about one
 * metering point and the days of the period, and about no customer.
 */
export const spanSql = ({ point, firstDay, lastDay }: Told): string => `
  first as (
    select day, status from consumption_day
    where metering_point_id = ${point} and day between ${firstDay} and ${lastDay} and measured_hours + estimated_hours > 0
    order by day limit 1),
  last as (
    select day, status from consumption_day
    where metering_point_id = ${point} and day between ${firstDay} and ${lastDay} and measured_hours + estimated_hours > 0
    order by day desc limit 1)`;

export const spanColumns = `
  first.day::text as "firstDay", first.status as "firstStatus", last.day::text as "lastDay", last.status as "lastStatus"`;
