import type { Migration } from './migration.ts';

/** What an account holder writes on the time line of a relationship. It goes with the link. */
export const notes: Migration = {
  name: '016-notes',

  async up(database) {
    await database.raw(`
      create table note (
        note_id uuid primary key,
        account_id uuid not null,
        relationship_id uuid not null,
        day date not null,
        text text not null check (length(text) between 1 and 100),
        foreign key (account_id, relationship_id) references link (account_id, relationship_id) on delete cascade
      );
      create index on note (account_id, relationship_id);
    `);
  },

  async down(database) {
    await database.raw('drop table note');
  },
};
