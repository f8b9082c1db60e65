import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/**
 * Registers in a quarter of the bytes, where they come out to their last digit; docs/decisions/storage.md says how. Nothing is rewritten here: what an
 * earlier version stored is read as it is, and packed by `readings pack`, while the server runs.
 */
export const packedRegisters: Migration = { name: '018-packed-registers', up, down };

const values = ['energy_kwh', 'volume_m3', 'flow_m3c', 'return_m3c', 'power_kw', 'flow_lh', 'flow_temperature', 'return_temperature'];
const tables = ['reading_day', 'reading_beside'];

/** SQL: one value out of packed ones. A plain expression, so that PostgreSQL puts it in place of the call. */
export const registerAtBefore = `create or replace function register_at(packed bytea, n integer) returns double precision language sql immutable parallel safe as $$
  select (('x' || encode(substring(packed from 2 for 5), 'hex'))::bit(40)::bigint
    + case get_byte(packed, 0) & 3 when 1 then get_byte(packed, 5 + n) when 2 then get_byte(packed, 4 + 2 * n) * 256 + get_byte(packed, 5 + 2 * n)
      when 3 then (get_byte(packed, 3 + 3 * n) * 256 + get_byte(packed, 4 + 3 * n)) * 256 + get_byte(packed, 5 + 3 * n) else 0 end)
    / case get_byte(packed, 0) >> 2 when 0 then 1::float8 when 1 then 10 when 2 then 100 when 3 then 1000 else 10000 end
$$`;

/** SQL: the same bytes as server/metering/pack/packed-registers.ts gives; null where the values don't come out again. */
const packRegisters = `create function pack_registers(plain double precision[]) returns bytea language plpgsql immutable parallel safe as $$
  declare
    decimals integer; scale double precision; lowest double precision; highest double precision; base bigint; span bigint; width integer;
  begin
    select min(v), max(v) into lowest, highest from unnest(plain) v;
    if lowest is null or array_position(plain, null) is not null or not (lowest >= 0 and highest < 1099511627776) then return null; end if;
    select case when bool_and(round(v) = v) then 0 when bool_and(round(v * 10) / 10 = v) then 1 when bool_and(round(v * 100) / 100 = v) then 2
        when bool_and(round(v * 1000) / 1000 = v) then 3 when bool_and(round(v * 10000) / 10000 = v) then 4 end
      into decimals from unnest(plain) v;
    if decimals is null then return null; end if;
    scale := power(10, decimals);
    if highest * scale >= 1099511627776 then return null; end if;
    base := round(lowest * scale);
    span := round(highest * scale)::bigint - base;
    if span >= 16777216 then return null; end if;
    width := case when span = 0 then 0 when span < 256 then 1 when span < 65536 then 2 else 3 end;
    return set_byte('\\x00'::bytea, 0, 4 * decimals + width) || substring(int8send(base) from 4) || case when width = 0 then ''::bytea else (
      select string_agg(substring(int4send((round(v * scale) - base)::integer) from 5 - width), ''::bytea order by n)
      from unnest(plain) with ordinality u (v, n)) end;
  end
$$`;

async function up(database: Knex): Promise<void> {
  const run = (sql: string) => database.raw(sql);
  await run(registerAtBefore);
  await run(packRegisters);
  for (const table of tables) {
    for (const name of values) {
      await run(`alter table ${table} add column ${name}_packed bytea`);
      await run(
        `comment on column ${table}.${name}_packed is 'Instead of ${name}, where the values come out of it again to their last digit: register_at(${name}_packed, n)'`,
      );
    }
  }
  await run('alter table reading_day add column count integer');
  await run(`comment on column reading_day.count is 'How many readings; null: as many as energy_kwh has'`);
  await run('alter table reading_day alter column energy_kwh drop not null');
  await run(
    'alter table reading_day add constraint energy_is_known check (energy_kwh is not null or (energy_kwh_packed is not null and count is not null)) not valid',
  );
  await run(
    `comment on column reading_beside.energy_kwh is 'Null, and packed as well: delivered the very values that reading_day has now at these instants'`,
  );
  await run(
    readingView(
      values.map((name) => `coalesce(d.${name}[n], register_at(d.${name}_packed, n)) as ${name}`),
      'cross join lateral generate_series(1, coalesce(d.count, cardinality(d.energy_kwh))) n',
      'n',
    ),
  );
  // A file's rows lie together: it is found again, to be withdrawn, without reading all.
  await run('create index on reading_day (file_id)');
  await run('create index on reading_day using gin (files) where files is not null');
  // What an earlier version stored, until it is packed.
  await run('create index reading_day_unpacked on reading_day (metering_point_id, day) where count is null');
  await run(`alter table reading_beside set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.2)`);
}

const readingView = (columns: readonly string[], numbered: string, position: string) => `create or replace view reading as
  select d.metering_point_id, d.day, d.serial, d.interval_seconds,
    d.first_at + coalesce(d.offsets[n], (n - 1) * d.step_seconds) * interval '1 second' as at,
    ${columns.join(', ')},
    coalesce(substr(d.quality, ${position}, 1), 'm') as quality,
    coalesce(d.files[n], d.file_id) as file_id,
    coalesce(d.lines[n], d.line + (n - 1) * d.line_step)::int as line
  from reading_day d ${numbered}`;

/** Back to doubles, all at once. */
async function down(database: Knex): Promise<void> {
  const run = (sql: string) => database.raw(sql);
  for (const table of tables) {
    const count = table === 'reading_day' ? 'coalesce(count, cardinality(energy_kwh))' : 'count';
    const unpacked = values.map(
      (name) =>
        `${name} = case when ${name}_packed is null then ${name} else array(select register_at(${name}_packed, n) from generate_series(1, ${count}) n) end`,
    );
    await run(`update ${table} set ${unpacked.join(', ')}`);
  }
  await run(
    readingView(
      values.map((name) => `v.${name}`),
      `cross join lateral unnest(${values.map((name) => `d.${name}`).join(', ')}) with ordinality as v (${values.join(', ')}, n)`,
      'n::int',
    ),
  );
  await run('drop index reading_day_file_id_idx, reading_day_files_idx, reading_day_unpacked');
  await run('alter table reading_beside reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)');
  await run('alter table reading_day drop constraint energy_is_known');
  for (const table of tables) for (const name of values) await run(`alter table ${table} drop column ${name}_packed`);
  await run(`comment on column reading_beside.energy_kwh is 'Null: delivered the very values that reading_day has now at these instants'`);
  await run('alter table reading_day drop column count');
  await run('alter table reading_day alter column energy_kwh set not null');
  await run('drop function register_at(bytea, integer)');
  await run('drop function pack_registers(double precision[])');
}
