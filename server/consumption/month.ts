import type { MonthReply } from '../contract/consumption.ts';
import { addEnergy } from './add-up.ts';
import { monthSpan, yearBefore } from './calendar.ts';
import { dataSpan, hourStart, type KeptFrom } from './data-span.ts';
import { likeForLike } from './like-for-like.ts';
import { localDays } from './local-days.ts';
import { highestHour } from './peaks.ts';
import type { ReadDays } from './read-days.ts';
import { isWholeKwh } from './whole-kwh.ts';

/** A month by days, with the hours as a power curve. Days outside the relationship's period and in the future are left out. */
export function presentMonth(month: string, { selected, points, firstDay, lastDay }: ReadDays, now: Date, kept: KeptFrom): MonthReply {
  const span = monthSpan(month);
  const head = dataSpan(selected, points, now, kept);
  const seen = { now, overdue: head.overdue };
  const shown = firstDay === null ? [] : localDays(firstDay, lastDay!, points, seen);
  const before = localDays(span.fromBefore, span.toBefore, points, seen);
  const beforeKwh = new Map(before.map(({ day, energy }) => [day, energy.energyKwh]));
  const peak = highestHour(shown);
  return {
    ...head,
    wholeKwh: isWholeKwh(shown),
    month,
    total: addEnergy(shown.map(({ energy }) => energy)),
    yearBefore: likeForLike(shown, before, yearBefore),
    peak: peak && { at: hourStart(peak.day, peak.slot!), powerKw: peak.powerKw },
    days: shown.map(({ day, energy, hours }) => ({
      date: day,
      ...energy,
      withHours: hours !== null,
      yearBeforeKwh: beforeKwh.get(yearBefore(day) ?? '') ?? null,
    })),
    power: {
      start: hourStart(shown[0]?.day ?? span.from, 0),
      powerKw: shown.flatMap(({ hours, status }) => hours ?? status.map(() => null)),
      status: shown.flatMap(({ status }) => status).join(''),
    },
  };
}
