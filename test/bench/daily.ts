import { join } from 'node:path';
import { timeCopy, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { fillAlike, fillPlainAlike } from './metering/many.ts';
import { compare, type Row } from './row.ts';

const points = Number(process.env.BENCH_POINTS ?? 5000);
const days = Number(process.env.BENCH_DAYS ?? 365);
const deliveries = 3;

/** The next day of 5,000 houses into a base that holds a year of them, against COPY of it into a plain table that does; the median of three days. */
export async function run(): Promise<Row[]> {
  return withBase(points, async (database, folder) => {
    await fillAlike(database, folder, { points, days });
    await fillPlainAlike(database, points);
    const measured: { ours: number; copy: number }[] = [];
    for (let day = 0; day < deliveries; day++) {
      const file = join(folder, `day-${day}.csv`);
      await writeDelivery(file, { points, firstDay: firstDay + days + day, days: 1, alike: true });
      await database.raw('checkpoint');
      const copy = await timeCopy(database, file);
      await database.raw('checkpoint');
      measured.push({ copy, ours: await timeImport(database, file) });
    }
    const median = (values: number[]) => values.sort((left, right) => left - right)[Math.floor(values.length / 2)]!;
    const ours = median(measured.map((one) => one.ours));
    const copy = median(measured.map((one) => one.copy));
    const rows = points * 24;
    return [
      compare({
        name: `daily: next day of ${points} points after ${days} days, against plain COPY`,
        ours: rows / ours,
        reference: rows / copy,
        unit: 'rows/s',
        atLeast: 0.4,
      }),
    ];
  });
}
