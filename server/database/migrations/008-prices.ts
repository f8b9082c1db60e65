import type { Migration } from './migration.ts';

/** Price lists, the series that some of them follow, and what is agreed with a customer beside them. */
export const prices: Migration = {
  name: '008-prices',

  async up(database) {
    await database.raw(`
      create table price_list (
        id text not null,
        valid_from date not null,
        valid_to date,
        list jsonb not null,
        imported_at timestamptz not null,
        primary key (id, valid_from)
      );
      comment on column price_list.valid_to is 'The first day on which it no longer holds; null until the next version begins';

      create table price_list_replaced (
        id text not null,
        valid_from date not null,
        list jsonb not null,
        replaced_at timestamptz not null
      );

      create table price_index (
        series text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        ore_per_kwh numeric not null,
        vat_percent numeric not null,
        primary key (series, month)
      );

      alter table relationship
        add customer_group text,
        add price_list text,
        add dwellings int not null default 1 check (dwellings >= 1),
        add subscribed_kw double precision check (subscribed_kw >= 0);
      comment on column relationship.price_list is 'Id of the list chosen, where the group has several';
    `);
  },

  async down(database) {
    await database.raw(`
      alter table relationship drop customer_group, drop price_list, drop dwellings, drop subscribed_kw;
      drop table price_index, price_list_replaced, price_list;
    `);
  },
};
