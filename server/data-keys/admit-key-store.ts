import type Koa from 'koa';
import { claimHit } from '../account/limit-counter.ts';
import { isOpenTo } from '../account/right-to-read.ts';
import { ownJson, ownLaterals, type OwnPoints } from '../customers/own-points.ts';
import { Failure } from '../failure.ts';
import { storedBlock } from '../ground/address.ts';
import { audit } from '../ground/audit.ts';
import type { Services } from '../services.ts';
import { hashKey } from './key-store.ts';

/** A plant that a key may read. */
export interface KeyPlant {
  relationshipId: string;
  accountId: string;
  plantNumber: string;
  ownName: string | null;
  address: string;
  own: OwnPoints;
}

interface KeyRow extends KeyPlant {
  keyId: string;
  lastUsedAt: Date | null;
  lastUsedBlock: string | null;
}

const hourMs = 3_600_000;
/** Calls that one key may make in any hour: once a minute. */
const mostCalls = { what: 'key-call', most: 60, windowMs: hourMs } as const;

/**
 * Whose key the call shows, and which plants it may read: those that it was made for, as long as its account may read them.
 * Notes the use; the first from another place, and the first after a day without, leave a line in the audit.
 * @throws Failure not-signed-in without a key that is one; wait above 60 calls an hour.
 */
export async function admitKey({ database, now }: Services, ctx: Koa.Context): Promise<KeyPlant[]> {
  const [, key] = /^Bearer +(\S{1,200})$/i.exec(ctx.get('Authorization')) ?? [];
  const keyHash = hashKey(key ?? '');
  const { rows } = await database.raw<{ rows: KeyRow[] }>(
    `select k.key_id as "keyId", k.account_id as "accountId", k.last_used_at as "lastUsedAt", k.last_used_block as "lastUsedBlock",
       r.relationship_id as "relationshipId", r.plant_number as "plantNumber", l.own_name as "ownName", r.address, ${ownJson} as own
     from data_key k
     join data_key_plant using (key_id, account_id)
     join link l using (account_id, relationship_id)
     join relationship r using (relationship_id)
     ${ownLaterals('null::bigint')}
     where k.key_hash = :keyHash and ${isOpenTo('k.account_id', 'consumption')}
     order by r.plant_number, r.valid_from`,
    { keyHash },
  );
  const [first] = rows;
  if (first === undefined) {
    ctx.set('WWW-Authenticate', 'Bearer');
    throw new Failure('not-signed-in');
  }
  const at = now();
  if (!(await claimHit(database, keyHash, mostCalls, at))) {
    const { hits } = (await database('limit_counter').where({ subject: keyHash, what: mostCalls.what }).first('hits'))!;
    const free = Math.ceil((hits[0]!.getTime() + hourMs - at.getTime()) / 1000);
    throw new Failure('wait', { retryAfterSeconds: Math.max(1, free) });
  }
  const block = storedBlock(ctx.ip);
  await database('data_key').where({ key_id: first.keyId }).update({ last_used_at: at, last_used_block: block });
  if (first.lastUsedBlock !== block || first.lastUsedAt!.getTime() < at.getTime() - 24 * hourMs)
    await audit(database, { what: 'key-used', at, accountId: first.accountId, address: ctx.ip });
  return rows;
}
