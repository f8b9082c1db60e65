import type { AnswersReply } from '../../server/contract/answers.ts';
import type { PointChoice } from '../../server/contract/consumption.ts';
import type { Api } from '../api.ts';
import { whenIdle } from '../later.ts';
import { fetchView, type ViewReply } from './fetch-view.ts';

/** How old a reply may be and still be shown at once. */
const freshMs = 5 * 60_000;
const mostKept = 60;

const isFresh = ({ at }: { at: number }): boolean => performance.now() - at < freshMs;

interface CachedReply<Reply> {
  at: number;
  reply: Promise<Reply>;
  /** As soon as it has come. */
  come?: Reply;
}

/**
 * Replies of one customer, kept in memory for a few minutes, so that going back, and to where one is likely to go next, waits for
 * nobody. A failure is not kept.
 */
export class ViewCache {
  readonly #api: Api;
  readonly #kept = new Map<string, CachedReply<unknown>>();

  constructor(api: Api) {
    this.#api = api;
  }

  view(at: string, point: PointChoice | undefined, signal: AbortSignal): Promise<ViewReply> {
    // Not aborted with the view: what has been asked for once is soon asked for again.
    return abortable(
      this.#keep(`view ${at} ${point ?? ''}`, () => fetchView(this.#api, at, point)),
      signal,
    );
  }

  /** What has come already, for who can't wait; undefined where nothing has. */
  known(at: string, point: PointChoice | undefined): ViewReply | undefined {
    const kept = this.#kept.get(`view ${at} ${point ?? ''}`) as CachedReply<ViewReply> | undefined;
    return kept && isFresh(kept) ? kept.come : undefined;
  }

  answers(at: string, point: PointChoice | undefined, signal: AbortSignal): Promise<AnswersReply> {
    const query = { ...(point && { point }), ...(at && { at }) };
    return abortable(
      this.#keep(`answers ${at} ${point ?? ''}`, () => this.#api.call('GET /consumption/answers', { query })),
      signal,
    );
  }

  /** Fetches what is likely to be looked at next, one after another, when the browser has nothing else to do. */
  prefetch(ats: readonly string[], point: PointChoice | undefined): void {
    void (async () => {
      for (const at of ats) {
        if (this.known(at, point)) continue;
        await new Promise<void>((resolve) => whenIdle(resolve));
        // A failure is found again, and told, by whoever goes there.
        await this.#keep(`view ${at} ${point ?? ''}`, () => fetchView(this.#api, at, point)).catch(() => {});
      }
    })();
  }

  #keep<Reply>(key: string, fetch: () => Promise<Reply>): Promise<Reply> {
    const known = this.#kept.get(key) as CachedReply<Reply> | undefined;
    if (known && isFresh(known)) return known.reply;
    const reply = fetch();
    const kept: CachedReply<Reply> = { at: performance.now(), reply };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!);
    reply.then(
      (come) => (kept.come = come),
      () => this.#kept.delete(key),
    );
    return reply;
  }
}

function abortable<Reply>(reply: Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    reply.then(resolve, reject);
  });
}
