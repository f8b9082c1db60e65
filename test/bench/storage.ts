import { join } from 'node:path';
import { sizeOf, timeCopy, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { compare, type Row } from './row.ts';

const points = Number(process.env.BENCH_POINTS ?? 60);

/**
 * Bytes per reading on disk, indexes included: raw and derived together, beside a plain table of the raw alone. A third of the houses sends whole kWh,
 * a third two decimals, a third three; all send hundredths of a m³ and whole m³·°C.
 */
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
        name: 'storage: readings with file and line, and consumption, against the bound',
        ours: ours / rows,
        reference: 36,
        unit: 'bytes/reading',
        atMost: 1,
      }),
      compare({
        name: 'storage: of which readings, against a plain table of them',
        ours: readings / rows,
        reference: plain / rows,
        unit: 'bytes/reading',
      }),
    ];
  });
}
