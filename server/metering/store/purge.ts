import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { inOneGo } from '../../database/in-one-go.ts';
import type { RetentionConfig } from './retention-settings.ts';
import { lockAll } from '../../database/merge-lock.ts';
import { zone } from '../../ground/zone.ts';

export interface PurgeOptions extends RetentionConfig {
  now: Date;
  /** Report what would be removed, remove nothing. */
  check?: boolean;
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
export async function purge(database: Knex, { now, hourYears, dayYears, check = false }: PurgeOptions): Promise<PurgeReport> {
  const year = DateTime.fromJSDate(now, { zone }).year;
  const hoursBefore = `${year - hourYears}-01-01`;
  const daysBefore = `${year - dayYears}-01-01`;
  return inOneGo(database, check, async (transaction) => {
    await lockAll(transaction);
    // The last register of a point stays: it is what the meter stands at, however long nothing has come.
    const { rowCount: readingDays } = await transaction.raw(
      `delete from reading_day d where d.day < :hoursBefore and (d.interval_seconds > 0 or exists (
         select from reading_day later where later.metering_point_id = d.metering_point_id and later.interval_seconds = 0 and later.day > d.day))`,
      { hoursBefore },
    );
    const dayTotals = await transaction('consumption_day').where('day', '<', daysBefore).delete();
    const hourDays = await transaction('consumption_day').where('day', '<', hoursBefore).whereNotNull('hours').update({ hours: null });
    await transaction('reading_beside').where('day', '<', hoursBefore).delete();
    await transaction('standstill').where('till', '<', hoursBefore).delete();
    return { hoursBefore, daysBefore, readingDays, hourDays, dayTotals };
  });
}
