import type Koa from 'koa';
import { Failure } from '../failure.ts';
import type { SignedIn } from './session.ts';

/** The relationship that a session shows. */
type RelationshipShown = Pick<SignedIn, 'sessionId' | 'relationshipId'>;

/** Request and reply both carry it: what the widget believes to be shown, and what the reply belongs to. */
export const shownHeader = 'Min-Side-Shown';

/** Names a log-in and the relationship it shows. The same for all windows of a browser, so it changes under the others when one switches. */
export function shownBy({ sessionId, relationshipId }: RelationshipShown): string {
  return `${sessionId}.${relationshipId ?? ''}`;
}

/** Says whose the reply is, so that no window shows one customer's numbers under another's name. */
export function sayWhose(ctx: Koa.Context, shown: RelationshipShown): void {
  ctx.set(shownHeader, shownBy(shown));
}

/** @throws Failure conflict other-shown: another window has switched, and this change was meant for somebody else. */
export function refuseOther(ctx: Koa.Context, shown: RelationshipShown): void {
  const meant = ctx.get(shownHeader);
  if (meant !== '' && meant !== shownBy(shown)) throw new Failure('conflict', { reason: 'other-shown' });
}
