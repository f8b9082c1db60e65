import type { Migration } from './migration.ts';

/** Outdoor temperatures by station and local day. A few rows a day, joined with nobody's data in SQL. */
export const weather: Migration = {
  name: '009-weather',

  async up(database) {
    await database.raw(`
      create table weather_day (
        station text not null,
        day date not null,
        temperatures real[] not null,
        primary key (station, day)
      );
      comment on column weather_day.temperatures is '°C at the beginning of the 23, 24 or 25 hours of the local day, null where unknown';
      create table weather_station (
        station text primary key,
        version bigint not null default 1,
        until timestamptz not null
      );
      comment on column weather_station.version is 'Counts what was taken in, so that whoever keeps the days in memory sees that they changed';
      comment on column weather_station.until is 'Of the newest temperature';
    `);
  },

  async down(database) {
    await database.raw('drop table weather_day; drop table weather_station');
  },
};
