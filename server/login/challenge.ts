import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import { audit } from '../ground/audit.ts';
import type { Challenge } from '../contract.ts';
import { Failure } from '../failure.ts';
import { currentSession, currentSignedIn, holdChallenge } from '../http/session.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { codeText } from '../sms/texts.ts';
import { countTry, findChallenge, insertChallenge, replaceCode, type ChallengePurpose, type ChallengeRow } from './challenge-queries.ts';
import { hashCode, newCode, resendPause } from './code.ts';
import { claimHit, releaseHit } from '../account/limit-counter.ts';
import { hasBudget, takeFromBudget } from '../sms/sms-budget.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const wrongTries = 'wrong-tries';

export interface ChallengeWish {
  purpose: ChallengePurpose;
  /** E.164, and as it was typed for the next screen. */
  mobile: string;
  mobileTyped: string;
  relationshipId?: string | null;
  accountId?: string | null;
  /** The numbers fit nobody: everything looks the same, no SMS goes out and no code is right. */
  hollow?: boolean;
  termsVersion?: string | null;
}

/**
 * Makes a code for this browser and has it sent after the reply has left.
 * @throws Failure sms-unavailable or wait, both the same whether the customer exists or not.
 */
export async function startChallenge(services: Services, ctx: Koa.Context, wish: ChallengeWish): Promise<Challenge> {
  const { config, database, now } = services;
  await requireSms(services);
  const at = now();
  const { codeMinutes, resendSeconds, key } = config.login;
  const challengeId = randomUUID();
  const code = newCode();
  const row: ChallengeRow = {
    challengeId,
    purpose: wish.purpose,
    mobile: wish.mobile,
    mobileTyped: wish.mobileTyped,
    relationshipId: wish.relationshipId ?? null,
    accountId: wish.accountId ?? null,
    hollow: wish.hollow ?? false,
    termsVersion: wish.termsVersion ?? null,
    tries: 0,
    sends: 1,
    resendAt: new Date(at.getTime() + resendPause(1, resendSeconds) * 1000),
    createdAt: at,
    expiresAt: new Date(at.getTime() + codeMinutes * 60_000),
    usedAt: null,
    spentAt: null,
  };
  const send = await database.transaction(async (transaction) => {
    const send = await claimSms(services, transaction, row, code, at);
    await insertChallenge(transaction, { ...row, codeHash: hashCode(key, challengeId, code) });
    await audit(transaction, { ...who(services, ctx, row), what: 'code-asked', at });
    return send;
  });
  await holdChallenge(ctx, database, challengeId);
  send();
  return present(row, at);
}

/** A new code for the same browser; the one before is dead. @throws Failure not-signed-in, code-dead, wait, sms-unavailable */
export async function resendCode(services: Services, ctx: Koa.Context): Promise<Challenge> {
  const { config, database, now } = services;
  const challengeId = currentSession(ctx)?.challengeId;
  const before = challengeId ? await findChallenge(database, challengeId) : null;
  const at = now();
  // Who is signed in and changes the number stays signed in, however old the code is.
  if (before === null || before.createdAt.getTime() < at.getTime() - hourMs)
    throw new Failure(currentSignedIn(ctx) === null ? 'not-signed-in' : 'code-dead');
  if (before.usedAt !== null) throw new Failure('code-dead');
  if (before.resendAt > at) throw wait(before.resendAt, at);
  await requireSms(services);
  const { key, codeMinutes, resendSeconds } = config.login;
  const code = newCode();
  const { row, send } = await database.transaction(async (transaction) => {
    const row = await replaceCode(transaction, {
      challengeId: before.challengeId,
      codeHash: hashCode(key, before.challengeId, code),
      at,
      expiresAt: new Date(at.getTime() + codeMinutes * 60_000),
      pauses: resendSeconds,
    });
    if (row === null) throw new Failure('wait', { retryAfterSeconds: resendPause(before.sends + 1, resendSeconds) });
    await audit(transaction, { ...who(services, ctx, row), what: 'code-asked-again', at });
    return { row, send: await claimSms(services, transaction, row, code, at) };
  });
  send();
  return present(row, at);
}

/**
 * One try at the code of this browser's challenge, for one of the purposes. Answers the challenge when it was right.
 * @throws Failure code-wrong (with the tries left), code-dead or code-expired.
 */
export async function tryCode(
  services: Services,
  ctx: Koa.Context,
  typed: string,
  purposes: readonly ChallengePurpose[],
): Promise<ChallengeRow> {
  const { config, database, now } = services;
  const code = typed.replace(/\D/g, '');
  if (code === '') throw new Failure('bad-field', { field: 'code', reason: 'required' });
  const { triesPerCode, wrongTriesPerDay, key } = config.login;
  const at = now();
  const challengeId = currentSession(ctx)?.challengeId;
  const row = challengeId ? await findChallenge(database, challengeId) : null;
  if (row === null || !purposes.includes(row.purpose)) throw new Failure('code-dead');

  const result = await database.transaction(async (transaction) => {
    // A hollow challenge goes the same way over counters of its own, so that it takes the same time.
    const subjects = row.hollow
      ? [pseudonym(key, 'nobody', row.mobile), pseudonym(key, 'nobody', `${row.mobile}:numbers`)]
      : [pseudonym(key, 'mobile', row.mobile), pseudonym(key, 'relationship', row.relationshipId ?? row.accountId ?? row.mobile)];
    let mayBeRight = true;
    for (const subject of subjects) {
      const full = await claimHit(transaction, subject, { what: wrongTries, most: wrongTriesPerDay, windowMs: dayMs }, at);
      if (full !== null) mayBeRight = false;
    }
    const counted = await countTry(transaction, {
      challengeId: row.challengeId,
      codeHash: hashCode(key, row.challengeId, code),
      mayBeRight,
      at,
      triesPerCode,
    });
    if (counted?.right) for (const subject of subjects) await releaseHit(transaction, subject, wrongTries);
    else await audit(transaction, { ...who(services, ctx, row), what: 'code-refused', at });
    return counted;
  });
  if (result?.right) return { ...row, tries: result.tries, usedAt: at };
  if (result === null)
    throw new Failure(row.usedAt === null && row.expiresAt <= at && row.tries < triesPerCode ? 'code-expired' : 'code-dead');
  const triesLeft = triesPerCode - result.tries;
  throw triesLeft > 0 ? new Failure('code-wrong', { triesLeft }) : new Failure('code-dead', { triesLeft: 0 });
}

/** The subjects that an operator's unlocking clears. */
export function lockSubjects(key: Buffer, whose: { mobile?: string; relationshipId?: string; accountId?: string }): Buffer[] {
  return [
    ...(whose.mobile === undefined ? [] : [pseudonym(key, 'mobile', whose.mobile)]),
    ...[whose.relationshipId, whose.accountId].filter((id) => id !== undefined).map((id) => pseudonym(key, 'relationship', id)),
  ];
}

async function requireSms({ sms, database, config, now }: Services): Promise<void> {
  if (!(await sms.isReachable()) || !(await hasBudget(database, now(), config.sms.dailyBudget))) throw new Failure('sms-unavailable');
}

/** Takes the slot: the number's hour and day, the day's budget, the SMS's row. Answers what sends it once that is committed. */
async function claimSms({ config, sms }: Services, transaction: Knex, row: ChallengeRow, code: string, at: Date): Promise<() => void> {
  const { key, codesPerHour, codesPerDay } = config.login;
  const subject = pseudonym(key, 'mobile', row.mobile);
  for (const rule of [
    { what: 'codes-an-hour', most: codesPerHour, windowMs: hourMs },
    { what: 'codes-a-day', most: codesPerDay, windowMs: dayMs },
  ]) {
    const room = await claimHit(transaction, subject, rule, at);
    if (room !== null) throw wait(room, at);
  }
  const inBudget = await takeFromBudget(transaction, at, config.sms.dailyBudget, row.hollow ? 0 : 1);
  const withheld = row.hollow || !inBudget;
  const smsId = await sms.claim(transaction, { to: row.mobile, purpose: row.purpose, withheld });
  return () => {
    if (!withheld) sms.sendLater({ smsId, to: row.mobile, text: codeText(config.utility.name, code, config.sms.domain) });
  };
}

function who({ config }: Services, ctx: Koa.Context, row: ChallengeRow) {
  return {
    subject: pseudonym(config.login.key, 'mobile', row.mobile),
    relationshipId: row.relationshipId,
    accountId: row.accountId,
    address: ctx.ip,
    details: { purpose: row.purpose },
  };
}

function wait(until: Date, at: Date): Failure {
  return new Failure('wait', { retryAfterSeconds: Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1000)) });
}

function present(row: ChallengeRow, at: Date): Challenge {
  const seconds = (moment: Date) => Math.max(0, Math.ceil((moment.getTime() - at.getTime()) / 1000));
  return { mobile: row.mobileTyped, expiresInSeconds: seconds(row.expiresAt), resendInSeconds: seconds(row.resendAt) };
}
