import type { Knex } from 'knex';
import type * as Tables from '../database/tables.ts';
import type { Digits } from './code.ts';

/** What a right code gives. */
export type ChallengePurpose = 'guest' | 'password' | 'recovery' | 'mobile-old' | 'mobile-new';

/** A code asked for by one browser. */
export interface ChallengeRow {
  challengeId: string;
  purpose: ChallengePurpose;
  mobile: string;
  mobileTyped: string;
  relationshipId: string | null;
  accountId: string | null;
  hollow: boolean;
  termsVersion: string | null;
  /** The text that was shown. */
  termsHash: string | null;
  /** Wrong codes since this browser last asked. */
  tries: number;
  digits: Digits;
  resendAt: Date;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  /** Of the code that was right, over the challenge. */
  codeHash: Buffer | null;
  /** The session that the right code gave. */
  sessionId: string | null;
  spentAt: Date | null;
  /** When asking again surely brings an SMS, where many mobiles ask with the same numbers. */
  askAgainAt: Date | null;
}

export async function insertChallenge(transaction: Knex, row: ChallengeRow): Promise<void> {
  await transaction('challenge').insert({
    challenge_id: row.challengeId,
    purpose: row.purpose as ChallengePurpose,
    mobile: row.mobile,
    mobile_typed: row.mobileTyped,
    relationship_id: row.relationshipId,
    account_id: row.accountId,
    hollow: row.hollow,
    terms_version: row.termsVersion,
    terms_hash: row.termsHash,
    digits: row.digits as Digits,
    resend_at: row.resendAt,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
    ask_again_at: row.askAgainAt,
  });
}

export async function findChallenge(database: Knex, challengeId: string): Promise<ChallengeRow | null> {
  return present(await database('challenge').where({ challenge_id: challengeId }).first());
}

/** The same, held until the transaction ends: two tries of one browser queue here. */
export async function lockChallenge(transaction: Knex, challengeId: string): Promise<ChallengeRow | null> {
  return present(await transaction('challenge').where({ challenge_id: challengeId }).forUpdate().first());
}

/** The browser asks again: its tries begin anew. */
export async function renewChallenge(
  transaction: Knex,
  challengeId: string,
  change: { digits: Digits; resendAt: Date; expiresAt: Date },
): Promise<void> {
  await transaction('challenge')
    .where({ challenge_id: challengeId })
    .update({ tries: 0, digits: change.digits, resend_at: change.resendAt, expires_at: change.expiresAt });
}

export async function countChallengeTry(transaction: Knex, challengeId: string): Promise<void> {
  await transaction('challenge').where({ challenge_id: challengeId }).increment('tries');
}

/** The code was right: used once, and remembered so that the same browser may send it again. */
export async function useChallenge(
  transaction: Knex,
  challengeId: string,
  use: { at: Date; codeHash: Buffer; sessionId: string },
): Promise<void> {
  await transaction('challenge')
    .where({ challenge_id: challengeId })
    .update({ used_at: use.at, code_hash: use.codeHash, session_id: use.sessionId });
}

/** Takes what a proved challenge gave, once, and only shortly after. */
export async function spendChallenge(
  transaction: Knex,
  challengeId: string,
  purpose: ChallengePurpose,
  at: Date,
  withinMs: number,
): Promise<ChallengeRow | null> {
  const [row] = await transaction('challenge')
    .where({ challenge_id: challengeId, purpose, spent_at: null })
    .where('used_at', '>', new Date(at.getTime() - withinMs))
    .update({ spent_at: at })
    .returning('*');
  return present(row);
}

function present(row: Tables.ChallengeRow | undefined): ChallengeRow | null {
  if (row === undefined) return null;
  return {
    challengeId: row.challenge_id,
    purpose: row.purpose as ChallengePurpose,
    mobile: row.mobile,
    mobileTyped: row.mobile_typed,
    relationshipId: row.relationship_id,
    accountId: row.account_id,
    hollow: row.hollow,
    termsVersion: row.terms_version,
    termsHash: row.terms_hash,
    tries: row.tries,
    digits: row.digits as Digits,
    resendAt: row.resend_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    codeHash: row.code_hash,
    sessionId: row.session_id,
    spentAt: row.spent_at,
    askAgainAt: row.ask_again_at,
  };
}
