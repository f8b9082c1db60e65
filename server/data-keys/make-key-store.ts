import type Koa from 'koa';
import { requireFreshLogIn } from '../account/fresh-log-in.ts';
import { isLinked } from '../account/link-store.ts';
import { refuseForeign } from '../account/refuse-foreign.ts';
import { trail } from '../account/trail.ts';
import type { DataKey } from '../contract/data-keys.ts';
import { Failure } from '../failure.ts';
import { typedLine } from '../ground/typed-line.ts';
import type { SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';
import { addKey, countKeys, listKeys, mostKeys, newKey } from './key-store.ts';

/**
 * Makes a key for some of the linked relationships; it is shown this once.
 * @throws Failure conflict log-in-again or too-many-keys; bad-field name; not-found for a relationship that is not linked.
 */
export async function makeKey(
  services: Services,
  ctx: Koa.Context,
  signedIn: SignedIn & { accountId: string },
  asked: { name: string; relationships: string[] },
): Promise<{ key: string; keys: DataKey[] }> {
  const { database, now } = services;
  const { accountId, sessionId } = signedIn;
  await requireFreshLogIn(services, signedIn);
  const name = typedLine(asked.name);
  if (name === '') throw new Failure('bad-field', { field: 'name', reason: 'required' });
  if ([...name].length > 60) throw new Failure('bad-field', { field: 'name', reason: 'too-long' });
  const relationshipIds = [...new Set(asked.relationships)];
  for (const relationshipId of relationshipIds)
    if (!(await isLinked(database, accountId, relationshipId))) return refuseForeign(services, ctx, signedIn);

  const key = newKey();
  await database.transaction(async (transaction) => {
    // Keys are made one after another, and none after a change that ends all sessions and keys.
    await transaction('account').where({ account_id: accountId }).forUpdate().first('account_id');
    if ((await transaction('session').where({ session_id: sessionId }).first('session_id')) === undefined)
      throw new Failure('not-signed-in');
    for (const relationshipId of relationshipIds)
      if (!(await isLinked(transaction, accountId, relationshipId))) throw new Failure('conflict', { reason: 'not-linked' });
    if ((await countKeys(transaction, accountId)) >= mostKeys) throw new Failure('conflict', { reason: 'too-many-keys' });
    await addKey(transaction, { accountId, name, key, relationshipIds, at: now() });
    await trail(services, transaction, ctx, signedIn, 'key-made', { details: { plants: relationshipIds.length } });
  });
  return { key, keys: await listKeys(database, accountId) };
}
