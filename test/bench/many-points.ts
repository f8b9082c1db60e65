import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { withBase } from './metering/base.ts';
import { firstDay, firstPoint, writeDelivery } from './metering/delivery.ts';
import { importInProcess } from './metering/import-process.ts';
import { compare, type Row } from './row.ts';

const points = Number(process.env.BENCH_POINTS ?? 1_000_000);
const named = 3_000;
const boundMegabytes = 300;

/** A base of a million metering points with a meter each: a day of some thousand of them, and a night's file that names them all, one register each. */
export async function run(): Promise<Row[]> {
  return withBase(points, async (database, folder, url) => {
    await database.raw(
      `insert into meter (metering_point_id, serial)
       select cast(:first as bigint) + n, (70000000 + n)::text from generate_series(0, cast(:last as int)) n`,
      { first: firstPoint.toString(), last: points - 1 },
    );
    await database.raw('vacuum analyze');
    const day = join(folder, 'day.csv');
    const rows = await writeDelivery(day, { points: Math.min(named, points), firstDay, days: 1, alike: true });
    const night = join(folder, 'night.csv');
    await writeNight(night);
    const measured: Row[] = [];
    for (const [what, file, wanted] of [
      [`a day of ${named}`, day, rows],
      ['a register of each', night, points],
    ] as const) {
      const { report, peakMegabytes, seconds } = await importInProcess(url, file);
      if (report.stored !== wanted) throw new Error(`Not everything went in: ${report.stored} of ${wanted}`);
      const name = `many-points: ${what}, ${points} points in the base, in ${seconds.toFixed(1)} s; most memory of Node`;
      measured.push(compare({ name, ours: peakMegabytes, reference: boundMegabytes, unit: 'MB', atMost: 1 }));
    }
    return measured;
  });
}

/** One register of every metering point, at a midnight that no other file has. */
async function writeNight(path: string): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  file.write('metering_point_id;meter_serial;time;energy_kwh\n');
  const time = new Date((firstDay + 30) * 86_400_000).toISOString().slice(0, 19);
  for (let point = 0; point < points; point++) {
    if (!file.write(`${firstPoint + BigInt(point)};${70000000 + point};${time}Z;${9000 + (point % 90)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}
