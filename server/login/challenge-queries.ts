import type { Knex } from 'knex';

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
  tries: number;
  sends: number;
  resendAt: Date;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  spentAt: Date | null;
}

export async function insertChallenge(transaction: Knex, row: ChallengeRow & { codeHash: Buffer }): Promise<void> {
  await transaction('challenge').insert({
    challenge_id: row.challengeId,
    purpose: row.purpose,
    mobile: row.mobile,
    mobile_typed: row.mobileTyped,
    relationship_id: row.relationshipId,
    account_id: row.accountId,
    hollow: row.hollow,
    terms_version: row.termsVersion,
    code_hash: row.codeHash,
    resend_at: row.resendAt,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
  });
}

export async function findChallenge(database: Knex, challengeId: string): Promise<ChallengeRow | null> {
  const row = await database('challenge').where({ challenge_id: challengeId }).first();
  return row === undefined ? null : present(row);
}

/**
 * Counts one try and, where the code may be right and is, uses the challenge up: one statement, so that neither 50
 * parallel guesses count fewer than they are, nor the same right code lets two in. Null when no try was left.
 */
export async function countTry(
  transaction: Knex,
  guess: { challengeId: string; codeHash: Buffer; mayBeRight: boolean; at: Date; triesPerCode: number },
): Promise<{ tries: number; right: boolean } | null> {
  const { rows } = await transaction.raw(
    `update challenge
        set tries = tries + 1,
            used_at = case when :mayBeRight and not hollow and code_hash = :codeHash then :at::timestamptz end
      where challenge_id = :challengeId and used_at is null and tries < :triesPerCode and expires_at > :at
      returning tries, used_at is not null as "right"`,
    guess,
  );
  return rows[0] ?? null;
}

/** Puts a new code in the place of the old one, which is dead from then on; null before its time. */
export async function replaceCode(
  transaction: Knex,
  change: { challengeId: string; codeHash: Buffer; at: Date; expiresAt: Date; pauses: readonly [number, number, number] },
): Promise<ChallengeRow | null> {
  const { pauses, ...values } = change;
  const { rows } = await transaction.raw(
    `update challenge
        set code_hash = :codeHash, tries = 0, sends = sends + 1, expires_at = :expiresAt,
            resend_at = :at::timestamptz + make_interval(secs => case when sends + 1 = 2 then :second::int else :later::int end)
      where challenge_id = :challengeId and used_at is null and resend_at <= :at
      returning *`,
    { ...values, second: pauses[1], later: pauses[2] },
  );
  return rows[0] === undefined ? null : present(rows[0]);
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
  return row === undefined ? null : present(row);
}

function present(row: Record<string, unknown>): ChallengeRow {
  return {
    challengeId: row['challenge_id'],
    purpose: row['purpose'],
    mobile: row['mobile'],
    mobileTyped: row['mobile_typed'],
    relationshipId: row['relationship_id'],
    accountId: row['account_id'],
    hollow: row['hollow'],
    termsVersion: row['terms_version'],
    tries: row['tries'],
    sends: row['sends'],
    resendAt: row['resend_at'],
    createdAt: row['created_at'],
    expiresAt: row['expires_at'],
    usedAt: row['used_at'],
    spentAt: row['spent_at'],
  } as ChallengeRow;
}
