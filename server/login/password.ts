import type Koa from 'koa';
import { audit } from '../ground/audit.ts';
import type { PasswordLogin } from '../contract.ts';
import { Failure } from '../failure.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { findAccountByMobile, isStale, replaceHash, type LoginAccount } from '../account/account-store.ts';
import { startChallenge } from './challenge.ts';
import { isKnownDevice } from '../account/device-store.ts';
import { enterAccount } from './enter.ts';
import { claimHit, releaseHit } from '../account/limit-counter.ts';
import { readMobile } from '../ground/typed-mobile.ts';
import { sessionReply } from './session-reply.ts';

export const wrongPasswords = 'wrong-passwords';

/**
 * Mobile and password: inside, or an SMS code first.
 * @throws Failure login-failed, the same for an unknown mobile, a wrong password and too many of them, after the same work.
 */
export async function enterWithPassword(
  services: Services,
  ctx: Koa.Context,
  input: { mobile: string; password: string },
): Promise<PasswordLogin> {
  const { config, database, hashes, now } = services;
  const mobile = readMobile(input.mobile, config.login.countryCodes);
  const account = await findAccountByMobile(database, mobile);
  const known = account !== null && (await isKnownDevice(services, ctx, account.accountId));
  const at = now();
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  const rule = { what: wrongPasswords, most: config.login.wrongPasswordsPerDay, windowMs: 86_400_000 };
  // Taken before the check, so that parallel guesses count; a device that the account knows isn't shut out by strangers.
  const room = (await claimHit(database, subject, rule, at)) === null || known;
  const { fits, renew } = await hashes.check(account?.passwordHash ?? null, input.password);
  if (account === null || !fits || !room) {
    await audit(database, {
      what: 'login-failed',
      at,
      subject,
      accountId: account?.accountId,
      address: ctx.ip,
      details: { kind: 'password' },
    });
    throw new Failure('login-failed');
  }
  await releaseHit(database, subject, wrongPasswords);
  if (isStale(account, at, config.login.mobileMonths)) throw new Failure('conflict', { reason: 'prove-again' });
  const current = renew ? await renewHash(services, account, input.password) : account;

  const { codeWithPassword } = config.login;
  if (codeWithPassword === 'always' || (codeWithPassword === 'new-device' && !known)) {
    const challenge = await startChallenge(services, ctx, {
      purpose: 'password',
      mobile,
      mobileTyped: input.mobile.trim(),
      accountId: account.accountId,
    });
    return { next: 'code', challenge };
  }
  const signedIn = await enterAccount(services, ctx, current, 'password');
  return { next: 'inside', session: await sessionReply(services, signedIn) };
}

/** The parameters have grown since the hash was made: now is the one moment when the password is at hand. */
async function renewHash({ database, hashes }: Services, account: LoginAccount, password: string): Promise<LoginAccount> {
  const passwordHash = await hashes.hash(password);
  return (await replaceHash(database, account.accountId, account.passwordHash, passwordHash)) ? { ...account, passwordHash } : account;
}
