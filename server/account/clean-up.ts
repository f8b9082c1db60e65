import type { Knex } from 'knex';
import { audit } from '../ground/audit.ts';
import type { Services } from '../services.ts';

const dayMs = 86_400_000;

/** Removes what has had its time: dead sessions, devices not seen for long, counters that count nothing any more. */
export async function cleanUpAccounts({ database, config, now }: Services): Promise<number> {
  const before = (ms: number) => new Date(now().getTime() - ms);
  const { idleMinutes, totalHours, deviceDays } = config.login;
  const sessions = await database('session')
    .where('last_seen_at', '<=', before(idleMinutes * 60_000))
    .orWhere('started_at', '<=', before(totalHours * 3_600_000))
    .delete();
  const devices = await database('device')
    .where('last_seen_at', '<=', before(deviceDays * dayMs))
    .delete();
  const counters = await database('limit_counter').where('last_hit_at', '<=', before(dayMs)).delete();
  const changes = await database('mobile_change').where('started_at', '<=', before(dayMs)).delete();
  return sessions + devices + counters + changes + (await removeUnused(database, now(), config.accounts.unusedMonths));
}

/** An account that nobody used for years, with its links and devices. Its mobile may well be somebody else's by now. */
async function removeUnused(database: Knex, at: Date, months: number): Promise<number> {
  return database.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { account_id: string }[] }>(
      `delete from account where last_used_at <= :at::timestamptz - make_interval(months => :months) returning account_id`,
      { at, months },
    );
    for (const { account_id } of rows) await audit(transaction, { what: 'account-lapsed', at, accountId: account_id });
    return rows.length;
  });
}
