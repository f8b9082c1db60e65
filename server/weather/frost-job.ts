import type { Services } from '../services.ts';
import { fetchFrost } from './frost-queries.ts';
import { findStation, storeTemperatures } from './weather-store.ts';

const dayMs = 86_400_000;
/** What is asked for at the first time: three whole years tell what is normal. */
const firstYears = 4;
/** Asked for again, as the newest values are still being checked over there. */
const overlapMs = 3 * dayMs;
/** One call's time. */
const stretchMs = 365 * dayMs;
/** Newer than this is new enough. */
const freshMs = 20 * 3_600_000;

/** Brings the configured station up to now. Of several server processes the first one does it. Returns how many hours came. */
export async function followFrost({ config, database, now }: Services): Promise<number> {
  const { frost, station } = config.weather;
  if (frost === null || station === null) return 0;
  const known = await findStation(database, station);
  const at = now();
  if (known && at.getTime() - known.until.getTime() < freshMs) return 0;
  const start = known ? known.until.getTime() - overlapMs : Date.UTC(at.getUTCFullYear() - firstYears, 0, 1);
  let count = 0;
  for (let from = start; from < at.getTime(); from += stretchMs) {
    const to = new Date(Math.min(at.getTime(), from + stretchMs));
    const temperatures = await fetchFrost(frost, station, new Date(from), to);
    if (temperatures.length > 0) await storeTemperatures(database, temperatures);
    count += temperatures.length;
  }
  return count;
}
