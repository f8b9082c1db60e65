import type { Session } from '../contract/session.ts';
import { linkedSummaries, relationshipSummary } from '../customers/summaries.ts';
import type { SignedIn } from '../http/session.ts';
import { shownBy } from '../http/shown.ts';
import type { Services } from '../services.ts';
import { findAccountByMobile, isStale } from '../account/account-store.ts';

/** What the widget learns about who is signed in: the relationship shown, and what the mobile's account is linked to. */
export async function sessionReply({ config, database, now }: Services, signedIn: SignedIn | null): Promise<Session> {
  if (signedIn === null) return { signedIn: false };
  const { kind, mobile, relationshipId, termsDue } = signedIn;
  const found = await findAccountByMobile(database, mobile);
  // An account that nobody used for long may be the number's former owner's.
  const account = found !== null && (kind === 'account' || !isStale(found, now(), config.login.mobileMonths)) ? found : null;
  const linked = account === null ? [] : await linkedSummaries(database, account.accountId, now());
  const shown =
    relationshipId === null
      ? null
      : (linked.find(({ id }) => id === relationshipId) ??
        // An account holder sees what is linked; a guest what the numbers on the invoice opened.
        (kind === 'guest' ? await relationshipSummary(database, relationshipId, null, now()) : null));
  return {
    signedIn: true,
    kind,
    mobile,
    shown: shownBy(signedIn),
    relationship: shown,
    linked,
    hasAccount: account !== null,
    termsDue,
  };
}
