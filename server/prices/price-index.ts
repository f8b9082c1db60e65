import Big from 'big.js';

/** Monthly means of a price, such as the spot price in NO1. */
export interface PriceIndex {
  /** Percent of VAT within the values; 0 when they are without. */
  readonly vatPercent: number;
  /** øre/kWh by month `YYYY-MM`. */
  readonly months: ReadonlyMap<string, number>;
}

/** A month's øre/kWh with or without the VAT of the part that it is for; undefined where the series has no such month. */
export function indexValue(
  { vatPercent, months }: PriceIndex,
  month: string,
  wanted: { withVat: boolean; vatPercent: number },
): Big | undefined {
  const value = months.get(month);
  if (value === undefined) return undefined;
  if (wanted.withVat && vatPercent === wanted.vatPercent) return new Big(value);
  const net = new Big(value).times(100).div(100 + vatPercent);
  return wanted.withVat ? net.times(100 + wanted.vatPercent).div(100) : net;
}
