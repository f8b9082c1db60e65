import type { ForecastAnswer } from '../../contract/answers.ts';
import { fourOfFive, expectedKwh, type DayUse, type EnergySignature } from './energy-signature.ts';
import { expectedInEachYear, type NormalWeather } from './normal-year.ts';
import { feltTemperature, type DayTemperatures } from './outdoor.ts';

/** What a calendar year will come to. */
export interface Forecast extends ForecastAnswer {
  /** The days that aren't measured, with what they will come to. */
  daysLeft: DayUse[];
}

/**
 * What was measured, and for the days that are left what the house uses in normal weather. Days without a measured value
 * count by the weather they had, or by the normal one. The range is that of the years' weather and of the model's own error.
 * Null where a day can't be estimated in any way.
 */
export function forecastYear(
  signature: EnergySignature,
  normal: NormalWeather,
  temperatures: DayTemperatures,
  year: number,
  uses: readonly DayUse[],
): Forecast | null {
  const measured = new Map(uses.filter(({ day }) => day.startsWith(`${year}-`)).map(({ day, energyKwh }) => [day, energyKwh]));
  const until = [...measured.keys()].toSorted().at(-1);
  if (until === undefined) return null;
  const soFarKwh = [...measured.values()].reduce((sum, value) => sum + value, 0);
  let filledKwh = 0;
  const left = new Map<number, number>(normal.years.map(({ year }) => [year, 0]));
  let leftKwh = 0;
  const daysLeft: DayUse[] = [];
  for (const day of daysOf(year)) {
    if (measured.has(day)) continue;
    const felt = day < until ? feltTemperature(temperatures, day) : null;
    if (felt !== null) {
      const energyKwh = expectedKwh(signature, day, felt);
      filledKwh += energyKwh;
      daysLeft.push({ day, energyKwh });
      continue;
    }
    const each = expectedInEachYear(signature, normal, day);
    if (each.length === 0) return null;
    const mean = each.reduce((sum, { kWh }) => sum + kWh, 0) / each.length;
    leftKwh += mean;
    daysLeft.push({ day, energyKwh: mean });
    for (const { year } of normal.years) left.set(year, left.get(year)! + (each.find((own) => own.year === year)?.kWh ?? mean));
  }
  const expected = soFarKwh + filledKwh + leftKwh;
  const weather = deviation([...left.values()]);
  const model = ((filledKwh + leftKwh) * signature.monthError) / Math.sqrt(remainingMonths(until));
  const range = fourOfFive * Math.hypot(weather, model);
  return {
    year,
    soFarKwh,
    until,
    expectedKwh: expected,
    lowKwh: Math.max(soFarKwh, expected - range),
    highKwh: expected + range,
    daysLeft,
  };
}

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

const remainingMonths = (until: string): number => 12 - Number(until.slice(5, 7)) + 1;

/** Of a sample, by one less than its number. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
