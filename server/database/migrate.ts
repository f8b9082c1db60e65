import type { Knex } from 'knex';
import { metering } from './migrations/001-metering.ts';
import { customers } from './migrations/002-customers.ts';
import { login } from './migrations/003-login.ts';
import { accounts } from './migrations/004-accounts.ts';
import { swapByDate } from './migrations/005-swap-by-date.ts';
import { codeOfAMobile } from './migrations/006-code-of-a-mobile.ts';
import { invoices } from './migrations/007-invoices.ts';
import { prices } from './migrations/008-prices.ts';
import { weather } from './migrations/009-weather.ts';
import { auditByMonth } from './migrations/010-audit-by-month.ts';
import { smsReport } from './migrations/011-sms-report.ts';
import { readingBeside } from './migrations/012-reading-beside.ts';
import { dataKeys } from './migrations/013-data-keys.ts';
import { whatFilesSaid } from './migrations/014-what-files-said.ts';
import { waitingMobile } from './migrations/015-waiting-mobile.ts';
import { notes } from './migrations/016-notes.ts';
import { termsText } from './migrations/017-terms-text.ts';
import { packedRegisters } from './migrations/018-packed-registers.ts';
import { meterAgain } from './migrations/018-meter-again.ts';
import { standstill } from './migrations/019-standstill.ts';
import { shownTerms } from './migrations/020-shown-terms.ts';
import { longIntervals } from './migrations/021-long-intervals.ts';
import { lockAll } from './merge-lock.ts';
import { registerAt } from './migrations/022-register-at.ts';
import type { Migration } from './migrations/migration.ts';
import { spreadMetering } from './spread.ts';

/** In the order in which they run. */
const migrations: Migration[] = [
  metering,
  customers,
  login,
  accounts,
  swapByDate,
  codeOfAMobile,
  invoices,
  prices,
  weather,
  auditByMonth,
  smsReport,
  readingBeside,
  dataKeys,
  whatFilesSaid,
  waitingMobile,
  notes,
  termsText,
  packedRegisters,
  meterAgain,
  standstill,
  shownTerms,
  longIntervals,
  registerAt,
];

/** For knex's own commands. */
export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: async () => migrations,
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => migration,
};

/** All steps are one transaction, and some make functions: those Citus refuses after parallel work. Elsewhere the setting means nothing. */
const oneAfterAnother: Knex.MigratorConfigWithLifecycleHooks = {
  migrationSource,
  beforeAll: async (transaction: Knex) => void (await transaction.raw(`set local citus.multi_shard_modify_mode to 'sequential'`)),
};

/**
 * Brings the schema up to date and answers the names of the steps that ran; none when it already was. Waits for imports that merge, and keeps others waiting:
 * what waits for a table that an import writes to would keep out everybody who reads it, too. Where the database is a Citus the metering's tables are
 * spread over its nodes, if they are not yet, also those that were filled before.
 */
export async function migrate(database: Knex): Promise<string[]> {
  const [, due] = await database.migrate.list({ migrationSource });
  const names =
    due.length === 0
      ? []
      : await database.transaction(async (transaction) => {
          await lockAll(transaction);
          const [, done] = await database.migrate.latest(oneAfterAnother);
          return done as string[];
        });
  const moved = await spreadMetering(database);
  return [...names, ...moved.map((table) => `spread ${table}`)];
}

/** Takes back the newest step, with what only it could hold; returns its name, or null when there is none left. */
export async function stepBack(database: Knex): Promise<string | null> {
  const [, names] = await database.migrate.down(oneAfterAnother);
  return names[0] ?? null;
}
