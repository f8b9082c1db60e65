import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '../failure.ts';
import type { Log } from '../ground/log.ts';
import type { HashAnswer, HashQuestion, ScryptParams } from './hash-worker.ts';

const worker = fileURLToPath(new URL('hash-worker.ts', import.meta.url));

type Question = HashQuestion extends infer Each ? (Each extends HashQuestion ? Omit<Each, 'id'> : never) : never;

/** A process that only hashes, started when the first password comes and again when it went down. */
export class HashProcess {
  readonly #atOnce: number;
  readonly #log: Log | undefined;
  readonly #asked = new Map<number, { resolve(answer: HashAnswer): void; reject(error: Error): void }>();
  #child: ChildProcess | null = null;
  #lastId = 0;

  constructor(atOnce: number, log?: Log) {
    this.#atOnce = atOnce;
    this.#log = log;
  }

  async hash(password: string, params: ScryptParams): Promise<string> {
    return (await this.#ask({ what: 'hash', password, params })).hash!;
  }

  async check(stored: string | null, password: string, params: ScryptParams): Promise<{ fits: boolean; renew: boolean }> {
    const { fits = false, renew = false } = await this.#ask({ what: 'check', stored, password, params });
    return { fits, renew };
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #ask(question: Question): Promise<HashAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<HashAnswer>();
    const id = (this.#lastId += 1);
    this.#asked.set(id, { resolve, reject });
    const child = (this.#child ??= this.#start());
    child.ref();
    child.channel?.ref();
    child.send({ ...question, id });
    return promise.finally(() => {
      this.#asked.delete(id);
      if (this.#asked.size > 0) return;
      child.unref(); // it must not keep us running
      child.channel?.unref();
    });
  }

  #start(): ChildProcess {
    const child = fork(worker, {
      // Nothing of ours is its business, secrets least of all.
      env: { UV_THREADPOOL_SIZE: String(this.#atOnce), NODE_NO_WARNINGS: '1' },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (answer: HashAnswer) => this.#asked.get(answer.id)?.resolve(answer));
    child.on('error', () => undefined);
    child.once('exit', () => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#log?.error('The process that hashes passwords ended, and is started again', { count: this.#asked.size });
      for (const { reject } of this.#asked.values()) reject(new Failure('busy', { retryAfterSeconds: 2 }));
    });
    return child;
  }
}
