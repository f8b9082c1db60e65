import type { Knex } from 'knex';

/** The metering's tables, all by `metering_point_id`: with Citus what belongs to one metering point lies together on one node. */
const spread = ['reading_day', 'reading_beside', 'consumption_day', 'meter', 'meter_line', 'metering_point', 'standstill'] as const;

/** As many machines may hold them. Each statement of an import is planned once for each, so a quarter of what Citus makes by itself; a `citus.shard_count` that is set goes before. */
const shards = 8;

const known = new WeakMap<object, boolean>();

/** Whether the metering's tables are spread over the nodes of a Citus. Asked once a process: it is restarted when that changes. */
export async function isSpread(database: Knex): Promise<boolean> {
  const { client } = database;
  const pool: object = client.config;
  if (!known.has(pool)) {
    const { rows } = await database.raw(`select exists (select from pg_extension where extname = 'citus') as has_citus`);
    known.set(pool, rows[0].has_citus && (await areSpread(database)));
  }
  return known.get(pool)!;
}

async function areSpread(database: Knex): Promise<boolean> {
  const { rows } = await database.raw(`select 1 from pg_dist_partition where logicalrelid = 'reading_day'::regclass`);
  return rows.length > 0;
}

/**
 * Where the database has the extension, spreads those of the metering's tables that are not yet, with what is in them; else does nothing. Whatever the
 * shard count, all lie as `reading_day` does. All other tables stay on the coordinator: they are small, and refer to one another.
 */
export async function spreadMetering(database: Knex): Promise<string[]> {
  const { rows: extension } = await database.raw(`select 1 from pg_extension where extname = 'citus'`);
  if (extension.length === 0) return [];
  const moved: string[] = [];
  for (const table of spread) {
    const { rows } = await database.raw(`select 1 from pg_dist_partition where logicalrelid = cast(? as regclass)`, [table]);
    if (rows.length > 0) continue;
    const beside = table === 'reading_day' ? 'none' : 'reading_day';
    await database.raw(
      `select create_distributed_table(?, 'metering_point_id', colocate_with => ?, shard_count => case when ? = 'none' then (
         select case when source = 'default' then ${shards} else setting::int end from pg_settings where name = 'citus.shard_count') end)`,
      [table, beside, beside],
    );
    await database.raw(`select truncate_local_data_after_distributing_table(cast(? as regclass))`, [table]);
    moved.push(table);
  }
  // Made before there were nodes, they are on none; what is made later, Citus makes everywhere.
  if (moved.length > 0)
    for (const name of ['register_at(bytea, integer)', 'pack_registers(double precision[])'])
      await database.raw(`select create_distributed_function(cast(? as regprocedure))`, [name]);
  return moved;
}
