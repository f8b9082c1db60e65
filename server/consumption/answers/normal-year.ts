import { expectedKwh, type EnergySignature } from './energy-signature.ts';
import { degreeDaysOf } from './degree-days.ts';
import { feltTemperature, type DayTemperatures } from './outdoor.ts';

/** Years of weather, whole each, from which what is normal follows: a day's expectation is the mean over them. */
export interface NormalWeather {
  years: readonly { year: number; temperatures: DayTemperatures }[];
  /** Configured, or reckoned from the station's own years. */
  from: 'configuration' | 'station';
}

/** Days of a year that may lack. */
const wholeYear = 360;
/** The station's own years say what is normal from this many on. */
const leastYears = 3;

/**
 * What is normal at a station: its own whole years, three or more; or, with twelve configured monthly means (°C, January first), its
 * own years (even one) moved month by month so that their mean is the configured one. Null where neither is there.
 */
export function normalWeather(temperatures: DayTemperatures, monthlyMeans: readonly number[] | null): NormalWeather | null {
  const byYear = Map.groupBy(temperatures, ([day]) => day.slice(0, 4));
  const years = [...byYear]
    .filter(([, days]) => days.length >= wholeYear)
    .map(([year, days]) => ({ year: Number(year), temperatures: new Map(days) as DayTemperatures }))
    .toSorted((one, other) => one.year - other.year);
  if (monthlyMeans !== null && years.length > 0) {
    return { from: 'configuration', years: years.map(({ year, temperatures: own }) => ({ year, temperatures: moved(own, monthlyMeans) })) };
  }
  return monthlyMeans === null && years.length >= leastYears ? { from: 'station', years } : null;
}

/** Each month moved so that its mean is the given one: cold and mild days stay what they are beside it. */
function moved(temperatures: DayTemperatures, monthlyMeans: readonly number[]): DayTemperatures {
  const shift = new Map(
    [...Map.groupBy(temperatures, ([day]) => day.slice(5, 7))].map(([month, days]) => [
      month,
      monthlyMeans[Number(month) - 1]! - days.reduce((sum, [, value]) => sum + value, 0) / days.length,
    ]),
  );
  return new Map([...temperatures].map(([day, value]) => [day, value + shift.get(day.slice(5, 7))!]));
}

/** The same date in another year; 29 February is the 28th where there is none. */
const inYear = (day: string, year: number): string => {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return `${year}-${day.slice(5) === '02-29' && !leap ? '02-28' : day.slice(5)}`;
};

/** What the house would use on a date in each of the normal years' weather; years that lack the day are left out. */
export function expectedInEachYear(signature: EnergySignature, normal: NormalWeather, day: string): { year: number; kWh: number }[] {
  return normal.years.flatMap(({ year, temperatures }) => {
    const date = inYear(day, year);
    const felt = feltTemperature(temperatures, date);
    return felt === null ? [] : [{ year, kWh: expectedKwh(signature, date, felt) }];
  });
}

/** What the house uses on a date in normal weather; null where no year has the day. */
export function expectedNormally(signature: EnergySignature, normal: NormalWeather, day: string): number | null {
  const each = expectedInEachYear(signature, normal, day);
  return each.length === 0 ? null : each.reduce((sum, { kWh }) => sum + kWh, 0) / each.length;
}

/** Degree days of a date in normal weather. */
export function normalDegreeDays(normal: NormalWeather, day: string): number | null {
  const each = normal.years.flatMap(({ year, temperatures }) => {
    const temperature = temperatures.get(inYear(day, year));
    return temperature === undefined ? [] : [degreeDaysOf(temperature)];
  });
  return each.length === 0 ? null : each.reduce((sum, value) => sum + value, 0) / each.length;
}

/**
 * Use as it would have been in normal weather: what was used, and what the weather took less or more. The corrected use of
 * days that were normal is itself. Null where a day's temperature or normal is not known.
 */
export function correctedBySignature(
  signature: EnergySignature,
  normal: NormalWeather,
  temperatures: DayTemperatures,
  uses: readonly { day: string; energyKwh: number }[],
): number | null {
  let corrected = 0;
  for (const { day, energyKwh } of uses) {
    const felt = feltTemperature(temperatures, day);
    const usual = expectedNormally(signature, normal, day);
    if (felt === null || usual === null) return null;
    corrected += energyKwh + usual - expectedKwh(signature, day, felt);
  }
  return Math.max(0, corrected);
}
