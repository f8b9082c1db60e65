import type { Knex } from 'knex';

/** The advisory lock of all that writes readings: no other has this number. Imports hold it shared, and share the rest out by metering points. */
export const mergeLock = 7_070_575;

/** Waits until nothing else merges, and keeps it so until the transaction ends: for what may touch any metering point. */
export async function lockAll(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock(?)', [mergeLock]);
}
