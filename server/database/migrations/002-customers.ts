import type { Migration } from './migration.ts';

/**
 * Who lives where and from when to when. Nothing here refers to the metering tables by a foreign key: those may lie on
 * other machines, keyed by the metering point alone.
 */
export const customers: Migration = {
  name: '002-customers',

  async up(database) {
    await database.raw(`
      create table relationship (
        relationship_id uuid primary key default gen_random_uuid(),
        plant_number text not null,
        customer_name text not null,
        address text not null,
        postal_code text not null,
        city text not null,
        registered_mobile text,
        valid_from timestamptz not null,
        valid_to timestamptz,
        unique (plant_number, valid_from),
        check (valid_to > valid_from)
      );
      create index on relationship (registered_mobile) where registered_mobile is not null;
      comment on column relationship.valid_from is 'Local midnight of the first day';
      comment on column relationship.valid_to is 'Local midnight that ends the period: the first moment that belongs to somebody else. Null while it runs';
      comment on column relationship.registered_mobile is 'E.164, as the utility knows it; null when it does not';

      create table relationship_metering_point (
        relationship_id uuid not null references relationship on delete cascade,
        metering_point_id bigint not null,
        address text,
        primary key (relationship_id, metering_point_id)
      );
      create index on relationship_metering_point (metering_point_id);
      comment on column relationship_metering_point.address is 'Where it differs from the relationship''s';
    `);
  },

  async down(database) {
    await database.raw('drop table relationship_metering_point, relationship');
  },
};
