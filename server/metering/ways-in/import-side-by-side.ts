import { Worker } from 'node:worker_threads';
import type { ImportReport } from '../import-report.ts';

export interface SideBySide {
  files: readonly string[];
  /** How many at once. */
  jobs: number;
  /** Of the database. */
  url: string;
  profileName: string;
  now: Date;
  check: boolean;
  report(report: ImportReport): void;
}

/** What an import in a thread of its own is given. */
export interface ThreadOrder {
  file: string;
  url: string;
  profileName: string;
  now: Date;
  check: boolean;
}

/** What it says: the buckets of metering points that the file touches, once it is staged, and waits; then how it ended. */
export type ThreadWord = { buckets: number[] } | { report: ImportReport } | { fault: string };

interface Turn {
  buckets?: readonly number[];
  done?: boolean;
  begin(): void;
}

/**
 * Takes in several files at once, each in a thread of its own. Where two have metering points in common the one named first is merged first, so
 * that the other counts as the later delivery, as when they come one by one. Throws when one can't be taken; those that wait for their turn are
 * left then, and nothing of them is kept.
 */
export async function importSideBySide({ files, jobs, report, ...same }: SideBySide): Promise<void> {
  const turns: Turn[] = [];
  const threads = new Set<Worker>();
  let failure: Error | undefined;
  let next = 0;

  /** Who waits is told what to do, whenever a thread has said something or ended. */
  const goOn = () => {
    if (failure) for (const thread of threads) thread.postMessage('leave');
    else beginAll();
  };

  const beginAll = () => {
    for (const [index, { buckets, begin }] of turns.entries()) {
      const before = turns.slice(0, index).filter(({ done }) => !done);
      if (buckets && before.every((other) => other.buckets && !other.buckets.some((bucket) => buckets.includes(bucket)))) begin();
    }
  };

  const take = (file: string) => {
    const thread = new Worker(new URL('import-thread.ts', import.meta.url), { workerData: { file, ...same } satisfies ThreadOrder });
    threads.add(thread);
    const turn: Turn = {
      begin: () => {
        turn.begin = () => {};
        thread.postMessage('begin');
      },
    };
    turns.push(turn);
    return new Promise<void>((resolve) => {
      thread.on('message', (word: ThreadWord) => {
        if ('buckets' in word) turn.buckets = word.buckets;
        if ('report' in word) {
          turn.done = true;
          report(word.report);
        }
        if ('fault' in word) failure ??= new Error(word.fault);
        goOn();
      });
      thread.on('error', (error: Error) => (failure ??= error));
      thread.on('exit', () => {
        threads.delete(thread);
        if (!turn.done) failure ??= new Error(`${file}: the import ended before it was done. Nothing was imported.`);
        goOn();
        resolve();
      });
    });
  };

  const work = async () => {
    while (next < files.length && !failure) await take(files[next++]!);
  };
  await Promise.all(Array.from({ length: jobs }, work));
  if (failure) throw failure;
}
