import { remembered } from '../ground/remembered.ts';
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
    customerGroups === undefined ? customerGroup === null || id === priceList : customerGroups.some((group) => group === customerGroup),
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

/** The days before and after the bounds of months and lists: few, and asked for again and again; a `Date` takes longer than all else. */
const neighboursOf = remembered(10_000, (day: string) => {
  const noon = Date.parse(`${day}T12:00Z`);
  const [before, after] = [-1, 1].map((days) => new Date(noon + days * 86_400_000).toISOString().slice(0, 10)) as [string, string];
  return { before, after };
});

export const dayBefore = (day: string): string => neighboursOf(day).before;
export const dayAfter = (day: string): string => neighboursOf(day).after;
