import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { importInProcess } from './metering/import-process.ts';
import { compare, type Row } from './row.ts';

const gigabytes = Number(process.env.BENCH_GIGABYTES ?? 5);
const days = 365;
const boundMegabytes = 300;

/** One file of many gigabytes. It comes through a named pipe, so that it never lies on the disk; what it becomes takes some three times its size there for a while. */
export async function run(): Promise<Row[]> {
  // The first house's lines are the shortest, so that the file is no smaller than asked for.
  const points = await withBase(1, async (_, folder) => {
    const one = join(folder, 'one.csv');
    await writeDelivery(one, { points: 1, firstDay, days });
    return Math.ceil((gigabytes * 1e9) / (await stat(one)).size);
  });
  return withBase(points, async (_, folder, url) => {
    const pipe = join(folder, 'large.csv');
    if (spawnSync('mkfifo', [pipe]).status !== 0) throw new Error('This bench needs mkfifo.');
    // An import that gives up closes its end of the pipe, and writing then fails.
    const [{ report, peakMegabytes, seconds }, rows] = await Promise.all([
      importInProcess(url, pipe),
      writeDelivery(pipe, { points, firstDay, days }),
    ]);
    if (report.stored !== rows) throw new Error(`Not everything went in: ${report.stored} of ${rows}`);
    const name = `large: ${gigabytes} GB in one file, ${(rows / 1e6).toFixed(1)} million readings in ${seconds.toFixed(0)} s`;
    return [compare({ name: `${name}; most memory of Node`, ours: peakMegabytes, reference: boundMegabytes, unit: 'MB', atMost: 1 })];
  });
}
