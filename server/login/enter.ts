import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import { findAccount, isStale, listLinks, markUsed, type LoginAccount } from '../account/account-store.ts';
import { findKnownDevice, rememberDevice } from '../account/device-store.ts';
import { noteMobileUsed } from '../account/mobile-used.ts';
import type { CodeLogin } from '../contract/login.ts';
import { findRegisteredMobile } from '../customers/registered-mobile.ts';
import { Failure } from '../failure.ts';
import { audit } from '../ground/audit.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import { findSessionByCode, startSession, startSessionByCode, whoIs, type Rights, type SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';
import { otherNumberWarning } from '../sms/texts.ts';
import type { ChallengeRow } from './challenge-queries.ts';
import { sessionReply } from './session-reply.ts';
import { hasAccepted, recordAcceptance } from './terms.ts';
import { tryCode } from './try-code.ts';

/** What a right code leads to: who is in now, or null where a new password comes first. */
type Entry = { signedIn: SignedIn | null; warn: string | null };

/** A code typed on the log-in's second screen: inside, when it is right. The code, the session and the audit are one transaction. */
export async function enterWithCode(services: Services, ctx: Koa.Context, code: string): Promise<CodeLogin> {
  const sessionId = randomUUID();
  const { signedIn, warn } = await tryCode<Entry>(services, ctx, code, ['guest', 'password', 'recovery'], {
    sessionId,
    async first(transaction, challenge) {
      const { rights, warn } = await rightsOf(services, ctx, transaction, challenge, sessionId);
      await startSessionByCode(ctx, services, transaction, { challengeId: challenge.challengeId, sessionId, rights });
      return { signedIn: rights && { ...rights, sessionId }, warn };
    },
    async again(transaction, challenge) {
      // Within the transaction, which holds a connection: all of them could be held by those who wait for another one here.
      const session = await findSessionByCode(ctx, { ...services, database: transaction }, challenge.challengeId);
      return session && { signedIn: whoIs(session), warn: null };
    },
  });
  if (warn !== null) await services.sms.notify({ to: warn, ...otherNumberWarning(services.config.utility.name) }, 'other-number');
  return signedIn === null ? { next: 'new-password' } : { next: 'inside', session: await sessionReply(services, signedIn) };
}

/**
 * Signs an account holder in. With several relationships none is shown until one is chosen.
 * @param more.proved the mobile was proved in this browser, which is known from then on.
 * @throws Failure login-failed when the account went, or its password changed, while this was under way.
 */
export async function enterAccount(
  services: Services,
  ctx: Koa.Context,
  account: LoginAccount,
  how: 'password' | 'recovery',
  { proved = false } = {},
): Promise<SignedIn> {
  const sessionId = randomUUID();
  return services.database.transaction(async (transaction) => {
    const rights = await accountRights(services, ctx, transaction, account, { how, proved, sessionId });
    return startSession(ctx, rights, transaction, sessionId);
  });
}

async function rightsOf(
  services: Services,
  ctx: Koa.Context,
  transaction: Knex,
  challenge: ChallengeRow,
  sessionId: string,
): Promise<{ rights: Rights | null; warn: string | null }> {
  if (challenge.purpose === 'recovery') return { rights: null, warn: null };
  if (challenge.purpose === 'guest') return guestRights(services, ctx, transaction, challenge, sessionId);
  const account = challenge.accountId === null ? null : await findAccount(transaction, challenge.accountId);
  if (account === null) throw new Failure('login-failed');
  if (isStale(account, services.now(), services.config.login.mobileMonths)) throw new Failure('conflict', { reason: 'prove-again' });
  return { rights: await accountRights(services, ctx, transaction, account, { how: 'password', proved: true, sessionId }), warn: null };
}

async function accountRights(
  services: Services,
  ctx: Koa.Context,
  transaction: Knex,
  account: LoginAccount,
  { how, proved, sessionId }: { how: 'password' | 'recovery'; proved: boolean; sessionId: string },
): Promise<Rights> {
  const { config, now } = services;
  const at = now();
  const { accountId, mobile } = account;
  const within = { ...services, database: transaction };
  // Whoever takes the account away changes it first and ends its sessions after: one of us waits here for the other.
  if (!(await markUsed(transaction, account, at))) throw new Failure('login-failed');
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  const links = await listLinks(transaction, accountId);
  const accepted = await hasAccepted(transaction, subject, config.utility.terms);
  const relationshipId = links.length === 1 ? links[0]!.relationshipId : null;
  await audit(transaction, { what: 'login', at, subject, accountId, relationshipId, sessionId, address: ctx.ip, details: { kind: how } });
  if (proved || (await findKnownDevice(within, ctx, accountId)) !== null) await rememberDevice(within, ctx, accountId);
  return { kind: 'account', mobile, relationshipId, accountId, termsDue: !accepted };
}

async function guestRights(
  { config, now }: Services,
  ctx: Koa.Context,
  transaction: Knex,
  { mobile, relationshipId, termsVersion, termsHash }: ChallengeRow,
  sessionId: string,
): Promise<{ rights: Rights; warn: string | null }> {
  const at = now();
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  const { terms } = config.utility;
  // They may have changed while the code was on its way: then they are shown once more.
  const accepted = termsVersion === terms.version && termsHash === terms.hash;
  if (accepted) await recordAcceptance(transaction, { subject, terms, at, months: config.login.mobileMonths, channel: 'guest-login' });
  await noteMobileUsed(transaction, { mobile, relationshipId, at, months: config.login.mobileMonths });
  await audit(transaction, { what: 'login', at, subject, relationshipId, sessionId, address: ctx.ip, details: { kind: 'guest' } });
  const registered = relationshipId === null ? null : await findRegisteredMobile(transaction, relationshipId);
  return {
    rights: { kind: 'guest', mobile, relationshipId, accountId: null, termsDue: !accepted },
    warn: registered === mobile ? null : registered,
  };
}
