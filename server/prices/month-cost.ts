import { productOre, type CostLine, type Factor } from './cost-line.ts';
import { formatOre } from '../ground/ore.ts';
import { partLines, type PartInput } from './part-lines.ts';
import type { PriceList } from './price-list.ts';

/** What a month costs. The lines add up to the total exactly. */
export interface MonthCost {
  readonly lines: readonly CostLine[];
  readonly totalOre: number;
  /** VAT within the total, whether it has lines of its own or not. */
  readonly vatOre: number;
}

/** A stretch of days of the month with one price list. */
export type PricedStretch = Pick<PartInput, 'list' | 'use' | 'around'>;

/**
 * The cost of a month by its price list, or lists where one ends in the middle: each part's lines for its days, then VAT of
 * each rate on the sum of what is without (EN 16931's way), then the rounding to whole kroner where a list has it.
 * @throws LackError where something isn't known.
 */
export function monthCost(stretches: readonly PricedStretch[], fixed: Pick<PartInput, 'terms' | 'indexes'>): MonthCost {
  const net = new Map<number, number>();
  const gross = new Map<number, number>();
  const lines: CostLine[] = [];
  for (const { list, use, around } of stretches) {
    const sums = list.amounts === 'without-vat' ? net : gross;
    for (const part of list.parts) {
      const own = partLines(part, { list, use, around, ...fixed });
      lines.push(...own);
      for (const { ore } of own) sums.set(part.vatPercent, (sums.get(part.vatPercent) ?? 0) + ore);
    }
  }
  const vat = [...net].filter(([percent]) => percent > 0).map(([percent, ore]) => vatLine(percent, ore));
  lines.push(...vat);
  const beforeRounding = sum(lines);
  const last: PriceList | undefined = stretches.at(-1)?.list;
  if (last?.rounding.total === 'krone') {
    const ore = roundToKrone(beforeRounding) - beforeRounding;
    lines.push({ part: 'rounding', name: '', factors: [{ value: formatOre(ore), unit: 'kr' }], ore });
  }
  const within = [...gross].map(([percent, ore]) =>
    productOre([
      { value: formatOre(ore), unit: 'kr' },
      { value: String(percent), of: String(100 + percent), unit: 'days' },
    ]),
  );
  return { lines, totalOre: sum(lines), vatOre: sum(vat) + within.reduce((all, ore) => all + ore, 0) };
}

function vatLine(percent: number, ore: number): CostLine {
  const factors: Factor[] = [
    { value: formatOre(ore), unit: 'kr' },
    { value: String(percent), unit: 'percent' },
  ];
  return { part: 'vat', name: '', factors, ore: productOre(factors) };
}

/** Halves away from zero. */
function roundToKrone(ore: number): number {
  return Math.sign(ore) * Math.round(Math.abs(ore) / 100) * 100 || 0;
}

const sum = (lines: readonly { ore: number }[]): number => lines.reduce((total, { ore }) => total + ore, 0);
