import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import { endEverythingOf } from '../account/end-everything-of.ts';
import type { Session } from '../contract/session.ts';
import { Failure } from '../failure.ts';
import { changeRights, type SignedIn } from '../http/session.ts';
import { findAccountByMobile, isStale } from '../account/account-store.ts';
import { rememberDevice } from '../account/device-store.ts';
import { passwordFault } from '../passwords/password-rules.ts';
import { sessionReply } from '../login/session-reply.ts';
import type { Services } from '../services.ts';
import { addLink } from '../account/link-store.ts';
import { trail } from '../account/trail.ts';

/**
 * "Opprett": the guest's mobile and a password become an account, linked to the relationship shown.
 * @throws Failure conflict account-exists; bad-field password.
 */
export async function createAccount(
  services: Services,
  ctx: Koa.Context,
  signedIn: SignedIn & { relationshipId: string },
  password: string,
): Promise<Session> {
  const { config, database, hashes, now } = services;
  const { mobile, relationshipId } = signedIn;
  if (signedIn.kind === 'account') throw new Failure('conflict', { reason: 'account-exists' });
  const relationship = await database('relationship').where({ relationship_id: relationshipId }).first('plant_number');
  const fault = passwordFault(password, { utilityName: config.utility.name, mobile, plantNumbers: [relationship?.plant_number ?? ''] });
  if (fault !== null) throw new Failure('bad-field', { field: 'password', reason: fault });

  const accountId = randomUUID();
  const password_hash = await hashes.hash(password);
  const at = now();
  await database.transaction(async (transaction) => {
    await removeLapsed(services, transaction, ctx, signedIn);
    const made = await transaction('account')
      .insert({ account_id: accountId, mobile, password_hash, created_at: at, last_used_at: at })
      .onConflict('mobile')
      .ignore()
      .returning('account_id');
    if (made.length === 0) throw new Failure('conflict', { reason: 'account-exists' });
    await addLink(transaction, accountId, relationshipId, at);
    await trail(services, transaction, ctx, signedIn, 'account-created', { accountId });
  });
  const changed = await changeRights(ctx, { kind: 'account', accountId });
  await rememberDevice(services, ctx, accountId); // The mobile was proved in this browser a moment ago.
  return sessionReply(services, changed);
}

/** An account that lay unused for so long is the number's former owner's: it goes before the number gets a new one. */
export async function removeLapsed(
  { config, ...services }: Services,
  transaction: Knex,
  ctx: Koa.Context,
  signedIn: SignedIn,
): Promise<void> {
  const found = await findAccountByMobile(transaction, signedIn.mobile);
  if (found === null || !isStale(found, services.now(), config.login.mobileMonths)) return;
  await transaction('account').where({ account_id: found.accountId, last_used_at: found.lastUsedAt }).delete();
  await endEverythingOf(transaction, found, { except: signedIn.sessionId });
  await trail({ config, ...services }, transaction, ctx, signedIn, 'account-lapsed', { accountId: found.accountId, relationshipId: null });
}
