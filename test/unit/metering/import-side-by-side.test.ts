import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { importSideBySide, type ThreadOrder } from '../../../server/metering/ways-in/import-side-by-side.ts';

const threads = vi.hoisted(() => new Map<string, EventEmitter>());

vi.mock('node:worker_threads', () => ({
  Worker: class extends EventEmitter {
    constructor(_: URL, { workerData }: { workerData: ThreadOrder }) {
      super();
      threads.set(workerData.file, this);
    }

    postMessage(word: string): void {
      if (word === 'leave') queueMicrotask(() => this.emit('exit', 0));
    }
  },
}));

it.each([
  ['with an error of its own', (thread: EventEmitter) => void thread.emit('error', new Error('out of memory')), 'out of memory'],
  ['without a word', () => {}, 'first.csv: the import ended before it was done. Nothing was imported.'],
])('leaves who waits for a file whose thread ends %s', async (_, fail, message) => {
  threads.clear();
  const taken = importSideBySide({
    files: ['first.csv', 'second.csv', 'third.csv'],
    jobs: 2,
    url: '',
    profileName: 'own',
    now: new Date(),
    check: false,
    report: () => {},
  });
  threads.get('second.csv')!.emit('message', { buckets: [1] });
  const first = threads.get('first.csv')!;
  fail(first);
  first.emit('exit', 1);
  await expect(taken).rejects.toThrow(message);
  expect([...threads.keys()]).toEqual(['first.csv', 'second.csv']);
});
