import type { Room } from '../room.ts';
import { cleanUpAccounts } from './clean-up.ts';
import { ownAccountTables } from './own-account-tables.ts';
import { readAccountsConfig } from './settings.ts';
import { unlinkEnded } from './unlink-ended.ts';

/** What several rooms need about an account: the account itself, links, devices, sessions, and the right to read. */
export const accountRoom = {
  name: 'account',
  settings: { accounts: readAccountsConfig },
  jobs: [
    { name: 'clean-up-accounts', everyMs: 10 * 60_000, run: cleanUpAccounts },
    { name: 'unlink-ended', everyMs: 60 * 60_000, run: unlinkEnded },
  ],
  ownData: { tables: ownAccountTables },
} satisfies Room;
