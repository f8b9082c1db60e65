import { zone } from '../ground/zone.ts';

/** What of a relationship can be read. */
export type Readable = 'relationship' | 'consumption' | 'readings' | 'invoices';

/**
 * The right to read, as data: who reads what of a relationship, through what. All of them read it from the beginning to the end of
 * the relationship's period (`periodDays`). Every statement that reads customer data carries the condition made from this table, so
 * that a right which has ended is gone in the same moment for every tab; a new kind of reader is a line here.
 */
interface RightToRead {
  readonly who: 'guest' | 'account';
  /** SQL condition on `relationship r`, where `account` is SQL for the reader's account id, null for a guest. */
  readonly holds: (account: string) => string;
  readonly opens: readonly Readable[];
}

export const rightsToRead: readonly RightToRead[] = [
  {
    // By the numbers on the invoice and the code, for the one relationship that is in the session.
    who: 'guest',
    holds: (account) => `${account} is null`,
    opens: ['relationship', 'consumption', 'invoices'],
  },
  {
    // By a link, which must still be there. A key to one's own data reads as its account, of the links that it was made for.
    who: 'account',
    holds: (account) => `exists (select from link where link.account_id = ${account} and link.relationship_id = r.relationship_id)`,
    opens: ['relationship', 'consumption', 'readings', 'invoices'],
  },
];

/** SQL condition on `relationship r`: what is asked for is open to the account, or to a guest where it is null. */
export const isOpenTo = (account: string, what: Readable): string =>
  `(${rightsToRead
    .filter(({ opens }) => opens.includes(what))
    .map(({ holds }) => holds(account))
    .join(' or ')})`;

/** Who reads, as the values of a statement. */
export interface Reader {
  relationshipId: string;
  /** Null for a guest. */
  accountId: string | null;
}

/** SQL condition on `relationship r`, with the named values of `readerValues`. */
export const mayRead = (what: Readable): string => `r.relationship_id = :relationshipId and ${isOpenTo(':accountId::uuid', what)}`;

export function readerValues({ relationshipId, accountId }: Reader): { relationshipId: string; accountId: string | null } {
  return { relationshipId, accountId };
}

/** SQL condition: the moment lies in the period of `relationship r`, its two ends included, where a register is the old and the new one's. */
export const inPeriod = (at: string): string => `(${at} >= r.valid_from and (r.valid_to is null or ${at} <= r.valid_to))`;

/** The period of `relationship r` in local days: SQL for its first day, and for its last, `infinity` while it runs. */
export const periodDays = {
  first: `(r.valid_from at time zone '${zone}')::date`,
  last: `coalesce((r.valid_to at time zone '${zone}')::date - 1, 'infinity')`,
} as const;
