import { DateTime } from 'luxon';
import { zone } from '../ground/zone.ts';

/** An outdoor temperature at an instant. */
export interface Temperature {
  station: string;
  /** Unix seconds. */
  at: number;
  celsius: number;
}

/** A station's local day: °C of each of its 23, 24 or 25 hours, null where unknown. */
export interface WeatherDay {
  station: string;
  day: string;
  temperatures: (number | null)[];
}

/** What a thermometer in Norway can show. */
export const isPlausible = (celsius: number): boolean => celsius >= -60 && celsius <= 50;

/** Hours that a day needs for a mean. */
const leastHours = 20;

/** Mean of a day's hours; null where too many lack. */
export function dayMean(temperatures: readonly (number | null)[]): number | null {
  const known = temperatures.filter((value) => value !== null);
  return known.length < leastHours ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Temperatures in any order as local days. Several within an hour are its mean. */
export function daysOfTemperatures(temperatures: Iterable<Temperature>): WeatherDay[] {
  const days = new Map<string, { station: string; day: string; sums: { sum: number; count: number }[] }>();
  let midnight = { from: 0, to: 0, day: '', hours: 0 };
  for (const { station, at, celsius } of temperatures) {
    if (at < midnight.from || at >= midnight.to) midnight = dayAround(at);
    const key = `${station} ${midnight.day}`;
    let own = days.get(key);
    if (!own)
      days.set(key, (own = { station, day: midnight.day, sums: Array.from({ length: midnight.hours }, () => ({ sum: 0, count: 0 })) }));
    const hour = own.sums[Math.floor((at - midnight.from) / 3600)]!;
    hour.sum += celsius;
    hour.count += 1;
  }
  return [...days.values()].map(({ station, day, sums }) => ({
    station,
    day,
    temperatures: sums.map(({ sum, count }) => (count === 0 ? null : sum / count)),
  }));
}

function dayAround(at: number): { from: number; to: number; day: string; hours: number } {
  const start = DateTime.fromSeconds(at, { zone }).startOf('day');
  const [from, to] = [start.toSeconds(), start.plus({ days: 1 }).toSeconds()];
  return { from, to, day: start.toISODate()!, hours: (to - from) / 3600 };
}
