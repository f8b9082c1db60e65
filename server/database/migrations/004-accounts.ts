import type { Migration } from './migration.ts';

/** A mobile with a password, what it is linked to, and the devices it was used on. All of it goes when the account is deleted. */
export const accounts: Migration = {
  name: '004-accounts',

  async up(database) {
    await database.raw(`
      create table account (
        account_id uuid primary key,
        mobile text not null unique,
        password_hash text not null,
        created_at timestamptz not null,
        last_used_at timestamptz not null
      );
      comment on column account.mobile is 'E.164 without spaces';
      comment on column account.password_hash is 'scrypt-kdf''s format in base64';
      comment on column account.last_used_at is 'Last log-in. Too long ago, and the mobile must show plant number and metering point again: numbers get new owners';

      create table link (
        account_id uuid not null references account on delete cascade,
        relationship_id uuid not null references relationship on delete cascade,
        own_name text check (length(own_name) between 1 and 60),
        favourite boolean not null default false,
        linked_at timestamptz not null,
        last_viewed_at timestamptz not null,
        primary key (account_id, relationship_id)
      );
      create index on link (relationship_id);
      create unique index one_favourite on link (account_id) where favourite;

      create table device (
        device_hash bytea not null,
        account_id uuid not null references account on delete cascade,
        name text,
        first_seen_at timestamptz not null,
        last_seen_at timestamptz not null,
        primary key (account_id, device_hash)
      );
      create index on device (last_seen_at);
      -- A new number that the account holder has asked for, until both numbers are proved.
      create table mobile_change (
        account_id uuid primary key references account on delete cascade,
        session_id uuid not null,
        mobile text not null,
        mobile_typed text not null,
        started_at timestamptz not null,
        old_proved_at timestamptz
      );
      comment on column device.device_hash is 'SHA-256 of the random token in the device''s cookie';
    `);
  },

  async down(database) {
    await database.raw('drop table mobile_change, device, link, account');
  },
};
