import type { DayReply } from '../contract/consumption.ts';
import { addEnergy } from './add-up.ts';
import { weekBefore } from './calendar.ts';
import { dataSpan, hourStart, type KeptFrom } from './data-span.ts';
import { likeForLike } from './like-for-like.ts';
import { localDays } from './local-days.ts';
import { highestHour } from './peaks.ts';
import type { ReadDays } from './read-days.ts';
import { isWholeKwh } from './whole-kwh.ts';

/** A day by hours. Empty when it lies outside the relationship's period or in the future. */
export function presentDay(date: string, { selected, points, firstDay }: ReadDays, now: Date, kept: KeptFrom): DayReply {
  const head = dataSpan(selected, points, now, kept);
  const seen = { now, overdue: head.overdue };
  const shown = firstDay === null ? [] : localDays(date, date, points, seen);
  const before = localDays(weekBefore(date), weekBefore(date), points, seen);
  const peak = highestHour(shown);
  return {
    ...head,
    wholeKwh: isWholeKwh([...shown, ...before]),
    date,
    total: addEnergy(shown.map(({ energy }) => energy)),
    weekBefore: likeForLike(shown, before, weekBefore),
    peak: peak && { at: hourStart(peak.day, peak.slot!), powerKw: peak.powerKw },
    hours: shown.flatMap(({ hours, status }) =>
      status.map((letter, slot) => ({
        start: hourStart(date, slot),
        energyKwh: hours?.[slot] ?? null,
        status: letter,
        weekBeforeKwh: before[0]?.hours?.[slot] ?? null,
      })),
    ),
  };
}
