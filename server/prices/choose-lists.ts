import type { PriceList } from './price-list.ts';

/** What the customers file says of a relationship's prices. */
export interface Choice {
  readonly customerGroup: string | null;
  readonly priceList: string | null;
}

/** A scheme: all versions of one price list, in order. */
export type Scheme = readonly PriceList[];

/**
 * The schemes that are for a customer: the chosen one first. A list without groups is for who is in none. Of several nobody has
 * chosen from, none is the customer's, and there is no cost.
 */
export function schemesFor(lists: readonly PriceList[], { customerGroup, priceList }: Choice): { chosen: Scheme | null; others: Scheme[] } {
  const open = lists.filter(({ id, customerGroups }) =>
    customerGroups === undefined
      ? customerGroup === null || id === priceList
      : customerGroup !== null && customerGroups.includes(customerGroup),
  );
  const schemes = [...Map.groupBy(open, ({ id }) => id).values()].map((own) =>
    own.toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1)),
  );
  const chosen =
    priceList === null ? (schemes.length === 1 ? schemes[0]! : null) : (schemes.find(([first]) => first!.id === priceList) ?? null);
  return { chosen, others: chosen === null ? [] : schemes.filter((one) => one !== chosen) };
}

/** A stretch of days with one price list. Local dates, both included. */
export interface ListedStretch {
  readonly list: PriceList;
  readonly from: string;
  readonly to: string;
}

/** Splits days at where a list ends and the next begins; null where a day has none. */
export function stretchesOf(scheme: Scheme, from: string, to: string): ListedStretch[] | null {
  const stretches: ListedStretch[] = [];
  let next = from;
  for (let n = 0; n < scheme.length && next <= to; n += 1) {
    const list = scheme[n]!;
    const end = dayBefore(list.validTo ?? scheme[n + 1]?.validFrom ?? '2200-01-01');
    if (end < next) continue;
    if (list.validFrom > next) return null;
    const last = end < to ? end : to;
    stretches.push({ list, from: next, to: last });
    next = dayAfter(last);
  }
  return next > to ? stretches : null;
}

/** Within a month without a `Date`, which takes longer than all else that is reckoned of a day. */
function shift(day: string, days: number): string {
  const date = Number(day.slice(8)) + days;
  if (date >= 1 && date <= 28) return `${day.slice(0, 8)}${String(date).padStart(2, '0')}`;
  return new Date(Date.parse(`${day}T12:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export const dayBefore = (day: string): string => shift(day, -1);
export const dayAfter = (day: string): string => shift(day, 1);
