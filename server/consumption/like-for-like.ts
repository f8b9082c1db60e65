import type { Comparison } from '../contract/consumption.ts';
import { isLacking, lastSlot, type LocalDay } from './add-up.ts';

/**
 * Sets days against those before them, like for like: as far as there are values, the last day cut at the same hour, and the
 * days that the time before hasn't got (29 February) left out of both. Null when either lacks an hour in between, or
 * nothing stands against another. `dateBefore` gives a day's counterpart; null where it has none.
 */
export function likeForLike(
  shown: readonly LocalDay[],
  before: readonly LocalDay[],
  dateBefore: (day: string) => string | null,
): Comparison | null {
  const byDay = new Map(before.map((day) => [day.day, day]));
  const last = shown.findLastIndex((day) => lastSlot(day) >= 0);
  const compared: Comparison = { nowKwh: 0, beforeKwh: 0, from: '', to: '', untilHour: null };
  for (const [index, day] of shown.slice(0, last + 1).entries()) {
    const date = dateBefore(day.day);
    if (date === null) continue;
    const other = byDay.get(date);
    if (other === undefined) return null;
    const hours = lastSlot(day) + 1;
    const whole = index < last || hours === day.status.length;
    const now = whole ? wholeDay(day) : firstHours(day, hours);
    const then = whole ? wholeDay(other) : firstHours(other, hours);
    if (now === null || then === null) return null;
    compared.nowKwh += now;
    compared.beforeKwh += then;
    compared.from ||= day.day;
    compared.to = day.day;
    compared.untilHour = whole ? null : hours;
  }
  return compared.from === '' ? null : compared;
}

function wholeDay({ energy, status }: LocalDay): number | null {
  return status.some(isLacking) ? null : energy.energyKwh;
}

function firstHours({ hours, status }: LocalDay, count: number): number | null {
  if (hours === null || hours.length < count || status.slice(0, count).some(isLacking)) return null;
  return hours.slice(0, count).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
