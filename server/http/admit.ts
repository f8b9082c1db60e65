import { Failure } from '../failure.ts';
import type { SignedIn } from './session.ts';

/**
 * Who may call: anyone; whoever is signed in; a signed-in customer with a relationship chosen; an account holder.
 * `public` is the same for everybody, so that caches may keep it: nobody is looked up, and the reply says nothing of who asks.
 * `reader` is a customer with a relationship too, whom the handler admits by its own first statement (`readOwn`); `key` a
 * customer's own program, which the handler admits by the key that it shows.
 */
export type Who = 'public' | 'anyone' | 'signed-in' | 'relationship' | 'account' | 'reader' | 'key';

/** Who is admitted as what. */
export interface WhoIs {
  public: null;
  reader: null;
  key: null;
  anyone: SignedIn | null;
  'signed-in': SignedIn;
  relationship: SignedIn & { relationshipId: string };
  account: SignedIn & { kind: 'account'; accountId: string };
}

/** Of whom no session is read before the handler runs. */
export type Unread = 'public' | 'reader' | 'key';

const unread: ReadonlySet<Who> = new Set<Unread>(['public', 'reader', 'key']);

export const isUnread = (who: Who): who is Unread => unread.has(who);

/** Says who is let in, and as what. @throws Failure when the caller may not. */
export function admit<W extends Exclude<Who, Unread>>(who: W, signedIn: SignedIn | null, beforeTerms = false): WhoIs[W] {
  if (who !== 'anyone') {
    if (signedIn === null) throw new Failure('not-signed-in');
    if (signedIn.termsDue && !beforeTerms) throw new Failure('terms-changed');
    if (who === 'relationship' && signedIn.relationshipId === null) throw new Failure('not-found');
    if (who === 'account' && signedIn.kind !== 'account') throw new Failure('conflict', { reason: 'no-account' });
  }
  return signedIn as WhoIs[W];
}

/** The same of a customer with a relationship, as an SQL condition on `session s`: a statement that finds nobody asks `admit` why. */
export const admitted = `s.kind <> 'pending' and not s.terms_due and s.relationship_id is not null`;
