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
    for (const sql of forgottenSql) await transaction.raw(sql, { at: now() });
    return ids.length;
  });
}

/** How long what an older file said can be brought back. */
const keptFor = `interval '12 months'`;
const hasNewer = `exists (select from relationship_version n where n.plant_number = v.plant_number and n.valid_from = v.valid_from and n.file_id > v.file_id
  and n.recorded_at < :at::timestamptz - ${keptFor} and not exists (select from source_file f where f.file_id = n.file_id and f.withdrawn_at is not null))`;
const isAmong = (table: string) => `exists (select from ${table} r where r.plant_number = v.plant_number and r.valid_from = v.valid_from)`;

const forgottenSql = [
  `delete from relationship_kept where kept_at < :at::timestamptz - ${keptFor}`,
  `update relationship_kept set links = (select coalesce(jsonb_agg(l), '[]') from jsonb_array_elements(links) l
     where exists (select from account a where a.account_id = (l ->> 'account_id')::uuid))
   where links <> '[]' and :at::timestamptz is not null`,
  `delete from relationship_version v where not ${isAmong('relationship')} and not ${isAmong('relationship_kept')} and :at::timestamptz is not null`,
  `delete from relationship_version v where ${hasNewer}`,
];
