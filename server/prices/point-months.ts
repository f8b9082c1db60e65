import type { CostLack, CostMonth } from '../contract.ts';
import { dayBefore, schemesFor, stretchesOf, type Choice, type Scheme } from './choose-lists.ts';
import { highestDays, type DayPower } from './mean-of-highest.ts';
import { monthCost, type MonthCost, type PricedStretch } from './month-cost.ts';
import { daysOfMonth, type Surroundings, type Terms } from './month-use.ts';
import { Lacking } from './part-lines.ts';
import type { PriceIndex } from './price-index.ts';
import type { PriceList } from './price-list.ts';

/** One stored local day of a metering point. */
export interface CostDay {
  readonly day: string;
  readonly energyKwh: number | null;
  readonly peakKwh: number | null;
  readonly hours: number;
  readonly missingHours: number;
  readonly estimatedHours: number;
  readonly volumeM3: number | null;
  /** Σ m³ × degrees in the flow pipe and in the return pipe. */
  readonly flowM3c: number | null;
  readonly returnM3c: number | null;
}

/** All that a metering point's cost follows from. */
export interface CostInput {
  /** In order, a day a row; those before the months shown are there for peaks. */
  readonly days: readonly CostDay[];
  /** The relationship's period; the last day is `infinity` while it runs. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly lists: readonly PriceList[];
  readonly choice: Choice;
  readonly terms: Terms;
  readonly indexes: ReadonlyMap<string, PriceIndex>;
}

/** A month's cost, and what it is made of. */
export interface PointMonth {
  readonly shown: CostMonth;
  readonly cost: MonthCost | null;
  readonly list: PriceList | null;
  /** Reckoned when asked for: the list of all months needs neither. */
  more(): MoreOfMonth;
}

export interface MoreOfMonth {
  readonly others: readonly { readonly list: PriceList; readonly totalOre: number | null }[];
  readonly peak: { readonly date: string; readonly powerKw: number; readonly ore: number } | null;
}

/** A function from month to cost, for one metering point; null where no price list is the customer's. */
export function pointMonths(input: CostInput): ((month: string) => PointMonth) | null {
  const { chosen, others } = schemesFor(input.lists, input.choice);
  if (chosen === null) return null;
  const byMonth = Map.groupBy(input.days, ({ day }) => day.slice(0, 7));
  return (month) => {
    const span = spanOf(month, input, byMonth.get(month) ?? []);
    const empty = (lack: CostLack): PointMonth => ({
      shown: { month, totalNok: null, lack, estimated: false, until: null },
      cost: null,
      list: null,
      more: () => ({ others: [], peak: null }),
    });
    if ('lack' in span) return empty(span.lack);
    const { days, until } = span;
    const found = tryScheme(chosen, days, input);
    if (typeof found === 'string') return empty(found);
    return {
      shown: {
        month,
        totalNok: found.cost.totalOre / 100,
        lack: null,
        estimated: days.some(({ estimatedHours }) => estimatedHours > 0),
        until,
      },
      cost: found.cost,
      list: found.list,
      more: () => ({
        others: others.map((scheme) => {
          const other = tryScheme(scheme, days, input);
          return { list: scheme.at(-1)!, totalOre: typeof other === 'string' ? null : other.cost.totalOre };
        }),
        peak: peakOf(chosen, days, input, found.cost),
      }),
    };
  };
}

/** The days of a month that are all there; up to the last whole one where the month, or its data, have more to come. */
function spanOf(
  month: string,
  { days, firstDay, lastDay }: CostInput,
  stored: readonly CostDay[],
): { days: CostDay[]; until: string | null } | { lack: CostLack } {
  const from = max(`${month}-01`, firstDay);
  const end = min(`${month}-${daysOfMonth(month)}`, lastDay);
  const newest = days.at(-1);
  if (newest === undefined || newest.day < from) return { lack: 'awaited' };
  const lastWhole = newest.missingHours > 0 ? dayBefore(newest.day) : newest.day;
  const to = min(end, lastWhole);
  if (to < from) return { lack: 'awaited' };
  const own = stored.filter(({ day }) => day >= from && day <= to);
  const whole = own.length === Number(to.slice(8)) - Number(from.slice(8)) + 1;
  if (!whole || own.some(({ missingHours, energyKwh }) => missingHours > 0 || energyKwh === null)) return { lack: 'missing-hours' };
  return { days: own, until: to < end ? to : null };
}

function tryScheme(
  scheme: Scheme,
  days: readonly CostDay[],
  input: CostInput,
  without?: string,
): { cost: MonthCost; list: PriceList } | CostLack {
  const stretches = stretchesOf(scheme, days[0]!.day, days.at(-1)!.day);
  if (stretches === null) return 'no-price-list';
  const priced = stretches.map(({ list, from, to }): PricedStretch => {
    const own = days.filter(({ day }) => day >= from && day <= to);
    return { list, use: { from, to, days: own.length, ...useOf(own) }, around: surroundings(input, from, without) };
  });
  try {
    return { cost: monthCost(priced, input), list: stretches.at(-1)!.list };
  } catch (error) {
    if (error instanceof Lacking) return error.lack;
    throw error;
  }
}

function useOf(days: readonly CostDay[]): { energyKwh: number; volumeM3: number | null; coolingK: number | null } {
  const sum = (of: (day: CostDay) => number | null): number | null =>
    days.reduce<number | null>((total, day) => {
      const value = of(day);
      return total === null || value === null ? null : total + value;
    }, 0);
  const volumeM3 = sum((day) => day.volumeM3);
  const difference = sum(({ flowM3c, returnM3c }) => (flowM3c === null || returnM3c === null ? null : flowM3c - returnM3c));
  return {
    energyKwh: sum((day) => day.energyKwh)!,
    volumeM3,
    coolingK: volumeM3 === null || difference === null || volumeM3 <= 0 ? null : difference / volumeM3,
  };
}

function surroundings({ days, firstDay }: CostInput, from: string, without?: string): Surroundings {
  return {
    usedBefore(per) {
      const start = max(per === 'year' ? `${from.slice(0, 4)}-01-01` : `${from.slice(0, 7)}-01`, firstDay);
      let sum = 0;
      for (let n = firstFrom(days, start); n < days.length && days[n]!.day < from; n += 1) sum += days[n]!.energyKwh ?? 0;
      return sum;
    },
    powers(of, first, last) {
      const found: DayPower[] = [];
      for (let n = firstFrom(days, max(first, firstDay)); n < days.length && days[n]!.day <= last; n += 1) {
        const { day, energyKwh, peakKwh, hours, missingHours } = days[n]!;
        if (day === without) continue;
        const kw = of === 'hour' ? peakKwh : energyKwh === null || missingHours > 0 ? null : energyKwh / hours;
        if (kw !== null) found.push({ day, kw });
      }
      return found;
    },
  };
}

/** What the month's highest day put on the power's line, against the next highest in its place. */
function peakOf(scheme: Scheme, days: readonly CostDay[], input: CostInput, cost: MonthCost): MoreOfMonth['peak'] {
  if (!cost.lines.some(({ part }) => part === 'power')) return null;
  const around = surroundings(input, days[0]!.day);
  const [highest] = highestDays(around.powers('hour', days[0]!.day, days.at(-1)!.day), 1);
  const without = highest && tryScheme(scheme, days, input, highest.day);
  if (!highest || !without || typeof without === 'string') return null;
  const ore = cost.totalOre - without.cost.totalOre;
  return ore > 0 ? { date: highest.day, powerKw: highest.kw, ore } : null;
}

/** Index of the first day that is not before one, by halving. */
function firstFrom(days: readonly CostDay[], day: string): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]!.day < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

const max = (one: string, other: string): string => (one > other ? one : other);
/** `infinity` comes after every date. */
const min = (one: string, other: string): string => (one < other ? one : other);
