import type Koa from 'koa';
import { endEverythingOf } from '../account/end-everything-of.ts';
import { audit } from '../ground/audit.ts';
import type { Challenge, Session } from '../contract/session.ts';
import { Failure } from '../failure.ts';
import { currentSession } from '../http/session.ts';
import { spokenLanguage } from '../ground/language.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { passwordChangedWarning } from '../sms/texts.ts';
import { findAccount, findAccountByMobile, isStale, listLinks, setHash } from '../account/account-store.ts';
import { findChallenge, spendChallenge } from './challenge-queries.ts';
import { startChallenge } from './challenge.ts';
import { enterAccount } from './enter.ts';
import { clearHits } from '../account/limit-counter.ts';
import { readMobile } from '../ground/typed-mobile.ts';
import { passwordFault } from '../passwords/password-rules.ts';
import { wrongPasswords } from './password-tries.ts';
import { sessionReply } from './session-reply.ts';

/** How long the right code of a forgotten password may be followed by the new one. */
export const newPasswordMs = 10 * 60_000;

/** "Glemt passord?": a code to the mobile, which is hollow where no account may be reached by the number alone. */
export async function startRecovery(services: Services, ctx: Koa.Context, typed: string): Promise<Challenge> {
  const { config, database, now } = services;
  const mobile = readMobile(typed, config.login.countryCodes);
  const account = await findAccountByMobile(database, mobile);
  const usable = account !== null && !isStale(account, now(), config.login.mobileMonths);
  return startChallenge(services, ctx, {
    purpose: 'recovery',
    mobile,
    mobileTyped: typed.trim(),
    accountId: usable ? account.accountId : null,
    hollow: !usable,
  });
}

/**
 * The new password after a right code: every session and known device ends, and the mobile gets a warning.
 * @throws Failure bad-field password; code-dead when no code was proved, too long ago, or it gave a password already.
 */
export async function setNewPassword(services: Services, ctx: Koa.Context, password: string): Promise<Session> {
  const { config, database, hashes, now, sms } = services;
  const session = currentSession(ctx);
  const challengeId = session?.challengeId;
  const challenge = challengeId ? await findChallenge(database, challengeId) : null;
  if (
    challenge?.purpose !== 'recovery' ||
    challenge.usedAt === null ||
    challenge.accountId === null ||
    challenge.sessionId !== session?.sessionId
  )
    throw new Failure('code-dead');
  const { accountId, mobile } = challenge;
  const links = await listLinks(database, accountId);
  const fault = passwordFault(password, {
    utilityName: config.utility.name,
    mobile,
    plantNumbers: links.map(({ plantNumber }) => plantNumber),
  });
  if (fault !== null) throw new Failure('bad-field', { field: 'password', reason: fault });

  const hash = await hashes.hash(password);
  const at = now();
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  await database.transaction(async (transaction) => {
    const spent = await spendChallenge(transaction, challenge.challengeId, 'recovery', at, newPasswordMs);
    if (spent === null || !(await setHash(transaction, accountId, hash))) throw new Failure('code-dead');
    await endEverythingOf(transaction, { accountId, mobile });
    await clearHits(transaction, subject, wrongPasswords);
    await audit(transaction, { what: 'password-recovered', at, subject, accountId, address: ctx.ip });
  });
  await sms.notify(
    { to: mobile, ...passwordChangedWarning(config.utility.name, spokenLanguage(ctx.get('Accept-Language'))) },
    'password-changed',
  );
  const account = await findAccount(database, accountId);
  if (account === null) throw new Failure('code-dead');
  return sessionReply(services, await enterAccount(services, ctx, account, 'recovery', { proved: true }));
}
