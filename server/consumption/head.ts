import { DateTime } from 'luxon';
import type { ConsumptionHead, PointChoice } from '../contract.ts';
import { zone } from '../zone.ts';

/** One metering point of the relationship, and the first and last day with a value inside its period. */
export interface PointSpan {
  id: string;
  address: string | null;
  firstDay: string | null;
  firstStatus: string | null;
  lastDay: string | null;
  lastStatus: string | null;
}

/** Days that one metering point may be behind the others and still be waited for; after that it counts as closed down. */
const daysBehind = 31;

/**
 * What stands over every view. `dataUntil` is the end of the last hour with a value; for several points added up it is the
 * end of the last hour that all of them have delivered.
 */
export function consumptionHead(spans: PointSpan[], choice: PointChoice): ConsumptionHead {
  const chosen = choose(spans, choice);
  const from = chosen.flatMap((span) => (span.firstDay ? [instantOf(span.firstDay, firstHour(span.firstStatus))] : []));
  const until = chosen.flatMap((span) => (span.lastDay ? [instantOf(span.lastDay, lastHour(span.lastStatus) + 1)] : []));
  const newest = DateTime.max(...until);
  const behind = until.length > 1 ? newest?.minus({ days: daysBehind }) : undefined;
  const awaited = behind === undefined ? until : until.filter((instant) => instant >= behind);
  return {
    point: choice,
    points: spans.map(({ id, address }) => ({ id, address })),
    dataFrom: iso(DateTime.min(...from)),
    dataUntil: iso(DateTime.min(...awaited)),
  };
}

/** Nothing asked for, the sum, or one of the relationship's own metering points. */
export function isOwnPoint(spans: readonly PointSpan[], asked: PointChoice | undefined): boolean {
  return asked === undefined || asked === 'sum' || spans.some(({ id }) => id === asked);
}

/** What is shown: what was asked for; else the only point, or the sum of several. */
export function readChoice(spans: readonly PointSpan[], asked: PointChoice | undefined): PointChoice {
  if (asked !== undefined && asked !== 'sum') return asked;
  return spans.length > 1 ? 'sum' : (spans[0]?.id ?? 'sum');
}

/** Start of a local day's n-th hour as ISO 8601 with offset. */
export function hourStart(day: string, slot: number): string {
  return iso(instantOf(day, slot))!;
}

function choose(spans: PointSpan[], choice: PointChoice): PointSpan[] {
  return choice === 'sum' ? spans : spans.filter(({ id }) => id === choice);
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

function firstHour(status: string | null): number {
  return Math.max(0, (status ?? '').search(/[^-]/));
}

function lastHour(status: string | null): number {
  return (status ?? '').replace(/-+$/, '').length - 1;
}

function iso(instant: DateTime | undefined): string | null {
  return instant?.toISO({ suppressMilliseconds: true }) ?? null;
}
