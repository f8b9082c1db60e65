import type { Knex } from 'knex';
import { keepFirstMeters } from './meter-lines.ts';
import { lockRegistering } from '../stage/merge-lock.ts';
import { findSerialsTwice } from './serial-twice.ts';

/** A metering point, and the meter that hangs there as far as somebody says; null: only the point is known. */
export interface FirstMeter {
  meteringPointId: string;
  serial: string | null;
}

const givenSql = `unnest(cast(:ids as bigint[]), cast(:serials as text[])) with ordinality as s (metering_point_id, serial, rank)`;

/**
 * Makes metering points and their first meters known: of several serials for a point the first is taken. Known points stay as they are, and
 * once one has a meter nothing changes: a swap needs its date, and comes by `import meters`. Returns how many points, and which meters, were new.
 */
export async function registerMeters(
  transaction: Knex.Transaction,
  given: readonly FirstMeter[],
): Promise<{ meteringPoints: number; meters: { meteringPointId: string; serial: string }[] }> {
  // Counted by what comes back: a database that is spread counts what it was offered.
  const points = await transaction.raw(
    `insert into metering_point (metering_point_id) select distinct metering_point_id from ${givenSql} on conflict do nothing returning 1`,
    valuesOf(given),
  );
  return { meteringPoints: points.rows.length, meters: await registerFirstMeters(transaction, given) };
}

const valuesOf = (given: readonly FirstMeter[]) => ({
  ids: given.map(({ meteringPointId: id }) => id),
  serials: given.map(({ serial }) => serial),
});

/** The same where the metering points are known. */
async function registerFirstMeters(
  transaction: Knex.Transaction,
  given: readonly FirstMeter[],
): Promise<{ meteringPointId: string; serial: string }[]> {
  const meters = await transaction.raw(
    `insert into meter (metering_point_id, serial)
     select distinct on (s.metering_point_id) s.metering_point_id, s.serial from ${givenSql}
     left join (select distinct metering_point_id from meter where metering_point_id = any(cast(:ids as bigint[]))) m on m.metering_point_id = s.metering_point_id
     where s.serial is not null and m.metering_point_id is null
     order by s.metering_point_id, rank on conflict do nothing returning metering_point_id, serial`,
    valuesOf(given),
  );
  return meters.rows.map(({ metering_point_id: meteringPointId, serial }: { metering_point_id: string; serial: string }) => ({
    meteringPointId,
    serial,
  }));
}

/**
 * Makes the meters known that first readings were of; of two files that name different ones of a point, or one meter at two points, at the same
 * time, the second has to come again.
 */
export async function registerFirst(
  transaction: Knex.Transaction,
  first: readonly { id: bigint; serial: string }[],
  fileId: number,
): Promise<void> {
  if (first.length === 0) return;
  await lockRegistering(transaction);
  const given = first.map(({ id, serial }) => ({ meteringPointId: id.toString(), serial }));
  await registerFirstMeters(transaction, given);
  await keepFirstMeters(
    transaction,
    fileId,
    given.map((one, line) => ({ ...one, line })),
  );
  const serials = given.map(({ serial }) => serial);
  if ((await findSerialsTwice(transaction, serials)).length > 0)
    throw new Error(`Another import has just made a meter known. Import this file again.`);
  const [other] = await withOtherMeters(transaction, given);
  if (other) throw new Error(`Another import has just made another meter of ${other.meteringPointId} known. Import this file again.`);
}

/** Those whose metering point has meters, and not this one. */
export async function withOtherMeters<Given extends { meteringPointId: string; serial: string | null }>(
  transaction: Knex.Transaction,
  given: readonly Given[],
): Promise<Given[]> {
  const ids = given.map(({ meteringPointId }) => meteringPointId);
  const known: { metering_point_id: string; serial: string }[] = await transaction('meter')
    .whereRaw('metering_point_id = any(cast(? as bigint[]))', [ids])
    .select('metering_point_id', 'serial');
  const hangs = new Set(known.map(({ metering_point_id: id, serial }) => `${id} ${serial}`));
  return given.filter(({ meteringPointId, serial }) => serial !== null && !hangs.has(`${meteringPointId} ${serial}`));
}
