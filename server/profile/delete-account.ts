import type Koa from 'koa';
import { endEverythingOf } from '../account/end-everything-of.ts';
import { endSession, type SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';
import { requirePassword } from '../account/own-password.ts';
import { trail } from '../account/trail.ts';

/** At once: mobile, hash, links, devices, sessions and codes. The audit's line stays, under a pseudonym. @throws Failure bad-field password */
export async function deleteAccount(
  services: Services,
  ctx: Koa.Context,
  signedIn: SignedIn & { accountId: string },
  password: string,
): Promise<void> {
  const { database } = services;
  const { accountId, mobile } = signedIn;
  await requirePassword(services, ctx, signedIn, 'password', password);
  await database.transaction(async (transaction) => {
    await transaction('account').where({ account_id: accountId }).delete();
    await transaction('challenge').where({ mobile }).orWhere({ account_id: accountId }).delete();
    await endEverythingOf(transaction, { accountId, mobile });
    await trail(services, transaction, ctx, signedIn, 'account-deleted');
  });
  await endSession(ctx);
}
