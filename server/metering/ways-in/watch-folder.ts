import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sentenceOf } from '../../ground/command-fault.ts';
import { InputFault } from '../../ground/input-fault.ts';

/** What became of a file that was taken. */
export interface TakenFile {
  /** The report, its first sentence in short. */
  sentences: string[];
  /** Something of it was set aside. */
  setAside: boolean;
}

export interface WatchOptions {
  folder: string;
  /** Takes a file in and returns its report. Throws an `InputFault` for one that is refused. */
  take(path: string, name: string): Promise<TakenFile>;
  /** Whether a file comes in with another one, and waits for it (a PDF for its index). Default: none does. */
  comesWith?(name: string): boolean;
  /** Names of the files that came with one that is taken: they are moved to done with it. */
  companions?(path: string): Promise<string[]>;
  now(): Date;
  signal: AbortSignal;
  say(sentence: string): void;
  /** A file is complete when it hasn't changed from one look to the next, default 5 000 ms. */
  everyMs?: number;
}

/** Looks into a folder until told to stop. Names that begin with a dot or end in .part or .tmp are files still being written. */
export async function watchFolder({
  folder,
  take,
  comesWith = () => false,
  companions,
  now,
  signal,
  say,
  everyMs = 5_000,
}: WatchOptions): Promise<void> {
  for (const name of ['done', 'failed']) await mkdir(join(folder, name), { recursive: true });
  let seen = new Map<string, string>();
  while (!signal.aborted) {
    const found = new Map<string, string>();
    for (const name of (await waiting(folder)).filter((one) => !comesWith(one))) {
      const { size, mtimeMs } = await stat(join(folder, name));
      found.set(name, `${size} ${mtimeMs}`);
      if (seen.get(name) !== found.get(name)) continue;
      const taken = await takeFile(name);
      say(taken);
      if (signal.aborted) return;
    }
    seen = found;
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }

  /** The same name may come again tomorrow. */
  function stamped(name: string): string {
    return `${now().toISOString().replace(/[:.]/g, '')}-${name}`;
  }

  async function takeFile(name: string): Promise<string> {
    const path = join(folder, name);
    try {
      const { sentences, setAside } = await take(path, name);
      for (const companion of (await companions?.(path)) ?? [])
        await rename(join(folder, companion), join(folder, 'done', stamped(companion)));
      await put('done', name, sentences.join('\n'), setAside ? 'set-aside' : 'report');
      return sentences[0]!;
    } catch (error) {
      // With the database away the file waits; only what is wrong with the file itself makes it fail.
      if (!(error instanceof InputFault)) return `${name}: not taken yet, it will be tried again (${sentenceOf(error)})`;
      await put('failed', name, error.describe(name));
      return error.describe(name);
    }
  }

  /** The report's name tells whoever watches the folder, as the exit status of a command does. */
  async function put(where: 'done' | 'failed', name: string, report: string, kind: 'report' | 'set-aside' = 'report'): Promise<void> {
    const moved = stamped(name);
    await writeFile(join(folder, where, `${moved}.${kind}.txt`), `${report}\n`);
    await rename(join(folder, name), join(folder, where, moved));
  }
}

async function waiting(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return names.filter((name) => !name.startsWith('.') && !/\.(part|tmp)$/i.test(name)).sort();
}
