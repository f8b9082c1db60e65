import type { Migration } from './migration.ts';

/** What is told for longer than an hour reaches over other days: it is found without reading a year of its metering point. Few have any. */
export const longIntervals: Migration = {
  name: '021-long-intervals',

  async up(database) {
    await database.raw('create index reading_day_long on reading_day (metering_point_id, day) where interval_seconds > 3900');
  },

  async down(database) {
    await database.raw('drop index reading_day_long');
  },
};
