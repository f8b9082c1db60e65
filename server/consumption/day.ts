import type { DayReply, Status, StatusLetter } from '../contract.ts';
import { addEnergy, findPeak } from './add-up.ts';
import { daySpan } from './calendar.ts';
import { comparable } from './compare.ts';
import type { Days } from './days.ts';
import { consumptionHead, hourStart } from './head.ts';
import { localDays } from './month.ts';

const words: Record<StatusLetter, Status> = { m: 'measured', e: 'estimated', h: 'manual', c: 'corrected', '-': 'missing' };

/** A day by hours. Empty when it lies outside the relationship's period or in the future. */
export function presentDay(date: string, found: Days, now: Date): DayReply {
  const { fromBefore } = daySpan(date);
  const shown = found.firstDay === null ? [] : localDays(date, date, found.days, now);
  const peak = findPeak(shown);
  return {
    ...consumptionHead(found.chosen, found.spans),
    date,
    total: addEnergy(shown.map(({ energy }) => energy)),
    weekBefore: comparable(shown, localDays(fromBefore, fromBefore, found.days, now)),
    peak: peak && { at: hourStart(peak.day, peak.slot), powerKw: peak.powerKw },
    hours: shown.flatMap(({ hours, status }) =>
      status.map((letter, slot) => ({ start: hourStart(date, slot), energyKwh: hours?.[slot] ?? null, status: words[letter] })),
    ),
  };
}
