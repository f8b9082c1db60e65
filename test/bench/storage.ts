import { join } from 'node:path';
import { sizeOf, timeCopy, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { compare, type Row } from './row.ts';

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
    const readings = await sizeOf(database, 'reading_day');
    return [
      compare({
        name: 'storage: readings and consumption, against a plain table of readings',
        ours: ours / rows,
        reference: plain / rows,
        unit: 'bytes/reading',
        atMost: 0.7,
      }),
      compare({ name: 'storage: of which readings', ours: readings / rows, reference: plain / rows, unit: 'bytes/reading' }),
    ];
  });
}
