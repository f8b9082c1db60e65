import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HttpConfig } from './settings.ts';
import { Failure } from '../failure.ts';
import { limitBlock } from '../ground/address.ts';

/** Counts calls a minute by address block. What must hold exactly, codes and SMS, is counted in the database instead. */
export interface Limits {
  /** @throws Failure wait with the seconds until the next call is taken. */
  count(address: string, sort: 'any' | 'login'): Promise<void>;
}

export function createLimits({ callsPerMinute, loginCallsPerMinute }: HttpConfig): Limits {
  const any = new RateLimiterMemory({ points: callsPerMinute, duration: 60 });
  const login = new RateLimiterMemory({ points: loginCallsPerMinute, duration: 60 });
  return {
    async count(address, sort) {
      const block = limitBlock(address);
      try {
        await (sort === 'login' ? login : any).consume(block);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw new Failure('wait', { retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) });
      }
    },
  };
}
