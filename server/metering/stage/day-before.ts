/** SQL: where to look, each an expression. */
export interface SeriesSql {
  point: string;
  serial: string;
  interval: string;
}

/**
 * SQL: the nearest day of a series before `day`, null where there is none. Mostly it is the very day before, which the key finds at once: a look
 * backwards compares all entries of the page on which it begins, and that is where most of a daily delivery's time went.
 */
export function dayBefore({ point, serial, interval }: SeriesSql, day: string): string {
  const series = `x.metering_point_id = ${point} and x.serial = ${serial} and x.interval_seconds = ${interval}`;
  return `coalesce((select x.day from reading_day x where ${series} and x.day = ${day} - 1 limit 1),
    (select x.day from reading_day x where ${series} and x.day < ${day} order by x.day desc limit 1))`;
}
