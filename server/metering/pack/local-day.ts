import { DateTime } from 'luxon';
import { remembered } from '../../ground/remembered.ts';
import { zone } from '../../ground/zone.ts';

/** A local day: its date as days since 1970-01-01, and the instants (Unix seconds) at which it begins and ends. */
export interface LocalDay {
  number: number;
  start: number;
  end: number;
}

/** Three centuries; a file may have any date. */
const mostDays = 100_000;

/** The local day with this date, 23, 24 or 25 hours long. */
export const localDay = remembered(mostDays, (number: number): LocalDay => ({
  number,
  start: midnight(number),
  end: midnight(number + 1),
}));

/** The local day in which an instant (Unix seconds) lies. */
export function localDayOf(seconds: number): LocalDay {
  // Local time is ahead of UTC: it is UTC's day, or the next one already.
  const day = localDay(Math.floor(seconds / 86_400));
  return seconds < day.end ? day : localDay(day.number + 1);
}

/** `YYYY-MM-DD`. */
export function dateOf(day: LocalDay): string {
  return new Date(day.number * 86_400_000).toISOString().slice(0, 10);
}

function midnight(number: number): number {
  const utc = new Date(number * 86_400_000);
  return DateTime.fromObject({ year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, day: utc.getUTCDate() }, { zone }).toSeconds();
}
