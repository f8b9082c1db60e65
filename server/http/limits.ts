import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HttpConfig } from './settings.ts';
import { Failure } from '../failure.ts';
import { limitBlock, storedBlock } from '../ground/address.ts';

/** Counts calls a minute by address block. What must hold exactly, codes and SMS, is counted in the database instead. */
export interface Limits {
  /** @throws Failure wait with the seconds until the next call is taken. */
  count(address: string, sort: 'any' | 'login'): Promise<void>;
}

export function createLimits({ callsPerMinute, loginCallsPerMinute }: HttpConfig): Limits {
  const any = new RateLimiterMemory({ points: callsPerMinute, duration: 60 });
  const login = new RateLimiterMemory({ points: loginCallsPerMinute, duration: 60 });
  // Whoever was given a /48 has 65 536 times a /64: together they may call as often as four customers' lines.
  const wide = {
    any: new RateLimiterMemory({ points: 4 * callsPerMinute, duration: 60 }),
    login: new RateLimiterMemory({ points: 4 * loginCallsPerMinute, duration: 60 }),
  };
  return {
    async count(address, sort) {
      const block = limitBlock(address);
      try {
        await (sort === 'login' ? login : any).consume(block);
        if (block.endsWith('/64')) await wide[sort].consume(storedBlock(address));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw new Failure('wait', { retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) });
      }
    },
  };
}
