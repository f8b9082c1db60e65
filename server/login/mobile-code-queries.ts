import type { Knex } from 'knex';
import type { CodePace } from './code-pace.ts';

/** The codes of one mobile, locked until the transaction ends. */
export interface MobileCode extends CodePace {
  subject: Buffer;
  codeId: string | null;
  codeHash: Buffer | null;
}

/** Locks the mobile's row, and makes it where there is none: all who ask for or try a code of the same mobile queue here. */
export async function lockMobileCode(transaction: Knex, subject: Buffer, at: Date): Promise<MobileCode> {
  const { rows } = await transaction.raw(
    `insert into mobile_code (subject, changed_at) values (:subject, :at)
     on conflict (subject) do update set changed_at = :at
     returning *`,
    { subject, at },
  );
  const row = rows[0];
  return {
    subject,
    turns: row.turns,
    turnEndsAt: row.turn_ends_at,
    wrong: row.wrong,
    codeId: row.code_id,
    codeHash: row.code_hash,
    digits: row.digits,
    tries: row.tries,
    shortWrong: row.short_wrong,
    sent: row.sent,
    unused: row.unused,
    expiresAt: row.expires_at,
    used: row.used,
  };
}

export async function storeMobileCode(transaction: Knex, code: MobileCode): Promise<void> {
  await transaction('mobile_code').where({ subject: code.subject }).update({
    turns: code.turns,
    turn_ends_at: code.turnEndsAt,
    wrong: code.wrong,
    code_id: code.codeId,
    code_hash: code.codeHash,
    digits: code.digits,
    tries: code.tries,
    short_wrong: code.shortWrong,
    sent: code.sent,
    unused: code.unused,
    expires_at: code.expiresAt,
    used: code.used,
  });
}

/** The SMS with this code, the newest, did not go out: as if it had not been asked for. What anybody can see by asking stays. */
export async function takeBackCode(database: Knex, subject: Buffer, codeId: string | null): Promise<void> {
  await database.raw(
    `update mobile_code set code_id = null, code_hash = null, digits = null, expires_at = null, tries = 0,
       sent = trim_array(sent, 1), unused = greatest(unused - 1, 0)
     where subject = :subject and code_id = :codeId and cardinality(sent) > 0`,
    { subject, codeId },
  );
}
