import type Koa from 'koa';
import { audit } from '../audit.ts';
import type { CodeLogin } from '../contract.ts';
import { startSession, type Rights } from '../http/session.ts';
import { pseudonym } from '../pseudonym.ts';
import type { Services } from '../services.ts';
import { otherNumberText } from '../sms/texts.ts';
import type { ChallengeRow } from './challenge-queries.ts';
import { tryCode } from './challenge.ts';
import { findRegisteredMobile } from './customer-queries.ts';
import { sessionReply } from './session-reply.ts';
import { recordAcceptance } from './terms.ts';

/** A code typed on the log-in's second screen: inside, when it is right. */
export async function enterWithCode(services: Services, ctx: Koa.Context, code: string): Promise<CodeLogin> {
  const challenge = await tryCode(services, ctx, code, ['guest']);
  const signedIn = await enterAsGuest(services, ctx, challenge);
  return { next: 'inside', session: await sessionReply(services, signedIn) };
}

async function enterAsGuest(services: Services, ctx: Koa.Context, { mobile, relationshipId, termsVersion }: ChallengeRow) {
  const { config, database, now, sms } = services;
  const rights: Rights = { kind: 'guest', mobile, relationshipId, accountId: null, termsDue: false };
  const signedIn = await startSession(ctx, rights);
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  if (termsVersion !== null) await recordAcceptance(database, { subject, version: termsVersion, at: now(), channel: 'guest-login' });
  await audit(database, {
    what: 'login',
    at: now(),
    subject,
    relationshipId,
    sessionId: signedIn.sessionId,
    address: ctx.ip,
    details: { kind: 'guest' },
  });
  const registered = relationshipId === null ? null : await findRegisteredMobile(database, relationshipId);
  if (registered !== null && registered !== mobile)
    await sms.notify({ to: registered, text: otherNumberText(config.utility.name) }, 'other-number');
  return signedIn;
}
