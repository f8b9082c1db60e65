import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ImportReport } from '../../../server/metering/import-report.ts';

/** `min-side import readings` of a file in a process of its own, whose peak memory is asked of the kernel (Linux). */
export async function importInProcess(
  url: string,
  file: string,
): Promise<{ report: ImportReport; peakMegabytes: number; seconds: number }> {
  const begin = performance.now();
  const cli = join(import.meta.dirname, '../../../server/cli.ts');
  // With the flags that setup/run.mjs gives every command.
  const child = spawn(process.execPath, [...process.execArgv, cli, '--json', 'import', 'readings', file, '--profile', 'own'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: url },
  });
  let peakMegabytes = 0;
  const watch = setInterval(() => (peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid))), 100);
  try {
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    if (code !== 0) throw new Error(`The import gave up: ${said}`);
    return { report: JSON.parse(said) as ImportReport, peakMegabytes, seconds: (performance.now() - begin) / 1000 };
  } finally {
    clearInterval(watch);
    child.kill('SIGKILL');
  }
}

/** The highest resident size so far; 0 once the process is gone. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return 0;
  }
}
