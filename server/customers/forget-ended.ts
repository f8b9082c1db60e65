import type { Services } from '../services.ts';

/**
 * Removes relationships that ended longer ago than configured: name, address, mobile, and which metering points were theirs. One whose
 * invoices are still kept stays until those are gone. Returns how many.
 */
export async function forgetEnded({ config, database, now }: Services): Promise<number> {
  return database.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { relationship_id: string }[] }>(
      `select relationship_id from relationship r
       where r.valid_to <= :at::timestamptz - make_interval(months => :months)
         and not exists (select from invoice i where i.relationship_id = r.relationship_id)
       limit 1000 for update skip locked`,
      { at: now(), months: config.customers.endedMonths },
    );
    const ids = rows.map(({ relationship_id }) => relationship_id);
    await transaction('session').whereIn('relationship_id', ids).update({ relationship_id: null });
    await transaction('relationship_metering_point').whereIn('relationship_id', ids).delete();
    await transaction('relationship').whereIn('relationship_id', ids).delete();
    return ids.length;
  });
}
