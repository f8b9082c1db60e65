import type { Knex } from 'knex';
import { withdrawnFiles } from '../metering/store/source-file.ts';

/** What the lines in `incoming` say of each relationship. Instants are written alike whatever the session's zone is. */
export const saidSql = `
  select plant_number, valid_from, jsonb_build_object(
    'relationship', jsonb_build_object('customer_name', min(customer_name), 'address', min(address), 'postal_code', min(postal_code), 'city', min(city),
      'registered_mobile', min(registered_mobile), 'valid_to', to_char(min(valid_to) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
    'prices', (array_agg(prices order by line))[1],
    'points', jsonb_agg(jsonb_build_object('id', metering_point_id::text, 'address', metering_point_address) order by metering_point_id)) as said
  from incoming group by plant_number, valid_from`;

/** Of the relationships of `keys` the version that holds: the newest of which not every file was withdrawn. */
export const inForceSql = (keys: string, where = 'true') => `
  select distinct on (plant_number, valid_from) plant_number, valid_from, file_id, said from relationship_version v
  join (${keys}) k using (plant_number, valid_from)
  cross join lateral (select max(file) as newest from unnest(v.file_id || v.again) file where not file = any(cast(:withdrawn as int[]))) n
  where n.newest is not null and ${where}
  order by plant_number, valid_from, n.newest desc`;

/** Files that said the very same are remembered up to so many, the newest always. */
const mostAgain = 8;

/** Keeps what the lines in `incoming` say of relationships, where it is something new. */
export async function keepVersions(transaction: Knex.Transaction, fileId: number): Promise<void> {
  const withdrawn = [...(await withdrawnFiles(transaction))];
  await transaction.raw(
    `with said as (${saidSql}), held as (${inForceSql('select plant_number, valid_from from said')}),
       again as (
         update relationship_version v set again = v.again[:${mostAgain - 1}] || cast(:fileId as int)
         from said join held using (plant_number, valid_from)
         where said.said = held.said and v.plant_number = held.plant_number and v.valid_from = held.valid_from and v.file_id = held.file_id
         returning v.plant_number, v.valid_from)
     insert into relationship_version (plant_number, valid_from, file_id, said)
     select plant_number, valid_from, cast(:fileId as int), said from said
     where (plant_number, valid_from) not in (select plant_number, valid_from from again)`,
    { withdrawn, fileId },
  );
}

/** How many of the relationships in `incoming` were said otherwise by files that came later, and by which of them last. */
export async function findOutdated(transaction: Knex.Transaction): Promise<{ relationships: number; file: string | null }> {
  const withdrawn = [...(await withdrawnFiles(transaction))];
  const { rows } = await transaction.raw<{ rows: { file_id: number }[] }>(
    `with said as (${saidSql}), held as (${inForceSql('select plant_number, valid_from from said')})
     select held.file_id from said join held using (plant_number, valid_from) where said.said <> held.said`,
    { withdrawn },
  );
  const newest = Math.max(...rows.map(({ file_id: id }) => id), 0);
  const file = await transaction('source_file').where({ file_id: newest }).first('name');
  return { relationships: rows.length, file: file?.name ?? null };
}
