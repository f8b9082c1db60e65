import type { Knex } from 'knex';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the account is linked to the relationship; anything that isn't an id is linked to nothing. */
export async function isLinked(database: Knex, accountId: string, relationshipId: string): Promise<boolean> {
  if (!uuid.test(relationshipId)) return false;
  return (await database('link').where({ account_id: accountId, relationship_id: relationshipId }).first('account_id')) !== undefined;
}

/** Notes which one was looked at last; false when it is not linked (any more). */
export async function markViewed(database: Knex, accountId: string, relationshipId: string, at: Date): Promise<boolean> {
  if (!uuid.test(relationshipId)) return false;
  return (await link(database, accountId, relationshipId).update({ last_viewed_at: at })) === 1;
}

/** False when it was linked already. */
export async function addLink(database: Knex, accountId: string, relationshipId: string, at: Date): Promise<boolean> {
  const added = await database('link')
    .insert({ account_id: accountId, relationship_id: relationshipId, linked_at: at, last_viewed_at: at })
    .onConflict(['account_id', 'relationship_id'])
    .ignore()
    .returning('account_id');
  return added.length === 1;
}

/** Takes the link away and the relationship out of every session that the account has open; false when there was none. */
export async function removeLink(transaction: Knex, accountId: string, relationshipId: string): Promise<boolean> {
  if (!uuid.test(relationshipId)) return false;
  const removed = await link(transaction, accountId, relationshipId).delete();
  await transaction('session').where({ account_id: accountId, relationship_id: relationshipId }).update({ relationship_id: null });
  return removed === 1;
}

/** Own name and favourite, each only when given; false when it is not linked. There is one favourite at most. */
export async function describeLink(
  transaction: Knex,
  accountId: string,
  relationshipId: string,
  change: { ownName?: string | null | undefined; favourite?: boolean | undefined },
): Promise<boolean> {
  // Looked for first: a refused change changes nothing, the favourite before it included.
  if (!(await isLinked(transaction, accountId, relationshipId))) return false;
  if (change.favourite) await transaction('link').where({ account_id: accountId, favourite: true }).update({ favourite: false });
  const columns = {
    ...(change.ownName !== undefined && { own_name: change.ownName }),
    ...(change.favourite !== undefined && { favourite: change.favourite }),
  };
  if (Object.keys(columns).length === 0) return true;
  return (await link(transaction, accountId, relationshipId).update(columns)) === 1;
}

/** How many relationships are linked. */
export async function countLinks(database: Knex, accountId: string): Promise<number> {
  const [row] = await database('link').where({ account_id: accountId }).count<{ count: string }[]>('* as count');
  return Number(row?.count ?? 0);
}

function link(database: Knex, accountId: string, relationshipId: string) {
  return database('link').where({ account_id: accountId, relationship_id: relationshipId });
}
