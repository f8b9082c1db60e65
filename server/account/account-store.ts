import type { Knex } from 'knex';

/** What a log-in needs of an account. */
export interface LoginAccount {
  accountId: string;
  mobile: string;
  passwordHash: string;
  lastUsedAt: Date;
}

export async function findAccountByMobile(database: Knex, mobile: string): Promise<LoginAccount | null> {
  return present(await database('account').where({ mobile }).first());
}

export async function findAccount(database: Knex, accountId: string): Promise<LoginAccount | null> {
  return present(await database('account').where({ account_id: accountId }).first());
}

/**
 * Numbers get new owners: a mobile that was not used for this long must show plant number and metering point again, and
 * until then nothing of the account may be reached by the number alone.
 */
export function isStale({ lastUsedAt }: Pick<LoginAccount, 'lastUsedAt'>, at: Date, months: number): boolean {
  const until = new Date(lastUsedAt);
  until.setUTCMonth(until.getUTCMonth() + months);
  return until <= at;
}

/** Stores a new hash in the place of the one it was made from; false when another change came first. */
export async function replaceHash(database: Knex, accountId: string, before: string, after: string): Promise<boolean> {
  return (await database('account').where({ account_id: accountId, password_hash: before }).update({ password_hash: after })) === 1;
}

export async function setHash(database: Knex, accountId: string, hash: string): Promise<boolean> {
  return (await database('account').where({ account_id: accountId }).update({ password_hash: hash })) === 1;
}

/** Notes the log-in; false when the account is gone or its password is another by now. */
export async function markUsed(database: Knex, { accountId, passwordHash }: LoginAccount, at: Date): Promise<boolean> {
  return (await database('account').where({ account_id: accountId, password_hash: passwordHash }).update({ last_used_at: at })) === 1;
}

/** What the account is linked to: IDs and the plant numbers that a password must not be made of. */
export async function listLinks(database: Knex, accountId: string): Promise<{ relationshipId: string; plantNumber: string }[]> {
  const rows = await database('link')
    .join('relationship', 'relationship.relationship_id', 'link.relationship_id')
    .where({ account_id: accountId })
    .select('link.relationship_id', 'plant_number');
  return rows.map(({ relationship_id, plant_number }) => ({ relationshipId: relationship_id, plantNumber: plant_number }));
}

function present(row: { account_id: string; mobile: string; password_hash: string; last_used_at: Date } | undefined): LoginAccount | null {
  return row === undefined
    ? null
    : { accountId: row.account_id, mobile: row.mobile, passwordHash: row.password_hash, lastUsedAt: row.last_used_at };
}
