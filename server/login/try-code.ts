import { timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import { Failure } from '../failure.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import { currentSession } from '../http/session.ts';
import type { Services } from '../services.ts';
import { auditAsked, whoAsked } from './challenge.ts';
import { countChallengeTry, lockChallenge, useChallenge, type ChallengePurpose, type ChallengeRow } from './challenge-queries.ts';
import { countRight, countWrong, isAlive } from './code-pace.ts';
import { hashCode } from './code.ts';
import { lockMobileCode, storeMobileCode } from './mobile-code-queries.ts';

/** How long the browser that sent the right code may send it again: an answer can be lost, and people click twice. */
const againMs = 60_000;

/** What a right code leads to. Both run inside the transaction that uses the code up: all of it happens, or nothing. */
export interface AfterRightCode<Result> {
  /** The session that the code gives. */
  sessionId: string;
  first(transaction: Knex, challenge: ChallengeRow): Promise<Result>;
  /** The same code from the same browser once more; null when what it gave is gone. */
  again?(transaction: Knex, challenge: ChallengeRow): Promise<Result | null>;
}

/**
 * One try at the code of this browser's challenge, for one of the purposes. Only a live challenge and a wrong code count as a try.
 * @throws Failure code-wrong (with the tries left), code-dead or code-expired.
 */
export async function tryCode<Result>(
  services: Services,
  ctx: Koa.Context,
  typed: string,
  purposes: readonly ChallengePurpose[],
  then: AfterRightCode<Result>,
): Promise<Result> {
  const { config, database, now } = services;
  const code = typed.replace(/\D/g, '');
  if (code === '') throw new Failure('bad-field', { field: 'code', reason: 'required' });
  const { key, triesPerCode } = config.login;
  const at = now();
  const challengeId = currentSession(ctx)?.challengeId;
  if (!challengeId) throw new Failure('code-dead');

  const outcome = await database
    .transaction(async (transaction): Promise<{ result: Result } | { failure: Failure }> => {
      const challenge = await lockChallenge(transaction, challengeId);
      if (challenge === null || !purposes.includes(challenge.purpose)) return { failure: new Failure('code-dead') };
      const own = hashCode(key, challenge.challengeId, code);
      if (challenge.usedAt !== null) {
        const same = challenge.codeHash !== null && timingSafeEqual(challenge.codeHash, own);
        const soon = at.getTime() - challenge.usedAt.getTime() < againMs;
        const result = same && soon && then.again ? await then.again(transaction, challenge) : null;
        return result === null ? { failure: new Failure('code-dead') } : { result };
      }
      if (challenge.tries >= triesPerCode) return { failure: new Failure('code-dead', { triesLeft: 0 }) };
      if (challenge.expiresAt <= at) return { failure: new Failure('code-expired') };

      // A hollow challenge goes the same way, so that it takes the same time.
      const mobile = await lockMobileCode(transaction, pseudonym(key, 'mobile', challenge.mobile), at);
      const equal = timingSafeEqual(mobile.codeHash ?? Buffer.alloc(own.length), hashCode(key, mobile.codeId ?? '', code));
      if (equal && !challenge.hollow && isAlive(mobile, at, config.login)) {
        await storeMobileCode(transaction, { ...mobile, ...countRight(mobile) });
        await useChallenge(transaction, challenge.challengeId, { at, codeHash: own, sessionId: then.sessionId });
        return { result: await then.first(transaction, challenge) };
      }
      await storeMobileCode(transaction, { ...mobile, ...countWrong(mobile, at, config.login, !challenge.hollow) });
      await countChallengeTry(transaction, challenge.challengeId);
      await auditAsked(services, transaction, challenge, { ...whoAsked(services, ctx, challenge), what: 'code-refused', at });
      const triesLeft = triesPerCode - challenge.tries - 1;
      return { failure: new Failure(triesLeft > 0 ? 'code-wrong' : 'code-dead', { triesLeft }) };
    })
    .catch((error: unknown) => {
      ctx.res.removeHeader('Set-Cookie'); // The session that it names was taken back with the rest.
      throw error;
    });
  if ('failure' in outcome) throw outcome.failure;
  return outcome.result;
}
