import type { Knex } from 'knex';
import type { Log } from '../ground/log.ts';

/** Longer than any gateway is waited for, its second tries included. */
const longestMs = 60_000;

/**
 * An SMS that was claimed and never settled: the process that was to send it died. Whether it went out nobody knows, and it is not
 * sent again: the customer may have it, and asks for a new one otherwise. Returns how many there were.
 */
export async function settleSms({ database, now, log }: { database: Knex; now: () => Date; log: Log }): Promise<number> {
  const at = now();
  const count = await database('sms')
    .where({ state: 'claimed' })
    .where('created_at', '<', new Date(at.getTime() - longestMs))
    .update({ state: 'unknown', failure: 'never-settled', settled_at: at });
  if (count > 0) log.warn('SMS were claimed and never settled: a process died', { count });
  return count;
}
