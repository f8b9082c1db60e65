import type { Migration } from './migration.ts';

/** A meter may come back to a metering point where it hung before: it has a row for each time. */
export const meterAgain: Migration = {
  name: '018-meter-again',

  async up(database) {
    // One statement at a time: citus takes no more.
    await database.raw('alter table meter drop constraint meter_pkey');
    await database.raw('alter table meter add primary key (metering_point_id, serial, installed_at)');
    await database.raw('alter table source_file add column names_meters boolean not null default false');
    await database.raw(
      `comment on column source_file.names_meters is 'It names meters and no metering points: whose its readings are follows from where they hung'`,
    );
  },

  /** Back to one row a meter: the last time in which it hung there. */
  async down(database) {
    await database.raw(`delete from meter m using meter later
      where later.metering_point_id = m.metering_point_id and later.serial = m.serial and later.installed_at > m.installed_at`);
    await database.raw('alter table meter drop constraint meter_pkey');
    await database.raw('alter table meter add primary key (metering_point_id, serial)');
    await database.raw('alter table source_file drop column names_meters');
  },
};
