import { join } from 'node:path';
import { withBase } from './metering/base.ts';
import { firstDay, firstPoint, writeDelivery } from './metering/delivery.ts';
import { importInProcess } from './metering/import-process.ts';
import { compare, type Row } from './row.ts';

const points = Number(process.env.BENCH_POINTS ?? 1_000_000);
/** A day's file of some, and a night's, of all where nothing else is said. */
const [some, all] = [3_000, Number(process.env.BENCH_NAMED ?? points)];
const boundMegabytes = 300;

/** A base of a million metering points with a meter each: a day of some thousand of them, and the next of all. */
export async function run(): Promise<Row[]> {
  return withBase(points, async (database, folder, url) => {
    await database.raw(
      `insert into meter (metering_point_id, serial)
       select cast(:first as bigint) + n, (70000000 + n)::text from generate_series(0, cast(:last as int)) n`,
      { first: firstPoint.toString(), last: points - 1 },
    );
    await database.raw('vacuum analyze');
    const measured: Row[] = [];
    for (const [day, named] of [some, all].entries()) {
      const file = join(folder, `${day}.csv`);
      const rows = await writeDelivery(file, { points: named, firstDay: firstDay + day, days: 1, alike: true });
      const { report, peakMegabytes, seconds } = await importInProcess(url, file);
      if (report.stored !== rows) throw new Error(`Not everything went in: ${report.stored} of ${rows}`);
      const name = `many-points: a day of ${named}, ${points} points in the base, in ${seconds.toFixed(1)} s; most memory of Node`;
      measured.push(compare({ name, ours: peakMegabytes, reference: boundMegabytes, unit: 'MB', atMost: 1 }));
    }
    return measured;
  });
}
