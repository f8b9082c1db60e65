import type { Migration } from './migration.ts';

/** Of a swap that is told as a date the moment is not known, only the day in which it lies. */
export const swapByDate: Migration = {
  name: '005-swap-by-date',

  async up(database) {
    await database.raw(`
      alter table meter add column installed_by timestamptz, add column removed_by timestamptz;
      alter table meter add check (installed_at < installed_by), add check (removed_at < removed_by);
      comment on column meter.installed_by is 'Set where only the date is known: installed between installed_at, its local midnight, and this, the next one';
      comment on column meter.removed_by is 'Likewise for removed_at';
    `);
  },

  async down(database) {
    await database.raw('alter table meter drop column installed_by, drop column removed_by');
  },
};
