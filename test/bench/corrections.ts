import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { sizeOf, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { fillAlike } from './metering/many.ts';
import { compare, type Row } from './row.ts';

const points = Number(process.env.BENCH_POINTS ?? 500);
const baseDays = 730;
const days = 60;
const tables = ['reading_day', 'reading_beside', 'consumption_day'];

/**
 * Sixty days of 500 houses, every value another than before, into a base of two years: against new readings, sixty days as well, taken in just before;
 * and what that leaves on disk, dead versions of rows included.
 */
export async function run(): Promise<Row[]> {
  return withBase(points, async (database, folder) => {
    await fillAlike(database, folder, { points, days: baseDays });
    const fresh = join(folder, 'fresh.csv');
    const rows = await writeDelivery(fresh, { points, firstDay: firstDay + baseDays, days, alike: true });
    await database.raw('checkpoint');
    const imported = await timeImport(database, fresh);
    const corrections: { seconds: number; bytes: number; vacuumed: number }[] = [];
    for (const add of [0.5, 0.7]) {
      const file = join(folder, `corrected-${add}.csv`);
      // The last day's last hour ends in a day that is not corrected.
      await writeDelivery(file, { points, firstDay: firstDay + baseDays - days - 100, days, alike: true, add });
      const vacuumed = add === 0.5 ? await vacuum(database) : await awaitAutovacuum(database);
      const before = await sizeOf(database, ...tables);
      await database.raw('checkpoint');
      corrections.push({
        vacuumed,
        seconds: await timeImport(database, file, 'corrected'),
        bytes: (await sizeOf(database, ...tables)) - before,
      });
    }
    const [first, second] = corrections;
    return [
      compare({
        name: `corrections: ${points} points × ${days} days, against as many new readings`,
        ours: rows / first!.seconds,
        reference: rows / imported,
        unit: 'rows/s',
        atLeast: 0.3,
      }),
      compare({
        name: 'corrections: what a corrected reading leaves behind',
        ours: first!.bytes / rows,
        reference: 60,
        unit: 'bytes',
        atMost: 1,
      }),
      compare({
        name: 'corrections: after what time autovacuum has come by itself, asleep for a minute between',
        ours: second!.vacuumed,
        reference: mostSeconds,
        unit: 's',
        atMost: 1,
      }),
      compare({
        name: 'corrections: what it leaves once more, vacuumed between',
        ours: second!.bytes / rows,
        reference: 60,
        unit: 'bytes',
        atMost: 1,
      }),
    ];
  });
}

const mostSeconds = 180;

/** Of filling the base there is nothing to be told apart from what a correction leaves. */
async function vacuum(database: Knex): Promise<number> {
  for (const table of tables) await database.raw(`vacuum ${table}`);
  return 0;
}

/** What the tables' own settings bring about: seconds until both tables that were written anew are vacuumed, or a little more than the bound. */
async function awaitAutovacuum(database: Knex): Promise<number> {
  const begin = performance.now();
  const { rows } = await database.raw('select clock_timestamp() as now');
  for (;;) {
    const seconds = (performance.now() - begin) / 1000;
    const done = await database.raw(
      `select 1 from pg_stat_user_tables where relname in ('reading_day', 'consumption_day') and last_autovacuum > cast(? as timestamptz)`,
      [rows[0].now],
    );
    if (done.rows.length === 2 || seconds > mostSeconds) return seconds;
    await sleep(1_000);
  }
}
