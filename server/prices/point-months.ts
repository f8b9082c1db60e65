import type { CostLack, CostMonth } from '../contract/cost.ts';
import { dayBefore, schemesFor, stretchesOf, type Choice, type Scheme } from './choose-lists.ts';
import { highestDays, type DayPower } from '../consumption/peaks.ts';
import { monthCost, type MonthCost, type PricedStretch } from './month-cost.ts';
import { daysOfMonth, type Surroundings, type Terms, type Use } from './month-use.ts';
import { LackError } from './part-lines.ts';
import type { PriceIndex } from './price-index.ts';
import type { PriceList } from './price-list.ts';

/**
 * What was used on local days that follow one another within a month: a thousand days are reckoned with as some forty such spans.
 * No price list begins or ends within one, and the newest day is one by itself.
 */
export interface CostSpan {
  /** Both included. */
  readonly from: string;
  readonly to: string;
  /** Days that are stored. Fewer than from `from` to `to`: some are not there. */
  readonly days: number;
  /** Null where a day has none. */
  readonly energyKwh: number | null;
  readonly missingHours: number;
  readonly estimatedHours: number;
  readonly volumeM3: number | null;
  /** Σ m³ × degrees in the flow pipe less that in the return pipe. */
  readonly cooledM3k: number | null;
  /** The days of the highest hours and of the highest means of whole days: as many as any list asks for, and one. */
  readonly highest: Readonly<Record<'hour' | 'day', readonly DayPower[]>>;
}

/** All that a metering point's cost follows from. */
export interface CostInput {
  /** In order; those before the months shown are there for peaks. */
  readonly spans: readonly CostSpan[];
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
  const byMonth = Map.groupBy(input.spans, ({ from }) => from.slice(0, 7));
  return (month) => {
    const span = spanOf(month, input, byMonth.get(month) ?? []);
    const empty = (lack: CostLack): PointMonth => ({
      shown: { month, totalNok: null, lack, estimated: false, until: null },
      cost: null,
      list: null,
      more: () => ({ others: [], peak: null }),
    });
    if ('lack' in span) return empty(span.lack);
    const { own, until } = span;
    const found = tryScheme(chosen, own, input);
    if (typeof found === 'string') return empty(found);
    return {
      shown: {
        month,
        totalNok: found.cost.totalOre / 100,
        lack: null,
        estimated: own.some(({ estimatedHours }) => estimatedHours > 0),
        until,
      },
      cost: found.cost,
      list: found.list,
      more: () => ({
        others: others.map((scheme) => {
          const other = tryScheme(scheme, own, input);
          return { list: scheme.at(-1)!, totalOre: typeof other === 'string' ? null : other.cost.totalOre };
        }),
        peak: peakOf(chosen, own, input, found.cost),
      }),
    };
  };
}

/** The days of a month that are all there; up to the last whole one where the month, or its data, have more to come. */
function spanOf(
  month: string,
  { spans, firstDay, lastDay }: CostInput,
  stored: readonly CostSpan[],
): { own: CostSpan[]; until: string | null } | { lack: CostLack } {
  const from = max(`${month}-01`, firstDay);
  const end = min(`${month}-${daysOfMonth(month)}`, lastDay);
  const newest = spans.at(-1);
  if (newest === undefined || newest.to < from) return { lack: 'awaited' };
  const lastWhole = newest.missingHours > 0 ? dayBefore(newest.from) : newest.to;
  const to = min(end, lastWhole);
  if (to < from) return { lack: 'awaited' };
  const own = stored.filter((span) => span.from >= from && span.to <= to);
  const whole = own.reduce((sum, { days }) => sum + days, 0) === Number(to.slice(8)) - Number(from.slice(8)) + 1;
  if (!whole || own.some(({ missingHours, energyKwh }) => missingHours > 0 || energyKwh === null)) return { lack: 'missing-hours' };
  return { own, until: to < end ? to : null };
}

function tryScheme(
  scheme: Scheme,
  spans: readonly CostSpan[],
  input: CostInput,
  without?: string,
): { cost: MonthCost; list: PriceList } | CostLack {
  const stretches = stretchesOf(scheme, spans[0]!.from, spans.at(-1)!.to);
  if (stretches === null) return 'no-price-list';
  const priced = stretches.map(({ list, from, to }): PricedStretch => {
    const own = stretches.length === 1 ? spans : spans.filter((span) => span.from >= from && span.to <= to);
    return { list, use: { from, to, ...useOf(own) }, around: surroundings(input, from, without) };
  });
  try {
    return { cost: monthCost(priced, input), list: stretches.at(-1)!.list };
  } catch (error) {
    if (error instanceof LackError) return error.lack;
    throw error;
  }
}

function useOf(spans: readonly CostSpan[]): Omit<Use, 'from' | 'to'> {
  const sum = (of: (span: CostSpan) => number | null): number | null =>
    spans.reduce<number | null>((total, span) => {
      const value = of(span);
      return total === null || value === null ? null : total + value;
    }, 0);
  const volumeM3 = sum((span) => span.volumeM3);
  const cooledM3k = sum((span) => span.cooledM3k);
  return {
    days: sum(({ days }) => days)!,
    energyKwh: sum(({ energyKwh }) => energyKwh)!,
    volumeM3,
    coolingK: volumeM3 === null || cooledM3k === null || volumeM3 <= 0 ? null : cooledM3k / volumeM3,
  };
}

function surroundings({ spans, firstDay }: CostInput, from: string, without?: string): Surroundings {
  return {
    usedBefore(per) {
      const start = max(per === 'year' ? `${from.slice(0, 4)}-01-01` : `${from.slice(0, 7)}-01`, firstDay);
      let sum = 0;
      for (let n = firstFrom(spans, start); n < spans.length && spans[n]!.to < from; n += 1) sum += spans[n]!.energyKwh ?? 0;
      return sum;
    },
    powers(of, first, last) {
      const found: DayPower[] = [];
      for (let n = firstFrom(spans, max(first, firstDay)); n < spans.length && spans[n]!.to <= last; n += 1) {
        for (const power of spans[n]!.highest[of]) if (power.day !== without) found.push(power);
      }
      return found;
    },
  };
}

/** What the month's highest day put on the power's line, against the next highest in its place. */
function peakOf(scheme: Scheme, spans: readonly CostSpan[], input: CostInput, cost: MonthCost): MoreOfMonth['peak'] {
  if (!cost.lines.some(({ part }) => part === 'power')) return null;
  const around = surroundings(input, spans[0]!.from);
  const [highest] = highestDays(around.powers('hour', spans[0]!.from, spans.at(-1)!.to), 1);
  const without = highest && tryScheme(scheme, spans, input, highest.day);
  if (!highest || !without || typeof without === 'string') return null;
  const ore = cost.totalOre - without.cost.totalOre;
  return ore > 0 ? { date: highest.day, powerKw: highest.powerKw, ore } : null;
}

/** Index of the first span that begins on a day or later, by halving. */
function firstFrom(spans: readonly CostSpan[], day: string): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.from < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

const max = (one: string, other: string): string => (one > other ? one : other);
/** `infinity` comes after every date. */
const min = (one: string, other: string): string => (one < other ? one : other);
