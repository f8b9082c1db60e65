import { join } from 'node:path';
import type { Knex } from 'knex';
import { timeCopy, timeImport } from './base.ts';
import { firstDay, firstPoint, writeDelivery } from './delivery.ts';

/** Imports one house's readings and gives the same to all others, from the `known`-th on: filling a base of years in a minute. */
export async function fillAlike(
  database: Knex,
  folder: string,
  { points, days, known = 0, from = firstDay, add = 0 }: { points: number; days: number; known?: number; from?: number; add?: number },
): Promise<void> {
  if (known === 0) {
    const file = join(folder, 'one.csv');
    await writeDelivery(file, { points: 1, firstDay: from, days, alike: true, add });
    await timeImport(database, file);
    await timeCopy(database, file);
  }
  const others = { first: firstPoint.toString(), from: Math.max(known, 1), to: points - 1 };
  await database.raw(
    `insert into meter (metering_point_id, serial)
     select cast(:first as bigint) + n, (70000000 + n)::text from generate_series(cast(:from as int), cast(:to as int)) n`,
    others,
  );
  for (const table of ['reading_day', 'consumption_day']) {
    const { rows } = await database.raw(
      `select string_agg(attname, ', ' order by attnum) as columns,
         string_agg(case attname when 'metering_point_id' then 'metering_point_id + n' when 'serial' then '(70000000 + n)::text' else attname end, ', ' order by attnum) as copies
       from pg_attribute where attrelid = cast(? as regclass) and attnum > 0 and not attisdropped`,
      [table],
    );
    await database.raw(
      `insert into ${table} (${rows[0].columns}) select ${rows[0].copies} from generate_series(cast(:from as int), cast(:to as int)) n, ${table}
       where metering_point_id = cast(:first as bigint) order by n, day`,
      others,
    );
    await database.raw(`vacuum analyze ${table}`);
  }
}

/** The same in the plain table. */
export async function fillPlainAlike(database: Knex, points: number): Promise<void> {
  await database.raw(
    `insert into plain select metering_point_id + n, (70000000 + n)::text, at, energy_kwh, volume_m3, flow_m3c, return_m3c
     from generate_series(1, cast(:to as int)) n, plain where metering_point_id = cast(:first as bigint) order by n, at`,
    { first: firstPoint.toString(), to: points - 1 },
  );
  await database.raw('vacuum analyze plain');
}
