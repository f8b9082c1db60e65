import type { Migration } from './migration.ts';

/** When a browser whose mobile found no place among many others gets its code. */
export const waitingMobile: Migration = {
  name: '015-waiting-mobile',

  async up(database) {
    await database.raw('alter table challenge add column ask_again_at timestamptz');
  },

  async down(database) {
    await database.raw('alter table challenge drop column ask_again_at');
  },
};
