import { typedLine } from '../ground/typed-line.ts';
import type Koa from 'koa';
import type { Session } from '../contract/session.ts';
import { refuseForeign } from '../account/refuse-foreign.ts';
import { linkedSummaries } from '../customers/summaries.ts';
import { Failure } from '../failure.ts';
import { changeRights, type SignedIn } from '../http/session.ts';
import { sessionReply } from '../login/session-reply.ts';
import type { Services } from '../services.ts';
import { addLink, countLinks, describeLink, isLinked, removeLink } from '../account/link-store.ts';
import { ownAccount } from '../account/own-account.ts';
import { trail } from '../account/trail.ts';

type Holder = SignedIn & { accountId: string };

/** "Legg til gjeldende kunde". @throws Failure conflict no-account or linked-already. */
export async function linkCurrent(services: Services, ctx: Koa.Context, signedIn: SignedIn & { relationshipId: string }): Promise<Session> {
  const { database, now } = services;
  const account = await ownAccount(services, signedIn);
  if (account === null) throw new Failure('conflict', { reason: 'no-account' });
  const { accountId } = account;
  await database.transaction(async (transaction) => {
    // Not gone meanwhile, and not before this is written.
    const held = await transaction('account').where({ account_id: accountId }).forShare().first('account_id');
    if (held === undefined) throw new Failure('conflict', { reason: 'no-account' });
    if (!(await addLink(transaction, accountId, signedIn.relationshipId, now())))
      throw new Failure('conflict', { reason: 'linked-already' });
    await trail(services, transaction, ctx, signedIn, 'link-added', { accountId });
  });
  return sessionReply(services, await changeRights(ctx, { kind: 'account', accountId }));
}

/** Takes one of several links away; the last goes with the account. @throws Failure not-found; conflict last-link. */
export async function unlink(services: Services, ctx: Koa.Context, signedIn: Holder, relationshipId: string): Promise<Session> {
  const { database, now } = services;
  const { accountId } = signedIn;
  if (!(await isLinked(database, accountId, relationshipId))) return refuseForeign(services, ctx, signedIn);
  await database.transaction(async (transaction) => {
    // Two tabs that unlink the last two wait for one another here.
    await transaction('account').where({ account_id: accountId }).forUpdate().first('account_id');
    if ((await countLinks(transaction, accountId)) <= 1) throw new Failure('conflict', { reason: 'last-link' });
    if (!(await removeLink(transaction, accountId, relationshipId))) throw new Failure('conflict', { reason: 'not-linked' });
    await trail(services, transaction, ctx, signedIn, 'link-removed', { relationshipId });
  });
  if (signedIn.relationshipId !== relationshipId) return sessionReply(services, signedIn);
  const [next] = await linkedSummaries(database, accountId, now());
  return sessionReply(services, await changeRights(ctx, { relationshipId: next?.id ?? null }));
}

/** Own name ("Hytta") and favourite. An empty name takes it away. @throws Failure bad-field name; not-found. */
export async function describeLinkOf(
  services: Services,
  ctx: Koa.Context,
  signedIn: Holder,
  relationshipId: string,
  change: { ownName?: string | null | undefined; favourite?: boolean | undefined },
): Promise<Session> {
  const ownName = typeof change.ownName === 'string' ? typedLine(change.ownName) : change.ownName;
  if (ownName && [...ownName].length > 60) throw new Failure('bad-field', { field: 'name', reason: 'too-long' });
  const found = await services.database.transaction((transaction) =>
    describeLink(transaction, signedIn.accountId, relationshipId, {
      favourite: change.favourite,
      ownName: ownName === '' ? null : ownName,
    }),
  );
  return found ? sessionReply(services, signedIn) : refuseForeign(services, ctx, signedIn);
}
