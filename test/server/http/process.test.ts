import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';

const main = join(import.meta.dirname, '../../../server/main.ts');
let database: FreshDatabase;
beforeAll(async () => (database = await freshDatabase()));
afterAll(() => database.drop());

function start(environment: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'], ...environment } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return { child, output: () => output };
}

function enough(): Record<string, string> {
  return { DATABASE_URL: database.url, LOGIN_KEY: 'ab'.repeat(32), SMS_TEMPLATE_URL: 'http://127.0.0.1:9/', PORT: '0' };
}

test('listens, and ends cleanly with 0 when it is told to', async () => {
  const { child, output } = start(enough());
  await expect.poll(output).toContain('"listening"');
  const { port } = JSON.parse(
    output()
      .split('\n')
      .find((line) => line.includes('listening'))!,
  ) as { port: number };
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(output()).toContain('"stopped"');
});

test('names every fault of the configuration and does not start', async () => {
  const { child, output } = start({ ...enough(), LOGIN_KEY: 'short', CODE_TRIES: '99' });
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(output()).toContain('LOGIN_KEY must be at least 32 random bytes');
  expect(output()).toContain('CODE_TRIES must be a whole number from 1 to 5');
});

test('says what to do when the port is taken', async () => {
  const first = start(enough());
  await expect.poll(first.output).toContain('"listening"');
  const port = /"port":(\d+)/.exec(first.output())![1]!;
  const second = start({ ...enough(), PORT: port });
  expect(await once(second.child, 'exit')).toEqual([1, null]);
  expect(second.output()).toContain('The port is taken');
  first.child.kill('SIGTERM');
  await once(first.child, 'exit');
});
