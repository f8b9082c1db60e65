import { DateTime } from 'luxon';
import { zone } from '../../ground/zone.ts';

/** At least the hours of last year and this one are always kept: the first day of them, in ISO 8601. */
export const firstKeptDay = (now: Date) => `${DateTime.fromJSDate(now, { zone }).year - 1}-01-01`;

/**
 * SQL: whether the day of a row with `metering_point_id` and `day` was purged of its hours. Before the first that are
 * always kept, so that a daily delivery asks nothing; the rest is looked up by the key, as a join would read the whole base. The date is
 * a literal: a spread database refuses the database's clock beside a column.
 */
export const isPurged = (row: string, now: Date) => `(${row}.day < date '${firstKeptDay(now)}' and coalesce((
  select c.hours is null from consumption_day c where c.metering_point_id = ${row}.metering_point_id and c.day = ${row}.day), false))`;
