import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ImportReport } from '../../server/metering/import-readings.ts';
import { withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { compare, type Row } from './row.ts';

const gigabytes = Number(process.env.BENCH_GIGABYTES ?? 5);
const days = 365;
const boundMegabytes = 300;

/**
 * One file of many gigabytes through `min-side import readings`, in a process of its own whose peak memory is asked of the kernel (Linux).
 * The file comes through a named pipe, so that it never lies on the disk; what it becomes takes some three times its size there for a while.
 */
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
    const begin = performance.now();
    const cli = join(import.meta.dirname, '../../server/cli.ts');
    // With the flags that setup/run.mjs gives every command.
    const child = spawn(process.execPath, [...process.execArgv, cli, '--json', 'import', 'readings', pipe, '--profile', 'own'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: url },
    });
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, peakMegabytes(child.pid))), 100);
    try {
      const said = text(child.stdout);
      const ended = once(child, 'close');
      // An import that gives up closes its end of the pipe, and writing then fails.
      const rows = await writeDelivery(pipe, { points, firstDay, days });
      await ended;
      const { stored } = JSON.parse(await said) as ImportReport;
      if (stored !== rows) throw new Error(`Not everything went in: ${stored} of ${rows}`);
      const seconds = (performance.now() - begin) / 1000;
      const name = `large: ${gigabytes} GB in one file, ${(rows / 1e6).toFixed(1)} million readings in ${seconds.toFixed(0)} s`;
      return [compare({ name: `${name}; most memory of Node`, ours: peak, reference: boundMegabytes, unit: 'MB', atMost: 1 })];
    } finally {
      clearInterval(watch);
      child.kill('SIGKILL');
    }
  });
}

/** The highest resident size so far; 0 once the process is gone. */
function peakMegabytes(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return 0;
  }
}
