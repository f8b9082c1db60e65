import Big from 'big.js';

/** What a factor of a formula counts. */
export type FactorUnit =
  | 'kWh'
  | 'kW'
  | 'm3'
  | 'K'
  | 'ore/kWh'
  | 'ore/kWh/K'
  | 'kr/year'
  | 'kr/month'
  | 'kr/kW/year'
  | 'kr/kW/month'
  | 'kr/m3'
  | 'days' // `value` of `of`: 31 of 365
  | 'kr' // what a share is taken of
  | 'percent';

export interface Factor {
  /** A decimal number, as exact as it is used. */
  readonly value: string;
  readonly of?: string;
  readonly unit: FactorUnit;
}

/** A line of a month's cost. The factors multiplied, and rounded once to the øre, are the amount. */
export interface CostLine {
  readonly part: 'fixed' | 'energy' | 'power' | 'volume' | 'cooling' | 'fee' | 'fixed-price' | 'support' | 'vat' | 'rounding';
  readonly name: string;
  readonly factors: readonly Factor[];
  readonly ore: number;
}

const oreOf: Record<FactorUnit, number> = {
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
  percent: 0.01,
};

/** Whole øre of a product of factors, halves away from zero. Divided last, so that thirds are exact until then. */
export function productOre(factors: readonly Factor[]): number {
  let above = new Big(1);
  let below: Big | undefined;
  let scale = 1;
  for (const { value, of, unit } of factors) {
    above = above.times(value);
    scale *= oreOf[unit];
    if (of !== undefined) below = below === undefined ? new Big(of) : below.times(of);
  }
  if (scale !== 1) above = above.times(scale);
  return Number((below === undefined ? above : above.div(below)).round(0, Big.roundHalfUp));
}
