import type { Knex } from 'knex';

/** The mobile on the customer's record, E.164; null when the utility has none. */
export async function findRegisteredMobile(database: Knex, relationshipId: string): Promise<string | null> {
  const row = await database('relationship').where({ relationship_id: relationshipId }).first('registered_mobile');
  return row?.registered_mobile ?? null;
}
