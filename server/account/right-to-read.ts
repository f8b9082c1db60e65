/**
 * Who reads customer data, and through which right: a guest through the log-in, an account holder through a link that
 * must still be there. Stands in the WHERE of every read, so that an unlinked relationship is gone in the same moment
 * for every tab.
 */
export interface Reader {
  relationshipId: string;
  /** Null for a guest. */
  accountId: string | null;
}

/** SQL condition on `relationship r`: open to the account, or to a guest where it is null. */
export const isOpenTo = (account: string): string => `
  (${account} is null or exists (select from link where link.account_id = ${account} and link.relationship_id = r.relationship_id))`;

/** SQL condition on `relationship r`, with the named values of `readerValues`. */
export const mayRead = `r.relationship_id = :relationshipId and ${isOpenTo(':accountId::uuid')}`;

export function readerValues({ relationshipId, accountId }: Reader): { relationshipId: string; accountId: string | null } {
  return { relationshipId, accountId };
}
