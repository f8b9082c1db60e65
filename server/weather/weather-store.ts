import type { Knex } from 'knex';
import { daysOfTemperatures, type Temperature } from './temperature.ts';

/** What was taken in: local days touched, and the stations. */
export interface StoredWeather {
  days: number;
  stations: string[];
}

/** Hours that a delivery has win over those there are; the others stay. All in one transaction. */
export async function storeTemperatures(database: Knex, temperatures: readonly Temperature[]): Promise<StoredWeather> {
  const days = daysOfTemperatures(temperatures);
  const stations = [...Map.groupBy(temperatures, ({ station }) => station)].map(([station, own]) => ({
    station,
    until: new Date(own.reduce((last, { at }) => Math.max(last, at), 0) * 1000),
  }));
  await database.transaction(async (transaction) => {
    for (let from = 0; from < days.length; from += 1000) {
      await transaction.raw(
        `insert into weather_day (station, day, temperatures)
         select station, day, temperatures from json_to_recordset(:days) as given (station text, day date, temperatures real[])
         on conflict (station, day) do update set temperatures = (
           select array_agg(coalesce(new, old) order by hour)
           from unnest(excluded.temperatures, weather_day.temperatures) with ordinality as both_of (new, old, hour))`,
        { days: JSON.stringify(days.slice(from, from + 1000)) },
      );
    }
    for (const { station, until } of stations) {
      await transaction.raw(
        `insert into weather_station (station, until) values (:station, :until)
         on conflict (station) do update set version = weather_station.version + 1, until = greatest(weather_station.until, excluded.until)`,
        { station, until },
      );
    }
  });
  return { days: days.length, stations: stations.map(({ station }) => station) };
}

/** The station's name, how often it changed, and its newest temperature; null without any. Without a name, the only one that there is. */
export async function findStation(database: Knex, name: string | null): Promise<{ station: string; version: number; until: Date } | null> {
  const query = database('weather_station').select('station', 'version', 'until').limit(2);
  const rows = (await (name === null ? query : query.where({ station: name }))) as { station: string; version: string; until: Date }[];
  return rows.length === 1 ? { ...rows[0]!, version: Number(rows[0]!.version) } : null;
}

/** All days of a station, in order. */
export async function readWeatherDays(database: Knex, station: string): Promise<{ day: string; temperatures: (number | null)[] }[]> {
  const { rows } = await database.raw('select day::text, temperatures from weather_day where station = ? order by day', [station]);
  return rows;
}
