import { Failure } from '../failure.ts';
import type { SignedIn } from './session.ts';

/**
 * Who may call: anyone; whoever is signed in; a signed-in customer with a relationship chosen; an account holder.
 * `reader` is a customer with a relationship too, whom the handler admits by its own first statement (`readOwn`); `key` a
 * customer's own program, which the handler admits by the key that it shows.
 */
export type Who = 'anyone' | 'signed-in' | 'relationship' | 'account' | 'reader' | 'key';

/** Who is admitted as what. */
export interface WhoIs {
  reader: null;
  key: null;
  anyone: SignedIn | null;
  'signed-in': SignedIn;
  relationship: SignedIn & { relationshipId: string };
  account: SignedIn & { kind: 'account'; accountId: string };
}

/** Says who is let in, and as what. @throws Failure when the caller may not. */
export function admit<W extends Exclude<Who, 'reader' | 'key'>>(who: W, signedIn: SignedIn | null, beforeTerms = false): WhoIs[W] {
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
