import type { Migration } from './migration.ts';

/** The texts that were accepted, so that they can be read again when the utility has another by then. */
export const termsText: Migration = {
  name: '017-terms-text',

  async up(database) {
    await database.raw(`
      create table terms_text (
        text_hash text primary key,
        text text not null,
        first_accepted_at timestamptz not null
      );
      comment on column terms_text.text_hash is 'SHA-256 of the paragraphs, parted by a line''s end, as hex';
      comment on column terms_text.text is 'Paragraphs, parted by an empty line';
    `);
  },

  async down(database) {
    await database.raw('drop table terms_text');
  },
};
