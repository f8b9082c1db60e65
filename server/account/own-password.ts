import type Koa from 'koa';
import { findAccount, type LoginAccount } from './account-store.ts';
import { claimHit, releaseHit } from './limit-counter.ts';
import type { FieldName } from '../contract/errors.ts';
import { Failure } from '../failure.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import { endSession, type SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';

const wrongOwnPasswords = 'wrong-own-passwords';

/**
 * The password once more, before what can't be undone. Wrong ones count for this session alone, so that no stranger fills the counter; when
 * it is full the session ends: one left open is no place to guess.
 * @throws Failure bad-field wrong-password beside the field; not-signed-in when the session ended or the account is gone.
 */
export async function requirePassword(
  { config, database, hashes, now }: Services,
  ctx: Koa.Context,
  { accountId, sessionId }: SignedIn & { accountId: string },
  field: FieldName,
  password: string,
): Promise<LoginAccount> {
  const account = await findAccount(database, accountId);
  if (account === null) throw new Failure('not-signed-in');
  const subject = pseudonym(config.login.key, 'session', sessionId);
  const rule = { what: wrongOwnPasswords, most: config.login.wrongPasswordsPerDevice, windowMs: 86_400_000 };
  const { fits } = await hashes.check(account.passwordHash, password, {
    known: true,
    async onTurn() {
      if (await claimHit(database, subject, rule, now())) return;
      await endSession(ctx);
      throw new Failure('not-signed-in');
    },
  });
  if (!fits) throw new Failure('bad-field', { field, reason: 'wrong-password' });
  await releaseHit(database, subject, wrongOwnPasswords);
  return account;
}
