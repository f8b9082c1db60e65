import { hash, randomBytes, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { DataKey } from '../contract/data-keys.ts';

/** Keys that an account may have at once. */
export const mostKeys = 10;

/** What a key begins with, so that it is known where it was pasted by mistake. */
const prefix = 'minside_';

/** A new key: 256 bits of chance. */
export const newKey = (): string => prefix + randomBytes(32).toString('base64url');

/** What is kept of it. Nobody can try 2²⁵⁶ keys, so that a plain hash does. */
export const hashKey = (key: string): Buffer => hash('sha256', key, 'buffer');

/** The account's keys, the newest first. */
export async function listKeys(database: Knex, accountId: string): Promise<DataKey[]> {
  const { rows } = await database.raw<{ rows: (Omit<DataKey, 'madeAt' | 'lastUsedAt'> & { madeAt: Date; lastUsedAt: Date | null })[] }>(
    `select k.key_id as id, k.name, k.made_at as "madeAt", k.last_used_at as "lastUsedAt", k.last_used_block as "lastUsedFrom",
       coalesce(json_agg(json_build_object('plantNumber', r.plant_number, 'address', r.address, 'ownName', l.own_name)
         order by r.plant_number) filter (where r.relationship_id is not null), '[]') as plants
     from data_key k
     left join data_key_plant p using (key_id)
     left join relationship r using (relationship_id)
     left join link l on l.account_id = k.account_id and l.relationship_id = r.relationship_id
     where k.account_id = :accountId group by k.key_id order by k.made_at desc`,
    { accountId },
  );
  return rows.map(({ id, name, plants, madeAt, lastUsedAt, lastUsedFrom }) => ({
    id,
    name,
    plants,
    madeAt: madeAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    lastUsedFrom,
  }));
}

/** How many keys the account has. */
export async function countKeys(database: Knex, accountId: string): Promise<number> {
  const [row] = await database('data_key').where({ account_id: accountId }).count<{ count: string }[]>('* as count');
  return Number(row?.count ?? 0);
}

/** Stores a key's hash, and the relationships that it may read, all of which the account must be linked to. */
export async function addKey(
  transaction: Knex,
  { accountId, name, key, relationshipIds, at }: { accountId: string; name: string; key: string; relationshipIds: string[]; at: Date },
): Promise<void> {
  const keyId = randomUUID();
  await transaction('data_key').insert({ key_id: keyId, account_id: accountId, name, key_hash: hashKey(key), made_at: at });
  await transaction('data_key_plant').insert(
    relationshipIds.map((relationshipId) => ({ key_id: keyId, account_id: accountId, relationship_id: relationshipId })),
  );
}

/** False when the account has no such key. */
export async function removeKey(transaction: Knex, accountId: string, keyId: string): Promise<boolean> {
  return (await transaction('data_key').where({ account_id: accountId, key_id: keyId }).delete()) === 1;
}
