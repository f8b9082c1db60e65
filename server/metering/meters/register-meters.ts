import type { Knex } from 'knex';
import { keepFirstMeters } from './meter-lines.ts';
import { findSerialsTwice } from './serial-twice.ts';

/**
 * Makes metering points and their first meters known. `source` is a query of `metering_point_id`, `serial` (null where only the point is
 * known) and `rank`: of several serials for a point the lowest is taken. Known points stay as they are, and once one has a meter nothing
 * changes: a swap needs its date, and comes by `import meters`. Returns how many were new.
 */
export async function registerMeters(
  transaction: Knex.Transaction,
  source: string,
  bindings: Record<string, unknown> = {},
): Promise<{ meteringPoints: number; meters: number }> {
  const points = await transaction.raw(
    `insert into metering_point (metering_point_id) select distinct metering_point_id from (${source}) s on conflict do nothing`,
    bindings as never,
  );
  const meters = await transaction.raw(
    `insert into meter (metering_point_id, serial)
     select distinct on (metering_point_id) metering_point_id, serial from (${source}) s
     where serial is not null and not exists (select from meter m where m.metering_point_id = s.metering_point_id)
     order by metering_point_id, rank on conflict do nothing`,
    bindings as never,
  );
  return { meteringPoints: points.rowCount, meters: meters.rowCount };
}

/**
 * Makes the meters known that first readings were of; of two files that name different ones of a point at the same time, the second has to
 * come again.
 */
export async function registerFirst(
  transaction: Knex.Transaction,
  first: readonly { id: bigint; serial: string }[],
  fileId: number,
): Promise<void> {
  if (first.length === 0) return;
  const source =
    'select * from unnest(cast(:ids as bigint[]), cast(:serials as text[])) with ordinality as s (metering_point_id, serial, rank)';
  const bindings = { ids: first.map(({ id }) => id.toString()), serials: first.map(({ serial }) => serial) };
  await registerMeters(transaction, source, bindings);
  await keepFirstMeters(
    transaction,
    fileId,
    first.map(({ id, serial }, line) => ({ meteringPointId: id.toString(), serial, line })),
  );
  if ((await findSerialsTwice(transaction, bindings.serials)).length > 0)
    throw new Error(`Another import has just made a meter known. Import this file again.`);
  const { rows } = await transaction.raw(
    `select metering_point_id from (${source}) s
     where not exists (select from meter m where m.metering_point_id = s.metering_point_id and m.serial = s.serial) limit 1`,
    bindings,
  );
  if (rows.length > 0) {
    throw new Error(`Another import has just made another meter of ${rows[0].metering_point_id} known. Import this file again.`);
  }
}
