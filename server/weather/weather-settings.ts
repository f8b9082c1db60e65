import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** Which weather is the customers'. */
export interface WeatherConfig {
  /** Name of the station; null: the only one that there is weather of. */
  readonly station: string | null;
  /** Normal mean temperature of January to December, °C; null: reckoned from the station's own years, three or more. */
  readonly normals: readonly number[] | null;
  /** MET Norway's Frost API, asked by night; null where no client id is set. */
  readonly frost: { readonly clientId: string; readonly url: string } | null;
}

declare module '../settings/config.ts' {
  interface Config {
    readonly weather: WeatherConfig;
  }
}

export function readWeatherConfig(reader: EnvironmentReader): WeatherConfig {
  const station = reader.optional('WEATHER_STATION') ?? null;
  const clientId = reader.optional('FROST_CLIENT_ID');
  const url = reader.url('FROST_URL', { fallback: 'https://frost.met.no' });
  if (clientId !== undefined && station === null) reader.fault('WEATHER_STATION', 'is missing: FROST_CLIENT_ID needs one such as SN17150');
  const normals = reader.list('WEATHER_NORMALS').map(Number);
  const fit = normals.length === 12 && normals.every((value) => value > -60 && value < 50);
  if (normals.length > 0 && !fit)
    reader.fault('WEATHER_NORMALS', 'must be twelve mean temperatures in °C, January first, with commas between');
  return {
    station,
    normals: normals.length > 0 ? normals : null,
    frost: clientId === undefined ? null : { clientId, url: url.replace(/\/$/, '') },
  };
}
