import { join } from 'node:path';
import { timeCopy, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import type { Row } from './row.ts';

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
      { measure: `import of ${rows} readings`, value: rows / imported, unit: 'rows/s' },
      { measure: 'plain COPY with a key', value: rows / copied, unit: 'rows/s' },
      { measure: 'import : COPY', value: copied / imported, unit: '×', atLeast: 0.5 },
      { measure: 'most memory of Node', value: peak / 1e6, unit: 'MB', atMost: 300 },
    ];
  });
}
