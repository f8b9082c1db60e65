import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import type { RetentionConfig } from './retention-settings.ts';
import { mergeLock } from '../stage/work-tables.ts';
import { zone } from '../../ground/zone.ts';

export interface PurgeOptions extends RetentionConfig {
  now: Date;
}

export interface PurgeReport {
  /** Local dates: what is before them is gone. */
  hoursBefore: string;
  daysBefore: string;
  readingDays: number;
  hourDays: number;
  dayTotals: number;
}

/** Removes readings and hours that are no longer kept; the day totals stay longer. */
export async function purge(database: Knex, { now, hourYears, dayYears }: PurgeOptions): Promise<PurgeReport> {
  const year = DateTime.fromJSDate(now, { zone }).year;
  const hoursBefore = `${year - hourYears}-01-01`;
  const daysBefore = `${year - dayYears}-01-01`;
  return database.transaction(async (transaction) => {
    await transaction.raw('select pg_advisory_xact_lock(?)', [mergeLock]);
    const readingDays = await transaction('reading_day').where('day', '<', hoursBefore).delete();
    const dayTotals = await transaction('consumption_day').where('day', '<', daysBefore).delete();
    const hourDays = await transaction('consumption_day').where('day', '<', hoursBefore).whereNotNull('hours').update({ hours: null });
    for (const table of ['reading_replaced', 'reading_rejected']) await transaction(table).where('at', '<', hoursBefore).delete();
    return { hoursBefore, daysBefore, readingDays, hourDays, dayTotals };
  });
}
