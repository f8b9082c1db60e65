import type { Services } from '../services.ts';
import { dayMean } from './temperature.ts';
import { findStation, readWeatherDays } from './weather-store.ts';

/** A station's weather as a server process keeps it in memory: some years of days. */
export interface StationWeather {
  station: string;
  /** Another number, another content. */
  version: number;
  /** Mean temperature of local days, °C. */
  means: ReadonlyMap<string, number>;
  /** Their hours. */
  hours: ReadonlyMap<string, readonly (number | null)[]>;
}

interface CachedWeather {
  lookedAt: number;
  weather: Promise<StationWeather | null>;
}

/** How old what is known may be before it is asked whether something new has come. */
const lookAgainMs = 60_000;

const kept = new WeakMap<Services['database'], CachedWeather>();

/** The weather of the configured station; null where there is none. */
export function stationWeather({ database, config }: Services): Promise<StationWeather | null> {
  const known = kept.get(database);
  const at = performance.now();
  if (known && at - known.lookedAt < lookAgainMs) return known.weather;
  const weather = refresh(database, config.weather.station, known?.weather);
  kept.set(database, { lookedAt: at, weather });
  // A failure is not kept: the next caller asks again.
  weather.catch(() => kept.delete(database));
  return weather;
}

async function refresh(
  database: Services['database'],
  name: string | null,
  before: Promise<StationWeather | null> | undefined,
): Promise<StationWeather | null> {
  const [found, known] = [await findStation(database, name), await before?.catch(() => null)];
  if (found === null) return null;
  if (known && known.station === found.station && known.version === found.version) return known;
  const days = await readWeatherDays(database, found.station);
  return {
    station: found.station,
    version: found.version,
    hours: new Map(days.map(({ day, temperatures }) => [day, temperatures])),
    means: new Map(
      days.flatMap(({ day, temperatures }): [string, number][] => {
        const mean = dayMean(temperatures);
        return mean === null ? [] : [[day, mean]];
      }),
    ),
  };
}
