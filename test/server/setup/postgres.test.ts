import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from '../../../setup/postgres.ts';

let folder: string;
let dataFolder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'min-side-postgres-'));
  // mkdtemp's folder is for its maker alone, and root's PostgreSQL runs as somebody else.
  await chmod(folder, 0o755);
  dataFolder = join(folder, 'data');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

/** A process that starts PostgreSQL and is then killed in the given way. Returns the connection string it had. */
async function startAndEnd(signal: NodeJS.Signals): Promise<string> {
  const module = join(import.meta.dirname, '../../../setup/postgres.ts');
  const script = `const { startPostgres } = await import(${JSON.stringify(module)});
    const { url } = await startPostgres({ dataFolder: process.argv[1], durable: false });
    process.stdout.write(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(child.stdout, 'data');
  child.kill(signal);
  await once(child, 'exit');
  return String(url);
}

test('keeps the data from one start to the next', async () => {
  const first = await startPostgres({ dataFolder, durable: false });
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  const second = await startPostgres({ dataFolder, durable: false });
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('goes down with a parent that ends by %s', async (signal) => {
  const url = await startAndEnd(signal);
  await expect.poll(() => query(url, 'select 1').catch((error: { code?: string }) => error.code)).toBe('ECONNREFUSED');
  await expect.poll(() => existsSync(join(dataFolder, 'postmaster.pid'))).toBe(false);
});

test('starts over a lock file that a hard kill left, though its process number is in use again', async () => {
  writeFileSync(join(dataFolder, 'postmaster.pid'), `${process.pid}\n${dataFolder}\n`, { mode: 0o644 });
  const postgres = await startPostgres({ dataFolder, durable: false });
  expect(await query(postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await postgres.stop();
});

test('says so when another start uses the same data', async () => {
  const first = await startPostgres({ dataFolder, durable: false });
  await expect(startPostgres({ dataFolder, durable: false })).rejects.toThrow(/already uses .* Stop the other start first/);
  await first.stop();
});

test('says what to do with data that are broken', async () => {
  await (await startPostgres({ dataFolder, durable: false })).stop();
  const broken = join(folder, 'broken');
  spawnSync('cp', ['-a', dataFolder, broken]);
  await rm(join(broken, 'global/pg_control'));
  await expect(startPostgres({ dataFolder: broken, durable: false })).rejects.toThrow(
    /did not start on .*Remove the folder, and the next start/,
  );
  await rm(join(broken, 'min-side-password'));
  await expect(startPostgres({ dataFolder: broken, durable: false })).rejects.toThrow(/not ours, or broken\. Remove the folder/);
});

test.runIf(userInfo().uid === 0)('keeps data elsewhere when root has them where its user cannot go', async () => {
  const closed = join(folder, 'closed');
  await mkdir(closed, { mode: 0o700 });
  await chmod(closed, 0o700);
  const postgres = await startPostgres({ dataFolder: join(closed, 'data'), durable: false });
  const [{ data_directory: elsewhere }] = (await query(postgres.url, 'show data_directory')) as [{ data_directory: string }];
  expect(elsewhere).toMatch(/^\/var\/tmp\/min-side-/);
  await postgres.stop();
  await rm(elsewhere, { recursive: true });
});
