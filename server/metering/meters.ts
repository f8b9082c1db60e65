import type { Knex } from 'knex';

/** Makes a metering point known, so that readings for it are taken. Known ones stay as they are. */
export async function registerMeteringPoint(database: Knex, meteringPointId: string): Promise<void> {
  await database('metering_point').insert({ metering_point_id: meteringPointId }).onConflict().ignore();
}

/**
 * Makes a metering point and its first meter known. Once the point has a meter nothing changes: a swap needs its date,
 * and comes by `import meters`.
 */
export async function registerMeter(database: Knex, meteringPointId: string, serial: string): Promise<void> {
  await registerMeteringPoint(database, meteringPointId);
  await database.raw(
    `insert into meter (metering_point_id, serial) select cast(:meteringPointId as bigint), :serial
     where not exists (select from meter where metering_point_id = :meteringPointId) on conflict do nothing`,
    { meteringPointId, serial },
  );
}
