import { DateTime } from 'luxon';
import { zone } from '../ground/zone.ts';

/** The local days from one to another, both included. */
export function listDays(from: string, to: string): string[] {
  const days: string[] = [];
  const last = DateTime.fromISO(to, { zone: 'utc' });
  for (let day = DateTime.fromISO(from, { zone: 'utc' }); day <= last; day = day.plus({ days: 1 })) days.push(day.toISODate()!);
  return days;
}

const dayMilliseconds = 86_400_000;

/** Days from one local date to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMilliseconds);

/** The same date a year before; null for 29 February. */
export function yearBefore(day: string): string | null {
  return day.endsWith('-02-29') ? null : `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
}

/** The same weekday a week before. */
export const weekBefore = (day: string): string => new Date(Date.parse(day) - 7 * dayMilliseconds).toISOString().slice(0, 10);

/** How many of a local day's 23, 24 or 25 hours have begun at an instant. */
export function slotsBegun(day: string, now: Date): number {
  const start = DateTime.fromISO(day, { zone });
  const hours = Math.round(start.plus({ days: 1 }).diff(start, 'hours').hours);
  return Math.max(0, Math.min(hours, Math.ceil((now.getTime() - start.toMillis()) / 3_600_000)));
}

/** First and last day of a month `YYYY-MM`, and of the same month a year before. */
export function monthSpan(month: string): { from: string; to: string; fromBefore: string; toBefore: string } {
  const start = DateTime.fromISO(`${month}-01`, { zone: 'utc' });
  const before = start.minus({ years: 1 });
  return {
    from: start.toISODate()!,
    to: start.endOf('month').toISODate()!,
    fromBefore: before.toISODate()!,
    toBefore: before.endOf('month').toISODate()!,
  };
}

/** A day, and the same weekday a week before. */
export function daySpan(date: string): { from: string; to: string; fromBefore: string; toBefore: string } {
  const before = DateTime.fromISO(date, { zone: 'utc' }).minus({ weeks: 1 }).toISODate()!;
  return { from: date, to: date, fromBefore: before, toBefore: before };
}

/** Unix milliseconds of a month's beginning and end. Worked out once a month: luxon takes longer than the rest of a view. */
export function monthInstants(month: string): { from: number; to: number } {
  const known = months.get(month);
  if (known) return known;
  const start = DateTime.fromISO(`${month}-01`, { zone });
  const instants = { from: start.toMillis(), to: start.plus({ months: 1 }).toMillis() };
  months.set(month, instants);
  return instants;
}

/** The local year of an instant. The zone is ahead of UTC: its new year comes first. */
export function localYear(now: Date): number {
  const year = now.getUTCFullYear();
  return now.getTime() < monthInstants(`${year}-12`).to ? year : year + 1;
}

const months = new Map<string, { from: number; to: number }>();
