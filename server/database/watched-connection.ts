import pg from 'pg';
import { DatabaseTimeout, isBrokenOff, isReadOnly } from '../ground/database-away.ts';
import { patienceLeft } from './patience.ts';

type Callback = (error: Error | null, result?: unknown) => void;

/** What is used of pg's client, which declares one overload for each way to ask. */
interface PlainClient {
  query(config: unknown, values?: unknown): unknown;
  readonly connection: { readonly stream: { destroy(error: Error): void } };
}

const Plain = pg.Client as unknown as new (config: pg.ClientConfig) => PlainClient;

/**
 * A connection that is cut when its statement is not answered in time. pg's own `query_timeout` gives up the statement alone: the
 * connection goes back to the pool, and the next statement queues behind an answer that never comes.
 */
export class WatchedConnection extends Plain {
  readonly openedAt = performance.now();
  /** A statement was broken off for its time: a Citus that waits for a silent node says so, and then waits on before it takes the next. */
  isStuck = false;
  /** When it last answered, on `performance.now()`'s clock. */
  answeredAt = performance.now();
  /** Longest wait for the answer to one statement, where whoever asks has no shorter patience; 0 is no limit. */
  answerMs = 0;
  /** Told when its server fell silent or only reads: the other connections were made to the same one. */
  onDistrust: () => void = () => {};

  /** As pg's own, for statements with text and values; what streams (COPY) is passed on as it is. */
  override query(config: unknown, values?: unknown, callback?: Callback): unknown {
    if (typeof config === 'object' && config !== null && 'submit' in config) return super.query(config);
    const [bound, done] = typeof values === 'function' ? [undefined, values as Callback] : [values, callback];
    const answer = this.#watch(() => super.query(config, bound), Math.min(patienceLeft(), this.answerMs || Infinity));
    if (done === undefined) return answer;
    return callBack(answer, done);
  }

  /** Whether anything comes back at all; cut when not. */
  async answersWithin(milliseconds: number): Promise<boolean> {
    return this.#watch(() => super.query('select 1'), milliseconds).then(
      () => true,
      () => false,
    );
  }

  cut(): void {
    this.connection.stream.destroy(new DatabaseTimeout('an answer'));
  }

  async #watch(ask: () => unknown, milliseconds: number): Promise<unknown> {
    if (milliseconds <= 0) throw new DatabaseTimeout('an answer');
    const timer =
      milliseconds === Infinity
        ? undefined
        : setTimeout(() => {
            this.onDistrust();
            this.cut();
          }, milliseconds);
    try {
      const result = await ask();
      this.answeredAt = performance.now();
      return result;
    } catch (error) {
      if (isReadOnly(error)) this.onDistrust();
      if (isBrokenOff(error)) this.isStuck = true;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

async function callBack(answer: Promise<unknown>, done: Callback): Promise<void> {
  try {
    done(null, await answer);
  } catch (error) {
    done(error as Error);
  }
}
