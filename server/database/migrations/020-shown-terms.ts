import type { Migration } from './migration.ts';

/** Which text of the terms was shown where the code was asked for: it may be replaced while the code is on its way. */
export const shownTerms: Migration = {
  name: '020-shown-terms',

  async up(database) {
    await database.raw('alter table challenge add column terms_hash text');
  },

  async down(database) {
    await database.raw('alter table challenge drop column terms_hash');
  },
};
