/**
 * SQL: whether the day of a row with `metering_point_id` and `day` was purged of its hours. At least the hours of last year and this one are
 * always kept, so that a daily delivery asks nothing; the rest is looked up by the key, as a join would read the whole base.
 */
export const isPurged = (row: string) => `(${row}.day < date_trunc('year', now()) - interval '1 year' and coalesce((
  select c.hours is null from consumption_day c where c.metering_point_id = ${row}.metering_point_id and c.day = ${row}.day), false))`;
