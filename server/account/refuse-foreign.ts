import type Koa from 'koa';
import { audit } from '../ground/audit.ts';
import { Failure } from '../failure.ts';
import type { SignedIn } from '../http/session.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';

/**
 * Something was asked for that isn't the caller's: another's, made up, or unlinked a moment ago. One answer for all of
 * them, and a line in the audit.
 * @throws Failure not-found, always.
 */
export async function refuseForeign({ config, database, now }: Services, ctx: Koa.Context, signedIn: SignedIn): Promise<never> {
  await audit(database, {
    what: 'foreign-asked',
    at: now(),
    subject: pseudonym(config.login.key, 'mobile', signedIn.mobile),
    accountId: signedIn.accountId,
    relationshipId: signedIn.relationshipId,
    sessionId: signedIn.sessionId,
    address: ctx.ip,
    details: { route: String(ctx.state['route'] ?? '') },
  });
  throw new Failure('not-found');
}
