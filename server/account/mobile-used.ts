import type { Knex } from 'knex';

/**
 * Somebody proved the mobile and showed plant number and metering point. An account that lay unused for too long awakes
 * only by one of its own relationships: with another's numbers it may be the mobile's new owner.
 */
export async function noteMobileUsed(
  database: Knex,
  { mobile, relationshipId, at, months }: { mobile: string; relationshipId: string | null; at: Date; months: number },
): Promise<void> {
  await database.raw(
    `update account set last_used_at = :at
     where mobile = :mobile and (last_used_at > :at::timestamptz - make_interval(months => :months)
       or exists (select from link where link.account_id = account.account_id and link.relationship_id = :relationshipId::uuid))`,
    { mobile, relationshipId, at, months },
  );
}
