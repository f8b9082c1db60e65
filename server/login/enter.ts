import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import { noteMobileUsed } from '../account/mobile-used.ts';
import { audit } from '../ground/audit.ts';
import type { CodeLogin } from '../contract.ts';
import { Failure } from '../failure.ts';
import { endSession, renewId, startSession, type Rights, type SignedIn } from '../http/session.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { otherNumberText } from '../sms/texts.ts';
import { findAccount, listLinks, markUsed, type LoginAccount } from '../account/account-store.ts';
import type { ChallengeRow } from './challenge-queries.ts';
import { tryCode } from './challenge.ts';
import { findRegisteredMobile } from '../customers/registered-mobile.ts';
import { findKnownDevice, rememberDevice } from '../account/device-store.ts';
import { sessionReply } from './session-reply.ts';
import { listAcceptances, recordAcceptance } from './terms.ts';

/** A code typed on the log-in's second screen: inside, when it is right. */
export async function enterWithCode(services: Services, ctx: Koa.Context, code: string): Promise<CodeLogin> {
  const challenge = await tryCode(services, ctx, code, ['guest', 'password', 'recovery']);
  if (challenge.purpose === 'recovery') {
    await renewId(ctx);
    return { next: 'new-password' };
  }
  const signedIn =
    challenge.purpose === 'guest' ? await enterAsGuest(services, ctx, challenge) : await enterWithBoth(services, ctx, challenge);
  return { next: 'inside', session: await sessionReply(services, signedIn) };
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
  const { config, database, now } = services;
  const at = now();
  const { accountId, mobile } = account;
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  const [links, [accepted]] = await Promise.all([listLinks(database, accountId), listAcceptances(database, subject)]);
  const relationshipId = links.length === 1 ? links[0]!.relationshipId : null;
  const termsDue = accepted?.version !== config.utility.termsVersion;
  const sessionId = randomUUID();
  await audit(database, {
    what: 'login',
    at,
    subject,
    accountId,
    relationshipId,
    sessionId,
    address: ctx.ip,
    details: { kind: how },
  });
  const signedIn = await startSession(ctx, { kind: 'account', mobile, relationshipId, accountId, termsDue }, sessionId);
  // After the session is there: whoever takes the account away ends its sessions afterwards, so one of us sees the other.
  if (!(await markUsed(database, account, at))) {
    await endSession(ctx);
    throw new Failure('login-failed');
  }
  if (proved || (await findKnownDevice(services, ctx, accountId)) !== null) await rememberDevice(services, ctx, accountId);
  return signedIn;
}

async function enterWithBoth(services: Services, ctx: Koa.Context, { accountId }: ChallengeRow): Promise<SignedIn> {
  const account = accountId === null ? null : await findAccount(services.database, accountId);
  if (account === null) throw new Failure('login-failed');
  return enterAccount(services, ctx, account, 'password', { proved: true });
}

async function enterAsGuest(services: Services, ctx: Koa.Context, { mobile, relationshipId, termsVersion }: ChallengeRow) {
  const { config, database, now, sms } = services;
  const at = now();
  const sessionId = randomUUID();
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  // What must be on record is written before anybody is let in.
  await database.transaction(async (transaction) => {
    if (termsVersion !== null) await recordAcceptance(transaction, { subject, version: termsVersion, at, channel: 'guest-login' });
    await noteMobileUsed(transaction, { mobile, relationshipId, at, months: config.login.mobileMonths });
    await audit(transaction, { what: 'login', at, subject, relationshipId, sessionId, address: ctx.ip, details: { kind: 'guest' } });
  });
  const rights: Rights = { kind: 'guest', mobile, relationshipId, accountId: null, termsDue: false };
  const signedIn = await startSession(ctx, rights, sessionId);
  const registered = relationshipId === null ? null : await findRegisteredMobile(database, relationshipId);
  if (registered !== null && registered !== mobile)
    await sms.notify({ to: registered, text: otherNumberText(config.utility.name) }, 'other-number');
  return signedIn;
}
