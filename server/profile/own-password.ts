import type { FieldName } from '../contract.ts';
import { Failure } from '../failure.ts';
import type { SignedIn } from '../http/session.ts';
import { findAccount, type LoginAccount } from '../account/account-store.ts';
import { claimHit, releaseHit } from '../account/limit-counter.ts';
import { wrongPasswords } from '../login/password.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';

/**
 * The password once more, before what can't be undone. Wrong ones count as at the log-in, so that a session left open
 * is no place to guess.
 * @throws Failure bad-field wrong-password beside the field; wait; not-signed-in when the account is gone.
 */
export async function requirePassword(
  { config, database, hashes, now }: Services,
  { accountId, mobile }: SignedIn & { accountId: string },
  field: FieldName,
  password: string,
): Promise<LoginAccount> {
  const account = await findAccount(database, accountId);
  if (account === null) throw new Failure('not-signed-in');
  const at = now();
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  const room = await claimHit(
    database,
    subject,
    { what: wrongPasswords, most: config.login.wrongPasswordsPerDay, windowMs: 86_400_000 },
    at,
  );
  if (room !== null) throw new Failure('wait', { retryAfterSeconds: Math.max(1, Math.ceil((room.getTime() - at.getTime()) / 1000)) });
  const { fits } = await hashes.check(account.passwordHash, password);
  if (!fits) throw new Failure('bad-field', { field, reason: 'wrong-password' });
  await releaseHit(database, subject, wrongPasswords);
  return account;
}
