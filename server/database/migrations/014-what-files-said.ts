import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

/**
 * What files of meters and customers said is kept beside what holds by now, so that such a file can be taken back. A delivery is known by the
 * hash of its bytes alone, as `sha256sum` prints it; with the profile's it is one of its own.
 */
export const whatFilesSaid: Migration = { name: '014-what-files-said', up, down };

async function up(database: Knex): Promise<void> {
  const run = (sql: string) => database.raw(sql);
  await run('alter table source_file add column bytes_sha256 text');
  await run(
    `comment on column source_file.sha256 is 'Over the profile and the bytes: the same bytes by another profile are another delivery'`,
  );
  await run(`comment on column source_file.bytes_sha256 is 'Of the bytes alone; null where it came before this was kept'`);
  await run(`create table meter_line (
    metering_point_id bigint not null,
    file_id integer not null,
    line integer not null,
    again integer[] not null default '{}',
    said jsonb not null,
    primary key (metering_point_id, file_id, line))`);
  await run(`comment on table meter_line is 'What files said of meters, in the order in which they came; meter is what follows from it'`);
  await run(`comment on column meter_line.file_id is '0: what was known before this was kept'`);
  await run(`comment on column meter_line.again is 'Later files that said the very same while it held'`);
  await run(
    `comment on column meter_line.said is 'Serial and columns of meter; with first: the serial alone, which counts where the metering point has no meter'`,
  );
  const columns = ['installed_at', 'installed_by', 'removed_at', 'removed_by'].concat(
    ['opening', 'closing'].flatMap((end) => ['energy_kwh', 'volume_m3', 'flow_m3c', 'return_m3c'].map((register) => `${end}_${register}`)),
  );
  await run(`insert into meter_line (metering_point_id, file_id, line, said)
    select m.metering_point_id, 0, row_number() over (partition by m.metering_point_id order by m.installed_at),
      jsonb_build_object('serial', m.serial, 'values', jsonb_build_object(${columns.map((name) => `'${name}', m.${name}`).join(', ')}), 'maxPowerKw', p.max_power_kw)
    from meter m join metering_point p using (metering_point_id)`);
  await run(`create table relationship_version (
    plant_number text not null,
    valid_from timestamptz not null,
    file_id integer not null,
    again integer[] not null default '{}',
    said jsonb not null,
    recorded_at timestamptz not null default now(),
    primary key (plant_number, valid_from, file_id))`);
  await run(
    `comment on table relationship_version is 'What files of customers said of a relationship, whenever it changed; the newest that is not withdrawn holds'`,
  );
  await run(`comment on column relationship_version.file_id is '0: what was known before this was kept'`);
  await run(`comment on column relationship_version.again is 'Later files that said the very same while it held'`);
  await run(`create table relationship_kept (
    plant_number text not null,
    valid_from timestamptz not null,
    relationship_id uuid not null,
    links jsonb not null,
    kept_at timestamptz not null,
    primary key (plant_number, valid_from))`);
  await run(
    `comment on table relationship_kept is 'Of a relationship whose only files were withdrawn: what is needed to bring it back with its links'`,
  );
  await run(`insert into relationship_version (plant_number, valid_from, file_id, said)
    select plant_number, valid_from, 0, jsonb_build_object('relationship', jsonb_build_object('customer_name', customer_name, 'address', address,
        'postal_code', postal_code, 'city', city, 'registered_mobile', registered_mobile,
        'valid_to', to_char(valid_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
      'prices', jsonb_build_object('customerGroup', customer_group, 'priceList', price_list, 'dwellings', dwellings, 'subscribedKw', subscribed_kw),
      'points', (select coalesce(jsonb_agg(jsonb_build_object('id', metering_point_id::text, 'address', p.address) order by metering_point_id), '[]')
        from relationship_metering_point p where p.relationship_id = r.relationship_id))
    from relationship r`);
}

async function down(database: Knex): Promise<void> {
  await database.raw('drop table relationship_kept, relationship_version, meter_line');
  await database.raw('alter table source_file drop column bytes_sha256');
  await database.raw('comment on column source_file.sha256 is null');
}
