import { join } from 'node:path';
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
    const corrections: { seconds: number; bytes: number }[] = [];
    for (const add of [0.5, 0.7]) {
      const file = join(folder, `corrected-${add}.csv`);
      // The last day's last hour ends in a day that is not corrected.
      await writeDelivery(file, { points, firstDay: firstDay + baseDays - days - 100, days, alike: true, add });
      await vacuum(database);
      const before = await sizeOf(database, ...tables);
      await database.raw('checkpoint');
      corrections.push({ seconds: await timeImport(database, file, 'corrected'), bytes: (await sizeOf(database, ...tables)) - before });
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
        name: 'corrections: what it leaves once more, vacuumed between',
        ours: second!.bytes / rows,
        reference: 60,
        unit: 'bytes',
        atMost: 1,
      }),
    ];
  });
}

/** What the tables' settings make autovacuum do, at once. */
async function vacuum(database: Knex): Promise<void> {
  for (const table of tables) await database.raw(`vacuum ${table}`);
}
