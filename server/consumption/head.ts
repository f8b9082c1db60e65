import { DateTime } from 'luxon';
import type { ConsumptionHead } from '../contract.ts';
import { zone } from '../ground/zone.ts';
import type { Chosen } from './chosen.ts';
import type { PointSpan } from './point-span.ts';

/** Days that one metering point may be behind the others and still be waited for; after that it counts as closed down. */
const daysBehind = 31;

/**
 * What stands over every view. `dataUntil` is the end of the last hour with a value; for several points added up it is the
 * end of the last hour that all of them have delivered.
 */
export function consumptionHead({ own, choice }: Chosen, spans: readonly PointSpan[]): ConsumptionHead {
  const from = spans.map(({ firstDay, firstStatus }) => instantOf(firstDay, firstHour(firstStatus)));
  const until = spans.map(({ lastDay, lastStatus }) => instantOf(lastDay, lastHour(lastStatus) + 1));
  const newest = DateTime.max(...until);
  const behind = until.length > 1 ? newest?.minus({ days: daysBehind }) : undefined;
  const awaited = behind === undefined ? until : until.filter((instant) => instant >= behind);
  return {
    point: choice,
    points: own.points,
    dataFrom: iso(DateTime.min(...from)),
    dataUntil: iso(DateTime.min(...awaited)),
  };
}

/** Start of a local day's n-th hour as ISO 8601 with offset. */
export function hourStart(day: string, slot: number): string {
  return iso(instantOf(day, slot))!;
}

/** Working out an instant in the zone takes longer than the rest of the head, and most customers' data end in the same hour. */
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

function firstHour(status: string): number {
  return Math.max(0, status.search(/[^-]/));
}

function lastHour(status: string): number {
  return status.replace(/-+$/, '').length - 1;
}

function iso(instant: DateTime | undefined): string | null {
  return instant?.toISO({ suppressMilliseconds: true }) ?? null;
}
