import { audit } from '../ground/audit.ts';
import type { Services } from '../services.ts';

/** Unlinks relationships that ended longer ago than configured; the account itself stays until it is deleted. */
export async function unlinkEnded({ config, database, now }: Services): Promise<number> {
  const at = now();
  return database.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { account_id: string; relationship_id: string }[] }>(
      `delete from link using relationship r
       where r.relationship_id = link.relationship_id and r.valid_to <= :at::timestamptz - make_interval(months => :months)
       returning link.account_id, link.relationship_id`,
      { at, months: config.accounts.endedMonths },
    );
    for (const { account_id, relationship_id } of rows) {
      await transaction('session').where({ account_id, relationship_id }).update({ relationship_id: null });
      await audit(transaction, { what: 'link-ended', at, accountId: account_id, relationshipId: relationship_id });
    }
    return rows.length;
  });
}
