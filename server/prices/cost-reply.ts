import type { PointChoice } from '../contract/consumption.ts';
import type { CostMonth, CostMonthReply, CostReply, PointCost } from '../contract/cost.ts';
import type { PointMonth } from './point-months.ts';

/** One of the selected metering points, and its cost by month; null where no price list is the customer's. */
export interface PointCosts {
  readonly id: string;
  readonly lastDay: string;
  readonly costOf: ((month: string) => PointMonth) | null;
}

interface Selection {
  readonly choice: PointChoice;
  readonly own: { readonly points: { id: string; address: string | null }[]; readonly firstDay: string };
}

/** Every month from January two years before the newest day on, of the points added up. */
export function monthsReply({ choice, own }: Selection, points: readonly PointCosts[]): CostReply {
  const newest = points.reduce((last, { lastDay }) => (lastDay > last ? lastDay : last), '');
  const priced = points.filter(({ costOf }) => costOf !== null);
  const months = priced.length === 0 || newest === '' ? [] : monthsUntil(newest, own.firstDay);
  const shown = months.map((month) =>
    addMonths(
      priced.map(({ costOf }) => costOf!(month).shown),
      month,
      priced.length < points.length,
    ),
  );
  return { point: choice, points: own.points, months: shown };
}

/** One month of each point, line by line. */
export function monthReply({ choice }: Selection, points: readonly PointCosts[], month: string): CostMonthReply {
  const costs = points.flatMap(({ id, costOf }) => (costOf === null ? [] : [presentPoint(id, costOf(month))]));
  const { totalNok } = addMonths(costs, month, costs.length < points.length);
  return { point: choice, month, totalNok, costs };
}

/** A sum is only as sure as each of its parts. */
function addMonths(parts: readonly CostMonth[], month: string, partly: boolean): CostMonth {
  const lacking = parts.find(({ totalNok }) => totalNok === null);
  const lack = lacking?.lack ?? (partly || parts.length === 0 ? 'no-price-list' : null);
  const until = parts.flatMap((part) => part.until ?? []).toSorted()[0] ?? null;
  return {
    month,
    totalNok: lack === null ? inOre(parts.map(({ totalNok }) => totalNok!)) : null,
    lack,
    estimated: parts.some(({ estimated }) => estimated),
    until: lack === null ? until : null,
  };
}

/** Kroner added up without drift. */
const inOre = (kroner: readonly number[]): number => kroner.reduce((sum, one) => sum + Math.round(one * 100), 0) / 100;

function presentPoint(id: string, { shown, cost, list, more }: PointMonth): PointCost {
  const { others, peak } = more();
  return {
    meteringPointId: id,
    ...shown,
    priceList: list?.name ?? '',
    vatNok: (cost?.vatOre ?? 0) / 100,
    lines: (cost?.lines ?? []).map(({ part, name, factors, ore }) => ({
      part,
      name,
      factors: factors.map(({ value, of, unit }) => (of === undefined ? { value, unit } : { value, of, unit })),
      amountNok: ore / 100,
    })),
    peak: peak && { date: peak.date, powerKw: peak.powerKw, amountNok: peak.ore / 100 },
    others: others.map(({ list: other, totalOre }) => ({ priceList: other.name, totalNok: totalOre === null ? null : totalOre / 100 })),
  };
}

function monthsUntil(newest: string, firstDay: string): string[] {
  const months: string[] = [];
  for (let year = Number(newest.slice(0, 4)) - 2; year <= Number(newest.slice(0, 4)); year += 1) {
    for (let month = 1; month <= 12; month += 1) months.push(`${year}-${String(month).padStart(2, '0')}`);
  }
  return months.filter((month) => month <= newest.slice(0, 7) && month >= firstDay.slice(0, 7));
}
