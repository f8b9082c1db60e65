import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/**
 * All that was ever delivered is kept: what is shown in `reading_day`, everything else packed likewise beside it, so that it can be judged
 * anew. docs/decisions/storage.md says how.
 */
export const readingBeside: Migration = { name: '012-reading-beside', up, down };

const values = ['energy_kwh', 'volume_m3', 'flow_m3c', 'return_m3c', 'power_kw', 'flow_lh', 'flow_temperature', 'return_temperature'];

async function up(database: Knex): Promise<void> {
  const run = (sql: string) => database.raw(sql);
  await run(`create table reading_beside (
    metering_point_id bigint not null,
    day date not null,
    serial text not null,
    interval_seconds integer not null,
    file_id integer not null,
    line integer not null,
    line_step integer,
    lines integer[],
    first_at timestamptz not null,
    count integer not null,
    step_seconds integer,
    offsets integer[],
    quality text,
    ${values.map((name) => `${name} double precision[]`).join(', ')},
    reason text,
    recorded_at timestamptz not null default now())`);
  await run(
    `comment on table reading_beside is 'What was delivered and is not shown, packed as in reading_day: set aside for a reason, or superseded'`,
  );
  await run(`comment on column reading_beside.energy_kwh is 'Null: delivered the very values that reading_day has now at these instants'`);
  await run(
    `comment on column reading_beside.reason is 'Why it is set aside. Null: another delivery is shown in its place, or says the same'`,
  );
  await run('create index on reading_beside (metering_point_id, day)');
  await run('create index on reading_beside (file_id)');
  await run('alter table reading_beside replica identity full');
  await run('alter table source_file add column withdrawn_at timestamptz');
  await run(`alter table source_file add column kind text not null default 'readings'`);
  for (const end of ['opening', 'closing']) await run(`alter table meter add column ${end}_reason text`);
  await run(
    `comment on column meter.opening_reason is 'Why the opening register is set aside: the readings contradict it. closing_reason likewise'`,
  );
  await run('create index on meter (serial)');
  await run(`create table reading_withdrawal (
    withdrawal_id integer generated always as identity primary key,
    metering_point_id bigint not null,
    from_at timestamptz not null,
    to_at timestamptz not null,
    last_file_id integer not null,
    withdrawn_at timestamptz not null default now(),
    restored_at timestamptz)`);
  await run(`comment on column reading_withdrawal.last_file_id is 'What is delivered later is not withdrawn'`);
  await run(`insert into reading_beside (metering_point_id, day, serial, interval_seconds, file_id, line, line_step, first_at, count, step_seconds,
      energy_kwh, volume_m3, reason, recorded_at)
    select metering_point_id, (at at time zone 'Europe/Oslo')::date, serial, 0, file_id, coalesce(line, 0), 1, at, 1, 3600,
      array[energy_kwh], case when volume_m3 is not null then array[volume_m3] end, reason, rejected_at
    from reading_rejected where at is not null and energy_kwh is not null`);
  await run(`insert into reading_beside (metering_point_id, day, serial, interval_seconds, file_id, line, line_step, first_at, count, step_seconds,
      quality, energy_kwh, volume_m3, flow_m3c, return_m3c, recorded_at)
    select metering_point_id, (at at time zone 'Europe/Oslo')::date, serial, interval_seconds, coalesce(file_id, replaced_by_file_id), coalesce(line, 0), 1,
      at, 1, 3600, quality, array[energy_kwh], case when volume_m3 is not null then array[volume_m3] end,
      case when flow_m3c is not null then array[flow_m3c] end, case when return_m3c is not null then array[return_m3c] end, replaced_at
    from reading_replaced where energy_kwh is not null`);
  await run('drop table reading_rejected');
  await run('drop table reading_replaced');
  await run('alter table consumption_day add constraint energy_is_never_negative check (energy_kwh >= 0) not valid');
  await run(
    'alter table consumption_day add constraint no_hour_is_negative check (hours is null or coalesce(0 <= all (hours), true)) not valid',
  );
  for (const table of ['reading_day', 'consumption_day'])
    await run(`alter table ${table} set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.2)`);
}

/** Back to the tables of before; what lies beside can't be told in them, and goes. */
async function down(database: Knex): Promise<void> {
  const run = (sql: string) => database.raw(sql);
  for (const table of ['reading_day', 'consumption_day'])
    await run(`alter table ${table} reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)`);
  for (const name of ['energy_is_never_negative', 'no_hour_is_negative']) await run(`alter table consumption_day drop constraint ${name}`);
  await run(`create table reading_replaced (
    metering_point_id bigint not null, serial text not null, interval_seconds integer not null, at timestamptz not null,
    energy_kwh double precision, volume_m3 double precision, flow_m3c double precision, return_m3c double precision,
    quality text, file_id integer, line integer, replaced_by_file_id integer not null, replaced_at timestamptz not null default now())`);
  await run('create index on reading_replaced (metering_point_id, at)');
  await run(`create table reading_rejected (
    metering_point_id bigint not null, file_id integer not null, line integer, serial text not null, at timestamptz,
    energy_kwh double precision, volume_m3 double precision, reason text not null, rejected_at timestamptz not null default now())`);
  await run(`comment on column reading_rejected.metering_point_id is '0 where the file names a meter that nobody knows'`);
  await run('create index on reading_rejected (metering_point_id, at)');
  await run('create index on reading_rejected (file_id)');
  await run('drop table reading_withdrawal, reading_beside');
  await run('alter table source_file drop column withdrawn_at, drop column kind');
  await run('drop index meter_serial_idx');
  await run('alter table meter drop column opening_reason, drop column closing_reason');
}
