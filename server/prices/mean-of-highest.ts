/** Power of one local day. */
export interface DayPower {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly kw: number;
}

/** The days of the n highest, highest first; of equal ones the earlier. Each day counts once, so that they are different days. */
export function highestDays(days: readonly DayPower[], count: number): DayPower[] {
  return days.toSorted((one, other) => other.kw - one.kw || (one.day < other.day ? -1 : 1)).slice(0, count);
}

/** Their mean; null without any day. Of fewer days than asked for it is the mean of those there are. */
export function meanOfHighest(days: readonly DayPower[], count: number): number | null {
  const highest = highestDays(days, count);
  return highest.length === 0 ? null : highest.reduce((sum, { kw }) => sum + kw, 0) / highest.length;
}
