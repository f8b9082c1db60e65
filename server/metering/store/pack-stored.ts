import type { Knex } from 'knex';
import { valueColumns } from '../files/quantity.ts';
import { packAll } from '../stage/packed-sql.ts';
import { keyColumns } from './merge.ts';

/** Days in one transaction. */
const atOnce = 400;

/**
 * Packs what a version before 0.2 stored, metering point by metering point, in small transactions, while the base is read and imports run: a day that
 * an import holds is left to the next time. It can be stopped at any moment and goes on where it was. Returns how many days were packed.
 */
export async function packStored(database: Knex, signal?: AbortSignal): Promise<number> {
  let days = 0;
  for (let point: string | undefined; !signal?.aborted;) {
    point = await nextPoint(database, point);
    if (point === undefined) break;
    for (let packed = atOnce; packed === atOnce && !signal?.aborted; days += packed) packed = await packDays(database, point);
  }
  return days;
}

async function nextPoint(database: Knex, after: string | undefined): Promise<string | undefined> {
  const row = await database('reading_day')
    .whereNull('count')
    .where((query) => void (after === undefined || query.where('metering_point_id', '>', after)))
    .orderBy('metering_point_id')
    .first('metering_point_id');
  return row?.metering_point_id;
}

async function packDays(database: Knex, point: string): Promise<number> {
  const { rowCount } = await database.raw(
    `with old as (select * from reading_day where metering_point_id = :point and count is null order by day limit ${atOnce} for update skip locked)
     update reading_day d set count = p.readings, ${valueColumns.map((name) => `${name} = p.${name}`).join(', ')}
     from (${packAll('select *, cardinality(energy_kwh) as readings from old', `${keyColumns}, readings`)}) p
     where d.metering_point_id = :point and ${keyColumns
       .split(', ')
       .map((name) => `d.${name} = p.${name}`)
       .join(' and ')}`,
    { point },
  );
  return rowCount;
}
