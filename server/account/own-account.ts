import type { SignedIn } from '../http/session.ts';
import { findAccount, findAccountByMobile, isStale, type LoginAccount } from './account-store.ts';
import type { Services } from '../services.ts';

/**
 * The account that the signed-in mobile may act for: an account holder's own; a guest's, whose mobile was proved by SMS a
 * moment ago. Null without one, and where it lay unused for so long that the number may have a new owner.
 */
export async function ownAccount({ database, config, now }: Services, { kind, accountId, mobile }: SignedIn): Promise<LoginAccount | null> {
  if (kind === 'account') return accountId === null ? null : findAccount(database, accountId);
  const found = await findAccountByMobile(database, mobile);
  return found !== null && !isStale(found, now(), config.login.mobileMonths) ? found : null;
}
