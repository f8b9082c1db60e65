import { spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../server/cli.ts');

/** Runs `min-side` as an operator does, in a process of its own with nothing but `environment`. */
export async function minSide(
  environment: Record<string, string>,
  ...words: string[]
): Promise<{ code: number; out: string; error: string }> {
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, error] = [child.stdout, child.stderr].map(async (stream) => (await stream.setEncoding('utf8').toArray()).join(''));
  const code = await new Promise<number>((resolve) => child.on('close', resolve));
  return { code, out: await out!, error: await error! };
}
