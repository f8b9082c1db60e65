import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../server/main.ts');

export interface ServerProcess {
  url: string;
  port: number;
  child: ChildProcess;
  /** What it has written, of its first 100 kB. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** `server/main.ts` in a process of its own with nothing but `environment` and what it can't do without. */
export async function startProcess(environment: Record<string, string>, program = main): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env['PATH'],
      LOGIN_KEY: 'ab'.repeat(32),
      SMS_TEMPLATE_URL: 'http://127.0.0.1:9/',
      SMS_TEMPLATE_OK_PATH: 'accepted',
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let listens = false;
  const heard = Promise.withResolvers<number>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < 100_000) output += text;
      if (listens) return; // a bench's thousands of lines are not searched again and again
      const port = /"port":(\d+)[^\n]*"listening"/.exec(output)?.[1];
      listens = port !== undefined;
      if (port !== undefined) heard.resolve(Number(port));
    });
  child.once('exit', () => heard.reject(new Error(`The server ended before it listened: ${output}`)));
  const port = await heard.promise;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    child,
    output: () => output,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}
