import { DateTime } from 'luxon';
import type { DataSpan } from '../contract/consumption.ts';
import { isOverdue } from '../ground/overdue.ts';
import { zone } from '../ground/zone.ts';
import { localYear } from './calendar.ts';
import { isWaitedFor } from './local-days.ts';
import type { DaysWithValues } from './days-with-values.ts';
import type { SelectedPoints } from './selected-points.ts';

/** How long what is shown here is kept: first local days of which hours, and day sums, are still kept. */
export interface KeptFrom {
  hours: string;
  days: string;
}

/**
 * What stands over every view. `dataUntil` is the end of the last hour with a value; for several points added up it is the
 * end of the last hour that all of them that are still waited for have delivered.
 */
export function dataSpan({ own, choice }: SelectedPoints, found: readonly DaysWithValues[], now: Date, kept: KeptFrom): DataSpan {
  const from = found.map(({ firstDay, firstStatus }) => instantOf(firstDay, Math.max(0, firstStatus.search(/[^-]/))));
  const until = found.filter((one) => isWaitedFor(one, found)).map(({ lastDay, lastStatus }) => instantOf(lastDay, valueHours(lastStatus)));
  const dataUntil = DateTime.min(...until);
  return {
    point: choice,
    points: own.points,
    dataFrom: iso(DateTime.min(...from)),
    dataUntil: iso(dataUntil),
    overdue: dataUntil !== undefined && isOverdue(dataUntil.toMillis(), Math.min(now.getTime(), (own.endsAt ?? Infinity) * 1000)),
    hoursKeptFrom: kept.hours,
    daysKeptFrom: kept.days,
    swaps: [...new Set(found.flatMap(({ swaps }) => swaps ?? []))].toSorted(),
  };
}

/** First local days still kept, by the settings. */
export function keptFrom({ hourYears, dayYears }: { hourYears: number; dayYears: number }, now: Date): KeptFrom {
  const year = localYear(now);
  return { hours: `${year - hourYears}-01-01`, days: `${year - dayYears}-01-01` };
}

/** Start of a local day's n-th hour as ISO 8601 with offset. */
export function hourStart(day: string, slot: number): string {
  return iso(instantOf(day, slot))!;
}

/** Working out an instant in the zone takes longer than the rest of a view, and most customers' data end in the same hour. */
const instants = new Map<string, DateTime>();

function instantOf(day: string, hours: number): DateTime {
  const key = `${day} ${hours}`;
  const known = instants.get(key);
  if (known) return known;
  if (instants.size > 10_000) instants.clear();
  const instant = DateTime.fromISO(day, { zone }).plus({ hours });
  instants.set(key, instant);
  return instant;
}

/** Hours of a day up to and with its last value. */
const valueHours = (status: string): number => status.replace(/-+$/, '').length;

function iso(instant: DateTime | undefined): string | null {
  return instant?.toISO({ suppressMilliseconds: true }) ?? null;
}
