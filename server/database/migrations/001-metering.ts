import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/**
 * Readings as they came, and the consumption that follows from them. docs/decisions/storage.md says
 * why both are kept as one row a day with arrays, and gives the numbers.
 */
export const metering: Migration = { name: '001-metering', up, down };

async function up(database: Knex): Promise<void> {
  await database.raw(`
    create table metering_point (
      metering_point_id bigint primary key,
      max_power_kw double precision check (max_power_kw > 0)
    );
    comment on column metering_point.metering_point_id is 'The number as it is printed on the invoice';
    comment on column metering_point.max_power_kw is 'What the house can use at most; a higher hour is a fault. Null: the configured default';

    create table meter (
      metering_point_id bigint not null,
      serial text not null,
      installed_at timestamptz not null default '-infinity',
      removed_at timestamptz not null default 'infinity',
      opening_energy_kwh double precision,
      opening_volume_m3 double precision,
      opening_flow_m3c double precision,
      opening_return_m3c double precision,
      closing_energy_kwh double precision,
      closing_volume_m3 double precision,
      closing_flow_m3c double precision,
      closing_return_m3c double precision,
      primary key (metering_point_id, serial),
      check (installed_at < removed_at)
    );

    create table source_file (
      file_id integer generated always as identity primary key,
      name text not null,
      sha256 text not null unique,
      profile text not null,
      imported_at timestamptz not null default now(),
      read bigint not null default 0,
      stored bigint not null default 0,
      unchanged bigint not null default 0,
      corrected bigint not null default 0,
      rejected bigint not null default 0
    );

    create table reading_day (
      metering_point_id bigint not null,
      day date not null,
      file_id integer,
      line integer,
      first_at timestamptz not null,
      line_step integer,
      step_seconds integer,
      interval_seconds integer not null default 0,
      serial text not null,
      energy_kwh double precision[] not null,
      volume_m3 double precision[],
      flow_m3c double precision[],
      return_m3c double precision[],
      power_kw double precision[],
      flow_lh double precision[],
      flow_temperature double precision[],
      return_temperature double precision[],
      quality text,
      offsets integer[],
      files integer[],
      lines integer[],
      primary key (metering_point_id, day, serial, interval_seconds)
    );
    comment on table reading_day is 'Readings as delivered: one row per metering point, meter and local day, the n-th element of each array belongs to the n-th reading';
    comment on column reading_day.interval_seconds is '0: registers at an instant. Else: use during so many seconds from the instant on';
    comment on column reading_day.step_seconds is 'The n-th reading is at first_at + (n-1) * step_seconds; null: at first_at + offsets[n] seconds';
    comment on column reading_day.line_step is 'The n-th reading stood in line + (n-1) * line_step of file_id; null: see files and lines';
    comment on column reading_day.quality is 'One letter a reading: m measured, e estimated, h manual, c corrected; null: all m';
    comment on column reading_day.flow_m3c is 'Sum of m3 x degrees in the flow pipe (Kamstrup E8); return_m3c likewise (E9)';

    create view reading as
      select d.metering_point_id, d.day, d.serial, d.interval_seconds,
        d.first_at + coalesce(d.offsets[n], (n - 1) * d.step_seconds) * interval '1 second' as at,
        v.energy_kwh, v.volume_m3, v.flow_m3c, v.return_m3c, v.power_kw, v.flow_lh, v.flow_temperature, v.return_temperature,
        coalesce(substr(d.quality, n::int, 1), 'm') as quality,
        coalesce(d.files[n], d.file_id) as file_id,
        coalesce(d.lines[n], d.line + (n - 1) * d.line_step)::int as line
      from reading_day d
      cross join lateral unnest(d.energy_kwh, d.volume_m3, d.flow_m3c, d.return_m3c, d.power_kw, d.flow_lh, d.flow_temperature, d.return_temperature)
        with ordinality as v (energy_kwh, volume_m3, flow_m3c, return_m3c, power_kw, flow_lh, flow_temperature, return_temperature, n);

    create table reading_replaced (
      metering_point_id bigint not null,
      serial text not null,
      interval_seconds integer not null,
      at timestamptz not null,
      energy_kwh double precision,
      volume_m3 double precision,
      flow_m3c double precision,
      return_m3c double precision,
      quality text,
      file_id integer,
      line integer,
      replaced_by_file_id integer not null,
      replaced_at timestamptz not null default now()
    );
    create index on reading_replaced (metering_point_id, at);

    create table reading_rejected (
      metering_point_id bigint not null,
      file_id integer not null,
      line integer,
      serial text not null,
      at timestamptz,
      energy_kwh double precision,
      volume_m3 double precision,
      reason text not null,
      rejected_at timestamptz not null default now()
    );
    comment on column reading_rejected.metering_point_id is '0 where the file names a meter that nobody knows';
    create index on reading_rejected (metering_point_id, at);
    create index on reading_rejected (file_id);

    create table consumption_day (
      metering_point_id bigint not null,
      day date not null,
      measured_hours smallint not null,
      estimated_hours smallint not null,
      missing_hours smallint not null,
      peak_hour smallint,
      peak_kwh double precision,
      energy_kwh double precision,
      volume_m3 double precision,
      flow_m3c double precision,
      return_m3c double precision,
      status text not null,
      hours double precision[],
      primary key (metering_point_id, day)
    );
    comment on column consumption_day.hours is 'kWh of the 23, 24 or 25 hours of the local day, null where missing; the whole is null once purged';
    comment on column consumption_day.status is 'One letter an hour: m measured, e estimated, h manual, c corrected, - missing';
    comment on column consumption_day.peak_hour is 'The largest measured or corrected hour, counted from 0 at the local midnight';
    comment on column consumption_day.flow_m3c is 'Sum of m3 x degrees: divided by volume_m3 it is the mean temperature of the day';
  `);
}

async function down(database: Knex): Promise<void> {
  await database.raw('drop view reading');
  for (const table of ['metering_point', 'meter', 'reading_day', 'reading_replaced', 'reading_rejected', 'consumption_day', 'source_file'])
    await database.raw('drop table if exists ??', [table]);
}
