import type { MonthReply } from '../contract.ts';
import { addEnergy, addUp, findPeak, type LocalDay, type PointDay } from './add-up.ts';
import { listDays, monthSpan, slotsBegun } from './calendar.ts';
import { comparable } from './compare.ts';
import type { Days } from './days.ts';
import { consumptionHead, hourStart } from './head.ts';

/** A month by days, with the hours as a power curve. Days outside the relationship's period and in the future are left out. */
export function presentMonth(month: string, found: Days, now: Date): MonthReply {
  const span = monthSpan(month);
  const shown = found.firstDay === null ? [] : localDays(found.firstDay, found.lastDay!, found.days, now);
  // From the same day of the month on as the days shown, which may begin in the middle with the period.
  const skipped = found.firstDay === null ? 0 : Number(found.firstDay.slice(8)) - 1;
  const before = localDays(span.fromBefore, span.toBefore, found.days, now).slice(skipped);
  const peak = findPeak(shown);
  return {
    ...consumptionHead(found.chosen, found.spans),
    month,
    total: addEnergy(shown.map(({ energy }) => energy)),
    yearBefore: comparable(shown, before),
    peak: peak && { at: hourStart(peak.day, peak.slot), powerKw: peak.powerKw },
    days: shown.map(({ day, energy }) => ({ date: day, ...energy })),
    power: {
      start: hourStart(shown[0]?.day ?? span.from, 0),
      powerKw: shown.flatMap(({ hours, status }) => hours ?? status.map(() => null)),
      status: shown.flatMap(({ status }) => status).join(''),
    },
  };
}

/** The local days from one to another that have begun, with what the points have on each. */
export function localDays(from: string, to: string, stored: readonly PointDay[], now: Date): LocalDay[] {
  const byDay = Map.groupBy(stored, ({ day }) => day);
  return listDays(from, to)
    .map((day) => addUp(day, byDay.get(day) ?? [], slotsBegun(day, now)))
    .filter(({ energy }) => energy.hours > 0);
}
