import type { Knex } from 'knex';

/** Relationships, by what became of them. */
export interface MergedRelationships {
  added: number;
  /** Those that were there and are different now. */
  changed: number;
}

/** Brings relationships, their metering points and what their cost is reckoned by to what `incoming` says of them. */
export async function mergeIncoming(transaction: Knex.Transaction): Promise<MergedRelationships> {
  const { rows } = await transaction.raw<{ rows: { relationship_id: string; added: boolean }[] }>(mergeSql);
  await transaction.raw(linksSql);
  const { rows: moved } = await transaction.raw<{ rows: { relationship_id: string }[] }>(pointsSql);
  const { rows: repriced } = await transaction.raw<{ rows: { relationship_id: string }[] }>(pricesSql);
  const added = rows.filter((row) => row.added).length;
  const touched = new Set([...rows, ...moved, ...repriced].map((row) => row.relationship_id)).size;
  return { added, changed: touched - added };
}

const mergeSql = `
  insert into relationship as r (relationship_id, plant_number, customer_name, address, postal_code, city, registered_mobile, valid_from, valid_to)
  select distinct on (plant_number, valid_from) coalesce(k.relationship_id, gen_random_uuid()), plant_number, customer_name, address, postal_code, city, registered_mobile, valid_from, valid_to
  from incoming left join relationship_kept k using (plant_number, valid_from) order by plant_number, valid_from, line
  on conflict (plant_number, valid_from) do update set customer_name = excluded.customer_name, address = excluded.address,
    postal_code = excluded.postal_code, city = excluded.city, registered_mobile = excluded.registered_mobile, valid_to = excluded.valid_to
  where (r.customer_name, r.address, r.postal_code, r.city, r.registered_mobile, r.valid_to)
    is distinct from (excluded.customer_name, excluded.address, excluded.postal_code, excluded.city, excluded.registered_mobile, excluded.valid_to)
  returning relationship_id, xmax = 0 as added`;

/** What was kept of one that comes back: whoever had linked it has it again. */
const linksSql = `
  with back as (
    delete from relationship_kept k using relationship r
    where r.relationship_id = k.relationship_id returning k.links, k.relationship_id)
  insert into link (account_id, relationship_id, own_name, linked_at, last_viewed_at)
  select l.account_id, relationship_id, l.own_name, l.linked_at, l.last_viewed_at
  from back cross join lateral jsonb_to_recordset(links) as l (account_id uuid, own_name text, linked_at timestamptz, last_viewed_at timestamptz)
  where exists (select from account a where a.account_id = l.account_id)
  on conflict do nothing`;

const pricesSql = `
  update relationship r set customer_group = p."customerGroup", price_list = p."priceList", dwellings = p.dwellings, subscribed_kw = p."subscribedKw"
  from incoming i cross join lateral jsonb_to_record(i.prices) as p ("customerGroup" text, "priceList" text, dwellings int, "subscribedKw" double precision)
  where r.plant_number = i.plant_number and r.valid_from = i.valid_from and i.prices is not null
    and (r.customer_group, r.price_list, r.dwellings, r.subscribed_kw) is distinct from (p."customerGroup", p."priceList", p.dwellings, p."subscribedKw")
  returning r.relationship_id`;

const pointsSql = `
  with wanted as (
    select relationship_id, metering_point_id, metering_point_address from incoming join relationship using (plant_number, valid_from)),
  removed as (
    delete from relationship_metering_point p
    where relationship_id in (select relationship_id from wanted)
      and not exists (select from wanted w where w.relationship_id = p.relationship_id and w.metering_point_id = p.metering_point_id)
    returning relationship_id),
  stored as (
    insert into relationship_metering_point as p (relationship_id, metering_point_id, address)
    select * from wanted
    on conflict (relationship_id, metering_point_id) do update set address = excluded.address where p.address is distinct from excluded.address
    returning relationship_id)
  select relationship_id from removed union select relationship_id from stored`;
