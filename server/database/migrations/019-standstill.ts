import type { Migration } from './migration.ts';

/** A register that stood still and then rose by more than its house uses in an hour: the rise belongs to all the time in which it stood still. */
export const standstill: Migration = {
  name: '019-standstill',

  async up(database) {
    await database.raw('alter table meter add column standstill_hours double precision');
    await database.raw('alter table meter add check (standstill_hours >= 0)');
    await database.raw(
      `comment on column meter.standstill_hours is 'Hours from which on its standing still is spread over with the rise that follows; 0: never; null: the default'`,
    );
    await database.raw(`create table standstill (
      metering_point_id bigint not null,
      serial text not null,
      since timestamptz not null,
      till timestamptz not null,
      rise_kwh double precision not null,
      largest_kwh double precision not null,
      spread boolean not null,
      primary key (metering_point_id, since, serial))`);
    await database.raw(
      `comment on table standstill is 'Registers that stood still and then rose by more than that day otherwise knows: from the last reading before to the first after'`,
    );
    await database.raw(
      `comment on column standstill.spread is 'The rise is more than the largest hour of the house within a month: it is spread over the standstill'`,
    );
  },

  async down(database) {
    await database.raw('drop table standstill');
    await database.raw('alter table meter drop column standstill_hours');
  },
};
