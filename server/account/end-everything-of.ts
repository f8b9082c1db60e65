import type { Knex } from 'knex';
import { endSessions } from './sessions-of.ts';

/**
 * For each change of an account's rights: its known devices, the keys to its data, its sessions, the guest sessions of its mobile,
 * and the log-ins of both that still wait for a code. Take the rights away first and call this after, in the same transaction.
 * @param more.except the session that made the change and goes on.
 */
export async function endEverythingOf(
  transaction: Knex,
  { accountId, mobile }: { accountId: string; mobile: string },
  more: { except?: string } = {},
): Promise<void> {
  await transaction('device').where({ account_id: accountId }).delete();
  await transaction('data_key').where({ account_id: accountId }).delete();
  await endSessions(transaction, { accountId, ...more });
  await endSessions(transaction, { mobile, ...more });
}
