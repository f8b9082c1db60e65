import type { StatusLetter } from '../status.ts';

/**
 * Which hours or days a tariff bills by: the `count` highest, on different local days, of the month, of the calendar year,
 * or of the twelve months up to a day (`rolling`).
 */
export interface PeakRule {
  of: 'hour' | 'day';
  count: number;
  per: 'month' | 'year' | 'rolling';
}

/** A local day with its highest sure hour, or its own mean: what a peak is chosen from. */
export interface DayPeak {
  /** `YYYY-MM-DD` */
  day: string;
  /** Of the 23, 24 or 25 hours, counted from the local midnight; null where the whole day counts. */
  slot: number | null;
  /** Hourly mean power, or the day's. */
  powerKw: number;
}

/** The peaks that are billed, highest first, and what they come to. */
export interface BilledPeaks {
  peaks: DayPeak[];
  meanKw: number;
  /** The mean if the highest had not been, with the next one in its place; null where there is no next one. */
  meanWithoutHighestKw: number | null;
}

/** Only what was measured, or corrected by the sender, can be billed as a peak: never what was spread over a gap or told. */
const isSure = (letter: StatusLetter | string | undefined): boolean => letter === 'm' || letter === 'c';

/** A local day's highest sure hour (the first of equals), or its mean where every hour is sure; null where there is none. */
export function dayPeak(
  { day, hours, status }: { day: string; hours: readonly (number | null)[] | null; status: readonly string[] | string },
  of: PeakRule['of'],
): DayPeak | null {
  if (hours === null || hours.length === 0) return null;
  if (of === 'day') {
    const sure = hours.every((value, slot) => value !== null && isSure(status[slot]));
    return sure ? { day, slot: null, powerKw: hours.reduce<number>((sum, value) => sum + (value ?? 0), 0) / hours.length } : null;
  }
  let highest: DayPeak | null = null;
  hours.forEach((powerKw, slot) => {
    if (powerKw !== null && isSure(status[slot]) && (highest === null || powerKw > highest.powerKw)) highest = { day, slot, powerKw };
  });
  return highest;
}

/** First day that a rule counts, for a period that ends with `lastDay`: `YYYY-MM-DD` both. */
export function firstBilledDay(per: PeakRule['per'], lastDay: string): string {
  if (per === 'month') return `${lastDay.slice(0, 7)}-01`;
  if (per === 'year') return `${lastDay.slice(0, 4)}-01-01`;
  const [year, month, day] = lastDay.split('-').map(Number) as [number, number, number];
  // The day after the same date a year before; 29 February is 1 March there.
  return new Date(Date.UTC(year - 1, month - 1, day + 1)).toISOString().slice(0, 10);
}

/**
 * The peaks among the given days, of which there is at most one a local day. Of equals the earlier one. Fewer days than the
 * rule asks for give the mean of those there are; none give null.
 */
export function billedPeaks(days: readonly (DayPeak | null)[], { count }: Pick<PeakRule, 'count'>): BilledPeaks | null {
  const known = days.filter((peak) => peak !== null);
  const peaks = highestDays(known, count);
  const meanKw = meanOfHighest(known, count);
  if (meanKw === null) return null;
  const without = known.filter((day) => day !== peaks[0]);
  return { peaks, meanKw, meanWithoutHighestKw: without.length >= peaks.length ? meanOfHighest(without, count) : null };
}

/** Power of one local day. */
export interface DayPower {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly powerKw: number;
}

/** The days of the n highest, highest first; of equal ones the earlier. Each day counts once, so that they are different days. */
export function highestDays<Day extends DayPower>(days: readonly Day[], count: number): Day[] {
  return days
    .toSorted((one, other) => other.powerKw - one.powerKw || (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
    .slice(0, count);
}

/** Their mean; null without any day. Of fewer days than asked for it is the mean of those there are. */
export function meanOfHighest(days: readonly DayPower[], count: number): number | null {
  const highest = highestDays(days, count);
  return highest.length === 0 ? null : highest.reduce((sum, { powerKw }) => sum + powerKw, 0) / highest.length;
}

/** The largest hour of some days that was truly measured, or corrected by the sender; the first of equals. */
export function highestHour(
  days: readonly { day: string; hours: readonly (number | null)[] | null; status: readonly string[] }[],
): DayPeak | null {
  return (
    billedPeaks(
      days.map((day) => dayPeak(day, 'hour')),
      { count: 1 },
    )?.peaks[0] ?? null
  );
}
