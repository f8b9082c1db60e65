import type { CostForecast } from '../contract/cost.ts';
import type { Forecast } from '../consumption/answers/forecast.ts';
import { dayBefore } from './choose-lists.ts';
import { monthBefore } from './month-use.ts';
import { pointMonths, type CostInput, type CostSpan } from './point-months.ts';
import type { PriceIndex } from './price-index.ts';

/**
 * What the running year will cost: its days as they are, and for those that are left what the house uses in normal weather, by
 * the price lists that hold. A month whose index hasn't come has the mean of the last twelve. Peaks and cooling are those of the same month of the
 * year before, the peaks in proportion to the use. Null where a month of the year can't be reckoned, or the customer leaves in it.
 */
export function forecastCost(input: CostInput, forecast: Forecast): CostForecast | null {
  const { year } = forecast;
  const newest = input.spans.at(-1);
  if (newest === undefined || input.lastDay <= `${year}-12-31`) return null;
  const until = newest.missingHours > 0 ? dayBefore(newest.from) : newest.to;
  if (!until.startsWith(`${year}-`)) return null;
  const real = input.spans.filter(({ to }) => to <= until);
  const left = forecast.daysLeft.filter(({ day }) => day > until);
  const leftKwh = left.reduce((sum, { energyKwh }) => sum + energyKwh, 0);
  const months = monthsOf(year, input.firstDay);
  const costOf = (kWh: number): number | null => {
    const share = leftKwh > 0 ? Math.max(0, kWh) / leftKwh : 1;
    const days = left.map(({ day, energyKwh }) => ({ day, energyKwh: energyKwh * share }));
    return total({ ...input, spans: [...real, ...expectedSpans(days, input)], indexes: continued(input.indexes, `${year}-12`) }, months);
  };
  const { expectedKwh, lowKwh, highKwh } = forecast;
  const begun = months.filter((month) => month <= until);
  const costs = [total(input, begun), ...[expectedKwh, lowKwh, highKwh].map((kWh) => costOf(leftKwh + kWh - expectedKwh))];
  if (costs.includes(null)) return null;
  const [soFarNok, expectedNok, lowNok, highNok] = costs as [number, number, number, number];
  return { year, until, soFarNok, expectedNok, lowNok, highNok };
}

/** Of several metering points, whose data may end on different days; null where one has none. */
export function addForecasts(forecasts: readonly (CostForecast | null)[]): CostForecast | null {
  const known = forecasts.filter((one) => one !== null);
  if (known.length === 0 || known.length < forecasts.length) return null;
  const sum = (of: (one: CostForecast) => number): number => known.reduce((ore, one) => ore + Math.round(of(one) * 100), 0) / 100;
  return {
    year: known[0]!.year,
    until: known.map(({ until }) => until).toSorted()[0]!,
    soFarNok: sum(({ soFarNok }) => soFarNok),
    expectedNok: sum(({ expectedNok }) => expectedNok),
    lowNok: sum(({ lowNok }) => lowNok),
    highNok: sum(({ highNok }) => highNok),
  };
}

/** Kroner of some months together; null where one can't be reckoned. */
function total(input: CostInput, months: readonly string[]): number | null {
  const costOf = pointMonths(input);
  if (costOf === null) return null;
  const costs = months.map((month) => costOf(month).shown.totalNok);
  return costs.includes(null) ? null : costs.reduce<number>((ore, nok) => ore + Math.round(nok! * 100), 0) / 100;
}

/** Days to come as spans: a month, or less where a price list begins or ends. */
function expectedSpans(days: readonly { day: string; energyKwh: number }[], { lists, spans }: CostInput): CostSpan[] {
  const cuts = new Set(lists.flatMap(({ validFrom, validTo }) => [validFrom, validTo]));
  const runs: (typeof days)[number][][] = [];
  for (const one of days) {
    const run = runs.at(-1);
    // A day that lacks between them lacks in its month's sum, too.
    const goesOn = run && !one.day.endsWith('-01') && !cuts.has(one.day);
    if (goesOn) run.push(one);
    else runs.push([one]);
  }
  return runs.map((run) => {
    const [from, to] = [run[0]!.day, run.at(-1)!.day];
    const energyKwh = run.reduce((sum, one) => sum + one.energyKwh, 0);
    const month = monthBefore(from, 12);
    const before = spans.filter((span) => span.from.startsWith(month));
    const beforeKwh = before.reduce((sum, span) => sum + (span.energyKwh ?? 0), 0);
    const beforeDays = before.reduce((sum, span) => sum + span.days, 0);
    const perKwh = (of: (span: CostSpan) => number | null): number | null =>
      beforeKwh <= 0 || before.some((span) => of(span) === null)
        ? null
        : (before.reduce((sum, span) => sum + of(span)!, 0) / beforeKwh) * energyKwh;
    // As much higher or lower as the mean power will be.
    const share = beforeKwh > 0 ? energyKwh / run.length / (beforeKwh / beforeDays) : 0;
    const highest = (of: 'hour' | 'day') =>
      before
        .flatMap((span) => span.highest[of])
        .map(({ day, powerKw }) => ({ day: `${from.slice(0, 4)}${day.slice(4)}`, powerKw: powerKw * share }))
        .filter(({ day }) => day >= from && day <= to);
    return {
      from,
      to,
      days: run.length,
      energyKwh,
      missingHours: 0,
      estimatedHours: 0,
      volumeM3: perKwh(({ volumeM3 }) => volumeM3),
      cooledM3k: perKwh(({ cooledM3k }) => cooledM3k),
      highest: { hour: highest('hour'), day: highest('day') },
    };
  });
}

/** The series with a value for every month up to one: the mean of the last twelve that are known. */
function continued(indexes: ReadonlyMap<string, PriceIndex>, last: string): Map<string, PriceIndex> {
  return new Map(
    [...indexes].map(([series, index]) => {
      const months = new Map(index.months);
      const known = [...months].toSorted(([one], [other]) => (one < other ? -1 : 1)).slice(-12);
      const newest = known.at(-1)?.[0];
      if (newest === undefined) return [series, index];
      const mean = Math.round((known.reduce((sum, [, value]) => sum + value, 0) / known.length) * 1e4) / 1e4;
      for (let month = monthBefore(newest, -1); month <= last; month = monthBefore(month, -1)) months.set(month, mean);
      return [series, { ...index, months }];
    }),
  );
}

const monthsOf = (year: number, firstDay: string): string[] =>
  Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, '0')}`).filter((month) => month >= firstDay.slice(0, 7));
