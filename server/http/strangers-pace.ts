import type Koa from 'koa';
import { Failure } from '../failure.ts';
import { hasSealedDevice } from './device-cookie.ts';
import { heldId } from './memory-session.ts';
import type { HttpConfig } from './settings.ts';

/** So many seconds' worth may come at once. */
const burst = 3;
/** How long whoever was turned away counts as one who comes back. */
const turnMs = 120_000;

/**
 * How many log-in calls a second the process works on for people who are not signed in. What is over it is refused before
 * anything is looked up, so that a flood from ever so many addresses costs customers nothing. Browsers that carry a cookie of ours
 * have a measure of their own: those who come back are not in line with those who were never here. Whoever is turned away gets such
 * a cookie, so that a person who asks again in a moment, as the widget does by itself, passes the flood by. As such a cookie can be
 * made up, devices that have proved a mobile, and show it by a seal, have a third. A page that holds its session's id where the browser
 * keeps no cookie comes back too.
 */
export class StrangersPace {
  readonly #perSecond: number;
  readonly #http: Pick<HttpConfig, 'secureCookies' | 'crossSite'>;
  readonly #key: Buffer;
  readonly #measures: Record<'known' | 'returning' | 'new', { left: number; at: number }>;

  constructor(http: Pick<HttpConfig, 'loginCallsPerSecond' | 'secureCookies' | 'crossSite'>, key: Buffer) {
    this.#key = key;
    this.#perSecond = http.loginCallsPerSecond;
    this.#http = http;
    this.#measures = { known: this.#full(), returning: this.#full(), new: this.#full() };
  }

  /** Refuses a log-in of somebody who was never here before anything is read of it, where there is no room anyway. @throws Failure busy */
  refuseEarly(ctx: Koa.Context): void {
    if (ctx.method !== 'POST' || !ctx.path.startsWith('/api/login/')) return;
    if (ctx.get('Cookie') !== '' || heldId(ctx, this.#http) !== undefined) return;
    if (this.#refill(this.#measures.new) < 1) this.#turnAway(ctx);
  }

  /** @throws Failure busy */
  take(ctx: Koa.Context): void {
    const returns = /(^|; ?)(__Host-)?min-side/.test(ctx.get('Cookie')) || heldId(ctx, this.#http) !== undefined;
    const measure = this.#measures[hasSealedDevice(ctx, this.#http, this.#key) ? 'known' : returns ? 'returning' : 'new'];
    if (this.#refill(measure) < 1) this.#turnAway(ctx);
    measure.left -= 1;
  }

  #turnAway(ctx: Koa.Context): never {
    const { secureCookies, crossSite } = this.#http;
    ctx.cookies.secure = secureCookies;
    ctx.cookies.set(secureCookies ? '__Host-min-side-turn' : 'min-side-turn', '1', {
      maxAge: turnMs,
      httpOnly: true,
      secure: secureCookies,
      sameSite: crossSite ? 'none' : 'strict',
      ...(crossSite && { partitioned: true }),
      signed: false,
    });
    throw new Failure('busy', { retryAfterSeconds: 2 });
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
