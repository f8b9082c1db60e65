import Big from 'big.js';
import type { CostUnit } from '../contract/cost.ts';

export interface Factor {
  /** A decimal number, as exact as it is used. */
  readonly value: string;
  readonly of?: string;
  readonly unit: CostUnit;
}

/** A line of a month's cost. The factors multiplied, and rounded once to the øre, are the amount. */
export interface CostLine {
  readonly part: 'fixed' | 'energy' | 'power' | 'volume' | 'cooling' | 'fee' | 'fixed-price' | 'support' | 'vat' | 'rounding';
  readonly name: string;
  readonly factors: readonly Factor[];
  readonly ore: number;
}

const oreOf: Record<CostUnit, number> = {
  kWh: 1,
  kW: 1,
  m3: 1,
  K: 1,
  days: 1,
  'ore/kWh': 1,
  'ore/kWh/K': 1,
  'kr/year': 100,
  'kr/month': 100,
  'kr/kW/year': 100,
  'kr/kW/month': 100,
  'kr/m3': 100,
  kr: 100,
  percent: 1, // and divided by a hundred
};

/** Whole øre of a product of factors, halves away from zero. Divided last, so that thirds are exact until then. */
export function productOre(factors: readonly Factor[]): number {
  return smallProductOre(factors) ?? largeProductOre(factors);
}

/** By the numbers of JavaScript, ten times as quick; undefined where those are not exact, beyond 2^53. */
export function smallProductOre(factors: readonly Factor[]): number | undefined {
  let above = 1;
  let below = 1;
  for (const { value, of, unit } of factors) {
    const point = value.indexOf('.');
    above *= Number(point < 0 ? value : value.slice(0, point) + value.slice(point + 1));
    if (point >= 0) below *= 10 ** (value.length - point - 1);
    if (of !== undefined) below *= Number(of);
    if (unit === 'percent') below *= 100;
    else above *= oreOf[unit];
  }
  if (!Number.isSafeInteger(above) || !Number.isSafeInteger(2 * below)) return undefined;
  const rest = above % below;
  const whole = (above - rest) / below;
  return whole + (2 * Math.abs(rest) >= below ? Math.sign(rest) : 0) || 0;
}

/** With as many digits as it takes. */
export function largeProductOre(factors: readonly Factor[]): number {
  const above = factors.reduce((product, { value, unit }) => product.times(value).times(oreOf[unit]), new Big(1));
  const below = factors.reduce((product, { of = '1', unit }) => product.times(of).times(unit === 'percent' ? 100 : 1), new Big(1));
  return Number(above.div(below).round(0, Big.roundHalfUp)) || 0;
}
