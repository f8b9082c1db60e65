import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createDatabase, dropDatabase } from '../support/create-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Origin of the running demo. */
    demo: string;
    /** Its database, for what an operator does. */
    demoDatabase: string;
  }
}

/** vitest's global set-up: the demo as a person starts it, on a free port and with data of its own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { address, databaseUrl, stop } = await startDemo();
  project.provide('demo', address);
  project.provide('demoDatabase', databaseUrl);
  return stop;
}

/** The demo on a free port, with data of its own that go when it stops: on DATABASE_URL's server a copy of DEMO_TEMPLATE, where there is one. */
export async function startDemo(): Promise<{ address: string; databaseUrl: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'min-side-e2e-'));
  // Root's PostgreSQL runs as somebody else, who is to go there, so that the data are removed with the folder.
  await chmod(folder, 0o755);
  const server = process.env.DATABASE_URL;
  const database = server ? await createDatabase(server, process.env.DEMO_TEMPLATE) : undefined;
  const demo = spawnDemo({
    PORT: '0',
    DEMO_DATA: folder,
    DATABASE_URL: database?.url,
    DATABASE_STATEMENT_MS: '10000', // a machine that does ten things at once is no fault of a page's
    CALLS_PER_MINUTE: '100000', // the walks ask in a minute what a person asks in a day
    LOGIN_CALLS_PER_MINUTE: '1000',
  });
  const stop = async () => {
    demo.kill('SIGTERM');
    if (demo.exitCode === null) await once(demo, 'exit');
    if (database) await dropDatabase(server!, database.name);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = await addressOf(demo);
    return { address, databaseUrl: database?.url ?? (await embeddedUrl(join(folder, 'postgres'))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the demo's own PostgreSQL is: it says its port in a file of its own. */
async function embeddedUrl(folder: string): Promise<string> {
  const password = (await readFile(join(folder, 'min-side-password'), 'utf8')).trim();
  const port = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/** What `npm run demo` runs, or that itself; detached, in a process group of its own as in a terminal. */
export function spawnDemo(environment: NodeJS.ProcessEnv, { detached = false, byNpm = false } = {}): ChildProcess {
  const root = join(import.meta.dirname, '../..');
  const [command, ...args] = byNpm ? ['npm', 'run', 'demo'] : [process.execPath, join(root, 'setup/run.mjs'), 'demo/start.ts'];
  return spawn(command!, args, { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], detached });
}

/** Waits until the demo prints where it is; rejects with all it said when it ends first. */
export async function addressOf(demo: ChildProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [demo.stdout!, demo.stderr!]) {
      stream.on('data', (data) => {
        said.push(String(data));
        const [address] = /http:\/\/localhost:\d+/.exec(said.join('')) ?? [];
        if (address) resolve(address);
      });
    }
    demo.on('close', () => reject(new Error(said.join(''))));
  });
}
