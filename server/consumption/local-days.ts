import type { StatusLetter } from '../status.ts';
import { addUp, type LocalDay, type PointDay } from './add-up.ts';
import { daysBetween, listDays, slotsBegun } from './calendar.ts';
import type { DaysWithValues } from './days-with-values.ts';
import type { StoredDay } from './stored-day.ts';

/** Days that one metering point may be behind the others and still be waited for; after that it counts as closed down. */
const daysBehind = 31;

/** What is stored of one point, with the days between which it has values. */
export interface PointDays extends DaysWithValues {
  days: StoredDay[];
}

/** Whether a point's next values are waited for, or it is closed down, because others have been going on for long. */
export function isWaitedFor({ lastDay }: DaysWithValues, all: readonly DaysWithValues[]): boolean {
  const newest = all.reduce((last, one) => (one.lastDay > last ? one.lastDay : last), lastDay);
  return newest === lastDay || daysBetween(lastDay, newest) < daysBehind;
}

/**
 * The local days from one to another that have begun at `now`, with what the points have on each. What lies after a point's
 * last value is not come yet, or `overdue`; a point that is closed down, or has not begun, lacks nothing.
 */
export function localDays(
  from: string,
  to: string,
  points: readonly PointDays[],
  { now, overdue }: { now: Date; overdue: boolean },
): LocalDay[] {
  const wait: StatusLetter = overdue ? 's' : '.';
  const stored = points.map(({ days }) => new Map(days.map((day) => [day.day, day])));
  const waitedFor = points.map((point) => isWaitedFor(point, points));
  const shown: LocalDay[] = [];
  for (const day of listDays(from, to)) {
    const slots = slotsBegun(day, now);
    if (slots === 0) break;
    const ofDay = points.flatMap((point, index): PointDay[] => {
      const row = stored[index]!.get(day);
      if (row !== undefined) return [{ ...row, status: seen(row, point, wait) }];
      const lacks = waitedFor[index]! && day > point.lastDay;
      return lacks
        ? [{ day, hours: Array.from({ length: slots }, () => null), status: Array.from({ length: slots }, () => wait), energyKwh: null }]
        : [];
    });
    shown.push(addUp(day, ofDay, slots));
  }
  return shown;
}

/** The stored letters, with what follows the last value of all as not come yet. */
function seen({ day, status }: StoredDay, { lastDay }: DaysWithValues, wait: StatusLetter): StatusLetter[] {
  const letters = [...status] as StatusLetter[];
  if (day !== lastDay) return letters;
  const last = letters.findLastIndex((letter) => letter !== '-');
  return letters.map((letter, slot) => (slot > last ? wait : letter));
}
