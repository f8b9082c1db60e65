import { join } from 'node:path';
import { sizeOf, timeCopy, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import type { Row } from './row.ts';

const points = 50;

/** Bytes per reading on disk, indexes included: raw and derived together, beside a plain table of the raw alone. */
export async function run(): Promise<Row[]> {
  return withBase(points, async (database, folder) => {
    const file = join(folder, 'year.csv');
    const rows = await writeDelivery(file, { points, firstDay, days: 365 });
    await timeCopy(database, file);
    await timeImport(database, file);
    const ours = await sizeOf(database, 'reading_day', 'consumption_day');
    const plain = await sizeOf(database, 'plain');
    return [
      { measure: 'readings and consumption', value: ours / rows, unit: 'bytes/reading' },
      { measure: 'of which readings', value: (await sizeOf(database, 'reading_day')) / rows, unit: 'bytes/reading' },
      { measure: 'plain table of readings', value: plain / rows, unit: 'bytes/reading' },
      { measure: 'ours : plain', value: ours / plain, unit: '×', atMost: 0.7 },
    ];
  });
}
