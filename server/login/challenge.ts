import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import type { Challenge } from '../contract/session.ts';
import { Failure } from '../failure.ts';
import { audit, type AuditEvent, type AuditName } from '../ground/audit.ts';
import { spokenLanguage } from '../ground/language.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import { replyLeft } from '../http/reply-left.ts';
import { currentSession, currentSignedIn, holdChallenge } from '../http/session.ts';
import type { Services } from '../services.ts';
import type { Terms } from '../settings/terms.ts';
import { codeText } from '../sms/texts.ts';
import {
  findChallenge,
  insertChallenge,
  lockChallenge,
  renewChallenge,
  type ChallengePurpose,
  type ChallengeRow,
} from './challenge-queries.ts';
import { admitSms } from './admit-sms.ts';
import { ask } from './code-pace.ts';
import { grouped, hashCode, longDigits, newCode } from './code.ts';
import { lockMobileCode, storeMobileCode, takeBackCode } from './mobile-code-queries.ts';

const hourMs = 3_600_000;

export interface ChallengeWish {
  purpose: ChallengePurpose;
  /** E.164, and as it was typed for the next screen. */
  mobile: string;
  mobileTyped: string;
  relationshipId?: string | null;
  accountId?: string | null;
  /** The numbers fit nobody: everything looks the same, no SMS goes out and no code is right. */
  hollow?: boolean;
  terms?: Pick<Terms, 'version' | 'hash'>;
  askAgainAt?: Date | null;
}

/**
 * Notes that this browser asks for a code, and has one sent after the reply has left, unless the newest on the telephone serves.
 * @throws Failure sms-unavailable, the same whether the customer exists or not.
 */
export async function startChallenge(services: Services, ctx: Koa.Context, wish: ChallengeWish): Promise<Challenge> {
  const { database, now } = services;
  await requireSms(services);
  const at = now();
  const base: ChallengeRow = {
    challengeId: randomUUID(),
    purpose: wish.purpose,
    mobile: wish.mobile,
    mobileTyped: wish.mobileTyped,
    relationshipId: wish.relationshipId ?? null,
    accountId: wish.accountId ?? null,
    hollow: wish.hollow ?? false,
    termsVersion: wish.terms?.version ?? null,
    termsHash: wish.terms?.hash ?? null,
    tries: 0,
    digits: 6,
    resendAt: at,
    createdAt: at,
    expiresAt: at,
    usedAt: null,
    codeHash: null,
    sessionId: null,
    spentAt: null,
    askAgainAt: wish.askAgainAt ?? null,
  };
  const { row, send } = await database.transaction(async (transaction) => {
    const { send, ...seen } = await askForCode(services, transaction, base, at, ctx);
    const row = { ...base, ...seen };
    await insertChallenge(transaction, row);
    await auditAsked(services, transaction, row, { ...whoAsked(services, ctx, row), what: 'code-asked', at });
    return { row, send };
  });
  await holdChallenge(ctx, database, row.challengeId);
  send();
  return challengeReply(row, at);
}

/** The same browser asks again. @throws Failure not-signed-in, code-dead, wait, sms-unavailable */
export async function resendCode(services: Services, ctx: Koa.Context): Promise<Challenge> {
  const { database, now } = services;
  const challengeId = currentSession(ctx)?.challengeId;
  const found = challengeId ? await findChallenge(database, challengeId) : null;
  const at = now();
  // Who is signed in and changes the number stays signed in, however old the code is.
  const before = refuseOld(found, at, currentSignedIn(ctx) === null);
  await requireSms(services);
  const { row, send } = await database.transaction(async (transaction) => {
    const locked = refuseOld(await lockChallenge(transaction, before.challengeId), at, false);
    const { send, ...seen } = await askForCode(services, transaction, locked, at, ctx);
    await renewChallenge(transaction, locked.challengeId, seen);
    await auditAsked(services, transaction, locked, { ...whoAsked(services, ctx, locked), what: 'code-asked-again', at });
    return { row: { ...locked, ...seen }, send };
  });
  send();
  return challengeReply(row, at);
}

/** Writes a line about a code; about one that fits nobody, only as long as there are not too many. */
export function auditAsked(
  { strangers }: Services,
  transaction: Knex,
  { hollow }: ChallengeRow,
  event: AuditEvent & { what: AuditName },
): Promise<void> {
  return hollow ? strangers.note(transaction, event) : audit(transaction, event);
}

/** Who stands in the audit's lines about a code. */
export function whoAsked({ config }: Services, ctx: Koa.Context, row: ChallengeRow) {
  return {
    subject: pseudonym(config.login.key, 'mobile', row.mobile),
    relationshipId: row.relationshipId,
    accountId: row.accountId,
    address: ctx.ip,
    details: { purpose: row.purpose },
  };
}

/** What the widget learns of a challenge. */
export function challengeReply(row: ChallengeRow, at: Date): Challenge {
  return {
    mobile: row.mobileTyped,
    digits: row.digits,
    crowded: row.digits === longDigits,
    ...(row.askAgainAt !== null && row.askAgainAt > at && { askAgainInSeconds: secondsUntil(row.askAgainAt, at) }),
    expiresInSeconds: secondsUntil(row.expiresAt, at),
    resendInSeconds: secondsUntil(row.resendAt, at),
  };
}

function refuseOld(row: ChallengeRow | null, at: Date, mayBeNobody: boolean): ChallengeRow {
  if (row === null || row.createdAt.getTime() < at.getTime() - hourMs) throw new Failure(mayBeNobody ? 'not-signed-in' : 'code-dead');
  if (row.usedAt !== null) throw new Failure('code-dead');
  if (row.resendAt > at) throw new Failure('wait', { retryAfterSeconds: Math.max(1, secondsUntil(row.resendAt, at)) });
  return row;
}

async function requireSms({ sms, now }: Services): Promise<void> {
  if (!(await sms.isReachable())) throw new Failure('sms-unavailable');
  const renewsAt = await sms.spentUntil();
  if (renewsAt !== null) throw new Failure('sms-spent', { retryAfterSeconds: secondsUntil(renewsAt, now()) });
}

/** What the browser sees, the mobile's new state and the SMS's row, in the caller's transaction; `send` is for after the commit. */
async function askForCode(services: Services, transaction: Knex, row: ChallengeRow, at: Date, ctx: Koa.Context) {
  const { config, sms } = services;
  const { key } = config.login;
  const before = await lockMobileCode(transaction, pseudonym(key, 'mobile', row.mobile), at);
  const { pace, send: digits, ...seen } = ask(before, at, config.login, !row.hollow);
  const codeId = digits === null ? before.codeId : randomUUID();
  const code = newCode(digits ?? seen.digits);
  const codeHash = digits === null ? before.codeHash : hashCode(key, codeId ?? '', code);
  await storeMobileCode(transaction, { ...before, ...pace, codeId, codeHash });
  // Also where nothing goes out: the work before the reply is the same.
  const withheld = digits === null;
  const smsId = await sms.claim(transaction, { to: row.mobile, purpose: row.purpose, withheld });
  const text = codeText(config.utility.name, grouped(code), config.sms.domain, code, spokenLanguage(ctx.get('Accept-Language')));
  const conditions = {
    admit: () => admitSms(services, row, ctx.ip),
    withheld: () => takeBackCode(services.database, before.subject, codeId),
  };
  return { ...seen, send: () => void (withheld || sms.sendLater({ smsId, to: row.mobile, text }, conditions, replyLeft(ctx))) };
}

function secondsUntil(moment: Date, at: Date): number {
  return Math.max(0, Math.ceil((moment.getTime() - at.getTime()) / 1000));
}
