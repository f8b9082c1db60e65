import type { Migration } from './migration.ts';

/** Keys by which an account holder's own programs read what was used. They go with the account, their plants with the link. */
export const dataKeys: Migration = {
  name: '013-data-keys',

  async up(database) {
    await database.raw(`
      create table data_key (
        key_id uuid primary key,
        account_id uuid not null references account on delete cascade,
        name text not null check (length(name) between 1 and 60),
        key_hash bytea not null unique,
        made_at timestamptz not null,
        last_used_at timestamptz,
        last_used_block text,
        unique (key_id, account_id)
      );
      create index on data_key (account_id);
      comment on column data_key.key_hash is 'SHA-256 of the key, which has 256 bits of chance';
      create table data_key_plant (
        key_id uuid not null,
        account_id uuid not null,
        relationship_id uuid not null,
        primary key (key_id, relationship_id),
        foreign key (key_id, account_id) references data_key (key_id, account_id) on delete cascade,
        foreign key (account_id, relationship_id) references link (account_id, relationship_id) on delete cascade
      );
      create index on data_key_plant (account_id, relationship_id);
    `);
  },

  async down(database) {
    await database.raw('drop table data_key_plant, data_key');
  },
};
