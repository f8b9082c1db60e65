import * as v from 'valibot';

/** A metering point's ID, or all of them added up. */
export const point = v.optional(v.union([v.literal('sum'), v.pipe(v.string(), v.regex(/^\d{1,18}$/))]));
/** Years that text, luxon and PostgreSQL write alike, whatever is added to them. */
const plausible = (date: string): boolean => date >= '1990' && date < '2100';
const exists = (date: string): boolean => {
  const at = new Date(`${date}T12:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
};
export const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/), v.check(plausible));
export const date = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/), v.check(plausible), v.check(exists));
/** A year, a month or a day. */
export const stretch = v.union([v.pipe(v.string(), v.regex(/^\d{4}$/), v.check(plausible)), month, date]);
