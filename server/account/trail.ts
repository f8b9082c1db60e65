import type Koa from 'koa';
import type { Knex } from 'knex';
import { audit, type AuditName } from '../ground/audit.ts';
import type { SignedIn } from '../http/session.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';

/** One line in the audit about what the signed-in one did, within the change's own transaction. */
export async function trail(
  { config, now }: Services,
  transaction: Knex,
  ctx: Koa.Context,
  signedIn: SignedIn,
  what: AuditName,
  more: { accountId?: string; relationshipId?: string | null; details?: Record<string, string | number | boolean> } = {},
): Promise<void> {
  await audit(transaction, {
    what,
    at: now(),
    subject: pseudonym(config.login.key, 'mobile', signedIn.mobile),
    accountId: more.accountId ?? signedIn.accountId,
    relationshipId: more.relationshipId === undefined ? signedIn.relationshipId : more.relationshipId,
    sessionId: signedIn.sessionId,
    address: ctx.ip,
    ...(more.details && { details: more.details }),
  });
}
