import type Koa from 'koa';
import type { Session } from '../contract/session.ts';
import { currentSession } from '../http/session.ts';
import type { Services } from '../services.ts';
import { challengeReply } from './challenge.ts';
import { findChallenge } from './challenge-queries.ts';
import { newPasswordMs } from './recovery.ts';

/** What a browser that was reloaded goes on with: the code it has asked for, or the new password after it. */
export async function pendingCode(
  { config, database, now }: Services,
  ctx: Koa.Context,
): Promise<Omit<Session & { signedIn: false }, 'signedIn'>> {
  const session = currentSession(ctx);
  const challenge = session?.challengeId ? await findChallenge(database, session.challengeId) : null;
  if (challenge === null) return {};
  const at = now();
  const { usedAt, spentAt, expiresAt, tries, purpose } = challenge;
  const reply = { ...challengeReply(challenge, at), mobile: masked(challenge.mobileTyped) };
  if (usedAt === null) return expiresAt > at && tries < config.login.triesPerCode ? { pending: { ...reply, next: 'code' } } : {};
  const proved = purpose === 'recovery' && spentAt === null && challenge.sessionId === session?.sessionId;
  return proved && at.getTime() - usedAt.getTime() < newPasswordMs ? { pending: { ...reply, next: 'new-password' } } : {};
}

/** `940 59 810` → `••• •• 810`. */
function masked(typed: string): string {
  const digits = typed.replace(/\D/g, '').length;
  let n = 0;
  return typed.replace(/\d/g, (digit) => ((n += 1), n > digits - 3 ? digit : '•'));
}
