import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processorWaitMs } from '../support/processor-time.ts';
import { addressOf, spawnDemo } from './demo.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'min-side-start-'));
  // As a checkout's .data would be: PostgreSQL's user can go there.
  await chmod(folder, 0o755);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const environment = () => ({ PORT: '0', DEMO_DATA: folder, DATABASE_URL: '' });

/** Processes that have the data folder on their command line: all of PostgreSQL's, and nobody else. */
function left(): string {
  return spawnSync('pgrep', ['-f', '--', `-D ${folder}`], { encoding: 'utf8' }).stdout;
}

const ends: [name: string, byNpm: boolean, end: (pid: number) => void][] = [
  ["a terminal's Ctrl-C, which reaches the whole group,", false, (pid) => process.kill(-pid, 'SIGINT')],
  ['SIGTERM', false, (pid) => process.kill(pid, 'SIGTERM')],
  ['SIGKILL', false, (pid) => process.kill(pid, 'SIGKILL')],
  ['SIGTERM to npm', true, (pid) => process.kill(pid, 'SIGTERM')],
  ['SIGKILL to npm', true, (pid) => process.kill(pid, 'SIGKILL')],
];

test.each(ends)('leaves no process behind when %s ends it', async (_name, byNpm, end) => {
  const demo = spawnDemo(environment(), { detached: true, byNpm });
  const address = await addressOf(demo);
  expect((await fetch(address)).status).toBe(200);
  end(demo.pid!);
  await once(demo, 'exit');
  await expect.poll(left).toBe('');
  await expect.poll(() => fetch(address).catch((error: Error) => (error.cause as { code: string }).code)).toBe('ECONNREFUSED');
});

test('is up within 5 s when it was started before', async () => {
  // The best of three, not counting the time without a processor: the first start, which builds and fills, takes longer.
  let took = Infinity;
  for (let start = 0; start < 3 && took >= 5_000; start += 1) {
    const before = performance.now();
    const demo = spawnDemo(environment());
    await addressOf(demo);
    took = performance.now() - before - processorWaitMs(demo.pid!);
    demo.kill('SIGTERM');
    await once(demo, 'exit');
  }
  expect(took).toBeLessThan(5_000);
});

test('says what to do when the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const demo = spawnDemo({ ...environment(), PORT: String(port) });
  await expect(addressOf(demo)).rejects.toThrow(
    `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm run demo`,
  );
  expect(demo.exitCode).toBe(1);
  other.close();
});
