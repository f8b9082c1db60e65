import type Koa from 'koa';
import { findAccountByMobile, isStale, replaceHash, type LoginAccount } from '../account/account-store.ts';
import { findKnownDevice } from '../account/device-store.ts';
import type { PasswordLogin } from '../contract/login.ts';
import { changeLane } from '../database/patience.ts';
import { Failure } from '../failure.ts';
import { limitBlock } from '../ground/address.ts';
import { audit } from '../ground/audit.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import { readMobile } from '../ground/typed-mobile.ts';
import type { Services } from '../services.ts';
import { startChallenge } from './challenge.ts';
import { enterAccount } from './enter.ts';
import { claimPasswordTry, releasePasswordTry, type PasswordTry } from './password-tries.ts';
import { sessionReply } from './session-reply.ts';

/**
 * Mobile and password: inside, or an SMS code first. When strangers guess at a mobile, every device that its account doesn't know is asked
 * for a code, whatever the password: nobody learns then whether it was right, and the owner gets in by the code.
 * @throws Failure login-failed, the same for an unknown mobile and a wrong password, after the same work; busy, and then nothing was counted.
 */
export async function enterWithPassword(
  services: Services,
  ctx: Koa.Context,
  input: { mobile: string; password: string },
): Promise<PasswordLogin> {
  const { config, database, hashes, now } = services;
  const mobile = readMobile(input.mobile, config.login.countryCodes);
  const account = await findAccountByMobile(database, mobile);
  const accountId = account?.accountId ?? null;
  const device = accountId === null ? null : await findKnownDevice(services, ctx, accountId);
  if (device !== null) changeLane('customer');
  const at = now();
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  let taken: PasswordTry = { known: false, counter: null };
  const { fits, renew } = await hashes.check(account?.passwordHash ?? null, input.password, {
    known: device !== null,
    block: limitBlock(ctx.ip),
    // Not before: whoever is refused as busy has not guessed.
    onTurn: async () => void (taken = await claimPasswordTry(services, { subject, accountId, device }, at)),
  });
  const askForCode = async (accountId: string | null): Promise<PasswordLogin> => ({
    next: 'code',
    challenge: await startChallenge(services, ctx, {
      purpose: 'password',
      mobile,
      mobileTyped: input.mobile.trim(),
      accountId,
      hollow: accountId === null,
    }),
  });
  if (taken.counter === null) return askForCode(fits ? accountId : null);
  if (account === null || !fits) {
    const details = { kind: 'password' };
    const event = { what: 'login-failed' as const, at, subject, accountId, address: ctx.ip, details };
    await (account === null ? services.strangers.note(database, event) : audit(database, event));
    throw new Failure('login-failed');
  }
  await releasePasswordTry(database, taken);
  if (isStale(account, at, config.login.mobileMonths)) throw new Failure('conflict', { reason: 'prove-again' });
  const current = renew ? await renewHash(services, account, input.password) : account;
  const { codeWithPassword } = config.login;
  if (codeWithPassword === 'always' || (codeWithPassword === 'new-device' && !taken.known)) return askForCode(account.accountId);
  const signedIn = await enterAccount(services, ctx, current, 'password');
  return { next: 'inside', session: await sessionReply(services, signedIn) };
}

/** The parameters have grown since the hash was made: now is the one moment when the password is at hand. */
async function renewHash({ database, hashes }: Services, account: LoginAccount, password: string): Promise<LoginAccount> {
  const passwordHash = await hashes.hash(password);
  return (await replaceHash(database, account.accountId, account.passwordHash, passwordHash)) ? { ...account, passwordHash } : account;
}
