import type { Migration } from './migration.ts';

/** Of a swap that is told as a date the moment is not known, only the day in which it lies. */
export const swapByDate: Migration = {
  name: '005-swap-by-date',

  async up(database) {
    // One statement at a time: citus takes no more.
    await database.raw('alter table meter add column installed_by timestamptz, add column removed_by timestamptz');
    await database.raw('alter table meter add check (installed_at < installed_by)');
    await database.raw('alter table meter add check (removed_at < removed_by)');
    await database.raw(
      `comment on column meter.installed_by is 'Set where only the date is known: installed between installed_at, its local midnight, and this, the next one'`,
    );
    await database.raw(`comment on column meter.removed_by is 'Likewise for removed_at'`);
  },

  async down(database) {
    await database.raw('alter table meter drop column installed_by, drop column removed_by');
  },
};
