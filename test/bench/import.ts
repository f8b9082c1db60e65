import { join } from 'node:path';
import { timeCopy, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { compare, type Row } from './row.ts';

const points = Number(process.env.BENCH_POINTS ?? 500);

/** A year of 500 houses through the whole path, against plain COPY of the same file. */
export async function run(): Promise<Row[]> {
  return withBase(points, async (database, folder) => {
    const file = join(folder, 'year.csv');
    const rows = await writeDelivery(file, { points, firstDay, days: 365 });
    const copied = await timeCopy(database, file);
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
    const imported = await timeImport(database, file);
    clearInterval(watch);
    return [
      compare({
        name: `import: ${points} points × 1 year, against plain COPY`,
        ours: rows / imported,
        reference: rows / copied,
        unit: 'rows/s',
        atLeast: 0.75,
      }),
      compare({ name: 'import: most memory of Node, against the bound', ours: peak / 1e6, reference: 300, unit: 'MB', atMost: 1 }),
    ];
  });
}
