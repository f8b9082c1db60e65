import type Koa from 'koa';
import { Failure } from '../failure.ts';

/** So many seconds' worth may come at once. */
const burst = 3;

/**
 * How many log-in calls a second the process works on for people who are not signed in. What is over it is refused before
 * anything is looked up, so that a flood from ever so many addresses costs customers nothing. Browsers that carry a cookie of ours
 * have a measure of their own: those who come back are not in line with those who were never here.
 */
export class StrangersPace {
  readonly #perSecond: number;
  readonly #measures: Record<'returning' | 'new', { left: number; at: number }>;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#measures = { returning: this.#full(), new: this.#full() };
  }

  /** Refuses a log-in of somebody who was never here before anything is read of it, where there is no room anyway. @throws Failure busy */
  refuseEarly(ctx: Koa.Context): void {
    if (ctx.method !== 'POST' || !ctx.path.startsWith('/api/login/') || ctx.get('Cookie') !== '') return;
    if (this.#refill(this.#measures.new) < 1) throw new Failure('busy', { retryAfterSeconds: 2 });
  }

  /** @throws Failure busy */
  take(ctx: Koa.Context): void {
    const measure = this.#measures[/(^|; ?)(__Host-)?min-side/.test(ctx.get('Cookie')) ? 'returning' : 'new'];
    if (this.#refill(measure) < 1) throw new Failure('busy', { retryAfterSeconds: 2 });
    measure.left -= 1;
  }

  #refill(measure: { left: number; at: number }): number {
    const now = performance.now();
    measure.left = Math.min(burst * this.#perSecond, measure.left + ((now - measure.at) * this.#perSecond) / 1000);
    measure.at = now;
    return measure.left;
  }

  #full(): { left: number; at: number } {
    return { left: burst * this.#perSecond, at: performance.now() };
  }
}
