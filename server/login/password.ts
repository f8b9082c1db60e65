import type Koa from 'koa';
import { audit } from '../ground/audit.ts';
import type { PasswordLogin } from '../contract.ts';
import { Failure } from '../failure.ts';
import { limitBlock } from '../ground/address.ts';
import { changeLane } from '../database/patience.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { findAccountByMobile, isStale, replaceHash, type LoginAccount } from '../account/account-store.ts';
import { startChallenge } from './challenge.ts';
import { findKnownDevice, forgetDevice } from '../account/device-store.ts';
import { enterAccount } from './enter.ts';
import { claimHit, releaseHit } from '../account/limit-counter.ts';
import { readMobile } from '../ground/typed-mobile.ts';
import { sessionReply } from './session-reply.ts';

export const wrongPasswords = 'wrong-passwords';
const dayMs = 86_400_000;

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
  const at = now();
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  // Taken before the check, so that parallel guesses count.
  const ofDevice = account === null ? null : await claimOfDevice(services, ctx, account.accountId, at);
  const known = ofDevice !== null;
  const counted = ofDevice ?? subject;
  const rule = { what: wrongPasswords, most: config.login.wrongPasswordsPerDay, windowMs: dayMs };
  let room = known;
  const { fits, renew } = await hashes.check(account?.passwordHash ?? null, input.password, {
    known,
    block: limitBlock(ctx.ip),
    // Not before: who is told to come back later has not guessed.
    async onTurn() {
      room ||= (await claimHit(database, subject, rule, at)) === null;
    },
  });
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
  await releaseHit(database, counted, wrongPasswords);
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

/**
 * The counter of the device that the account knows, with a place taken in it: strangers can't fill that one. Null for any other
 * device, and from the moment when it is full: then the device is forgotten, and the SMS code is asked for as from any other.
 */
async function claimOfDevice(services: Services, ctx: Koa.Context, accountId: string, at: Date): Promise<Buffer | null> {
  const { config, database } = services;
  const device = await findKnownDevice(services, ctx, accountId);
  if (device === null) return null;
  const counter = pseudonym(config.login.key, 'device', `${accountId}:${device.toString('hex')}`);
  const rule = { what: wrongPasswords, most: config.login.wrongPasswordsPerDevice, windowMs: dayMs };
  changeLane('customer');
  if ((await claimHit(database, counter, rule, at)) === null) return counter;
  await forgetDevice(database, accountId, device);
  return null;
}

/** The parameters have grown since the hash was made: now is the one moment when the password is at hand. */
async function renewHash({ database, hashes }: Services, account: LoginAccount, password: string): Promise<LoginAccount> {
  const passwordHash = await hashes.hash(password);
  return (await replaceHash(database, account.accountId, account.passwordHash, passwordHash)) ? { ...account, passwordHash } : account;
}
