import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import { createDatabase, dropDatabase } from '../support/create-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Origin of the running demo. */
    demo: string;
  }
}

/** vitest's global set-up: the demo as a person starts it, on a free port and with data of its own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { address, stop } = await startDemo();
  project.provide('demo', address);
  return stop;
}

/** Starts the demo as a process of its own and waits until it prints its address. */
export async function startDemo(): Promise<{ address: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'min-side-e2e-'));
  const server = process.env.DATABASE_URL;
  const database = server ? await createDatabase(server) : undefined;
  const demo = spawn(process.execPath, [join(import.meta.dirname, '../../demo/start.ts')], {
    env: { ...process.env, PORT: '0', DEMO_DATA: folder, ...(database && { DATABASE_URL: database.url }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    demo.kill('SIGTERM');
    if (demo.exitCode === null) await once(demo, 'exit');
    if (database) await dropDatabase(server!, database.name);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { address: await addressFrom(demo), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressFrom(demo: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: demo.stdout! }).on('line', (line) => {
      const [address] = /http:\/\/localhost:\d+/.exec(line) ?? [];
      if (address) resolve(address);
    });
    demo.on('exit', (code) => reject(new Error(`The demo ended with ${code} before it was up.`)));
  });
}
