import type { Knex } from 'knex';
import { InputFault } from '../ground/input-fault.ts';
import { withdrawnFiles } from '../metering/store/source-file.ts';
import { findOverlaps } from './import-customers.ts';
import { mergeIncoming } from './merge-incoming.ts';
import { inForceSql } from './relationship-versions.ts';

/**
 * Brings every relationship that a file named to what the files that are not withdrawn say of it. One that none of them says is removed; its id
 * and links are kept for a year, for when it comes back.
 */
export async function takeCustomersBack(transaction: Knex.Transaction, fileId: number, now: Date): Promise<string[]> {
  await transaction.raw('lock table relationship, relationship_metering_point in share row exclusive mode');
  const bindings = { fileId, withdrawn: [...(await withdrawnFiles(transaction))] };
  await transaction.raw(fillSql, bindings);
  const { rows: gone } = await transaction.raw<{ rows: { relationship_id: string }[] }>(goneSql, bindings);
  const ids = gone.map(({ relationship_id: id }) => id);
  await transaction.raw(keepSql, { ids, now });
  await transaction('session').whereIn('relationship_id', ids).update({ relationship_id: null });
  await transaction('relationship').whereIn('relationship_id', ids).delete();
  const { added, changed } = await mergeIncoming(transaction);
  const [overlap] = await findOverlaps(transaction);
  if (overlap) throw new InputFault(overlap.message);
  return [`Relationships: ${ids.length} removed, ${added} brought back, ${changed} changed.`];
}

const keysSql = `select plant_number, valid_from from relationship_version where file_id = :fileId or again @> array[cast(:fileId as int)]`;

/** As the lines of a file; a relationship's own prices are those that were told last. */
const fillSql = `
  create temporary table incoming on commit drop as
  with held as (${inForceSql(keysSql)}), priced as (${inForceSql(keysSql, `said -> 'prices' <> 'null'`)})
  select 0 as line, plant_number, said.customer_name, said.address, said.postal_code, said.city, said.registered_mobile, valid_from, said.valid_to,
    p.id as metering_point_id, p.address as metering_point_address, null::text as meter_serial, coalesce(priced.said -> 'prices', '{"dwellings": 1}') as prices
  from held left join priced using (plant_number, valid_from)
  cross join lateral jsonb_to_record(held.said -> 'relationship') as said (customer_name text, address text, postal_code text, city text,
    registered_mobile text, valid_to timestamptz)
  cross join lateral jsonb_to_recordset(held.said -> 'points') as p (id bigint, address text)`;

const goneSql = `
  select relationship_id from relationship r join (${keysSql}) k using (plant_number, valid_from)
  where not exists (select from incoming i where i.plant_number = r.plant_number and i.valid_from = r.valid_from) and :withdrawn::int[] is not null`;

const keepSql = `
  insert into relationship_kept (plant_number, valid_from, relationship_id, links, kept_at)
  select plant_number, valid_from, relationship_id,
    (select coalesce(jsonb_agg(jsonb_build_object('account_id', account_id, 'own_name', own_name, 'linked_at', linked_at, 'last_viewed_at', last_viewed_at)), '[]')
     from link l where l.relationship_id = r.relationship_id), :now::timestamptz
  from relationship r where relationship_id = any(cast(:ids as uuid[]))
  on conflict (plant_number, valid_from) do update set relationship_id = excluded.relationship_id, links = excluded.links, kept_at = excluded.kept_at`;
