import type { DayPower } from '../consumption/peaks.ts';

/** What one metering point used in a stretch of days within one month. */
export interface Use {
  /** Local days, both included. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly energyKwh: number;
  /** Null where the meter doesn't tell it for every day. */
  readonly volumeM3: number | null;
  /** Volume-weighted flow − return; null where it isn't known, or there was no flow. */
  readonly coolingK: number | null;
}

/** What is asked of the days around a month. */
export interface Surroundings {
  /** kWh before the stretch since the first of its month, and of its calendar year. */
  usedBefore(per: 'month' | 'year'): number;
  /** The largest hours, or the day means, of the local days from one to another, both included. */
  powers(of: 'hour' | 'day', from: string, to: string): readonly DayPower[];
}

/** What is agreed with the customer beside the list. */
export interface Terms {
  readonly dwellings: number;
  readonly subscribedKw: number | null;
}

/** `2020-02` → 29. */
export function daysOfMonth(month: string): number {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  if (number !== 2) return [4, 6, 9, 11].includes(number) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

export function daysOfYear(month: string): number {
  return daysOfMonth(`${month.slice(0, 4)}-02`) + 337;
}

/** The month so many months before a month, or before that of a day. */
export function monthBefore(date: string, count: number): string {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 - count, 1)).toISOString().slice(0, 7);
}
