import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Knex } from 'knex';
import { sunShare } from '../server/consumption/answers/outdoor.ts';
import { importCustomersFile } from '../server/customers/import-file.ts';
import { openDatabaseForWork } from '../server/database/connection.ts';
import { importReadings } from '../server/metering/import-readings.ts';
import { loadProfile } from '../server/metering/files/load-profile.ts';
import { describeImport } from '../server/metering/ways-in/report.ts';
import { watchFolder } from '../server/metering/ways-in/watch-folder.ts';
import { storeTemperatures } from '../server/weather/weather-store.ts';
import { readWeatherFile } from '../server/weather/weather-file.ts';
import { loadWeatherProfile } from '../server/weather/weather-profile.ts';

const data = join(import.meta.dirname, 'data');
const point = '707057500000007100';
const hourMs = 3_600_000;
/** 365 weeks: the same days of the week, two days off the same dates, seven years later. */
const shiftMs = 2555 * 24 * hourMs;
const firstHour = Date.UTC(2022, 11, 31, 23);
const header = 'metering_point_id;meter_serial;time;energy_kwh;volume_m3;flow_m3c;return_m3c';

/** Shares of a day's hot water by its hour. */
const tapping = [1, 1, 1, 1, 1, 2, 6, 9, 7, 5, 4, 4, 4, 3, 3, 4, 5, 7, 8, 8, 6, 5, 3, 2].map((share) => share / 100);

/** The synthetic plant's weather: Skien's real hours of seven years before. Unix milliseconds → °C. */
function syntheticWeather(now: number): Map<number, number> {
  const text = gunzipSync(readFileSync(join(data, 'weather-skien.csv.gz'))).toString();
  const { temperatures } = readWeatherFile(text, loadWeatherProfile('frost-csv'));
  return new Map(
    temperatures.map(({ at, celsius }): [number, number] => [at * 1000 + shiftMs, celsius]).filter(([at]) => at >= firstHour && at <= now),
  );
}

/** The same number between -1 and 1 for the same hour, every time. */
function wave(hour: number): number {
  const value = Math.sin(hour * 12.9898) * 43_758.5453;
  return 2 * (value - Math.floor(value)) - 1;
}

/**
 * A made-up house in that weather: hot water by the clock, and heat for what is below 20 °C, as the last two days felt. One line an
 * hour, the register at its beginning, from the start of 2023 to now.
 */
function syntheticReadings(weather: ReadonlyMap<number, number>, now: number): { at: number; line: string }[] {
  const sums = { energy: 8000, volume: 180, flow: 13_500, back: 6_800 };
  const rows: { at: number; line: string }[] = [];
  let felt = weather.get(firstHour) ?? 0;
  for (let at = firstHour; at <= now; at += hourMs) {
    const stamp = new Date(at).toISOString().replace('.000Z', 'Z');
    const numbers = [sums.energy.toFixed(2), sums.volume.toFixed(3), sums.flow.toFixed(2), sums.back.toFixed(2)];
    rows.push({ at, line: [point, '71000001', stamp, ...numbers].join(';') });
    felt += ((weather.get(at) ?? felt) - felt) / 30;
    const day = new Date(at + hourMs).toISOString().slice(0, 10);
    const hour = new Date(at + hourMs).getUTCHours();
    const heating = Math.max(0, 20 - felt - 12 * sunShare(day)) * 0.155 * (1 + 0.12 * Math.sin((2 * Math.PI * (hour - 3)) / 24));
    const energy = (9 * tapping[hour]! + heating) * (1 + 0.15 * wave(at / hourMs));
    const back = 33 + 4 * wave(at / hourMs / 7);
    const volume = energy / (1.15 * (72 - back));
    sums.energy += energy;
    sums.volume += volume;
    sums.flow += volume * 72;
    sums.back += volume * back;
  }
  return rows;
}

/**
 * Plant 710000, synthetic: its hours to last midnight at once, then those of today through the watched folder, one file after another,
 * and the next whenever an hour has passed.
 */
export async function startLivePlant(databaseUrl: string, folder: string): Promise<{ stop(): Promise<void> }> {
  const database = openDatabaseForWork(databaseUrl);
  const inbox = join(folder, 'inbox');
  mkdirSync(inbox, { recursive: true });
  const midnight = new Date().setHours(0, 0, 0, 0);
  await importCustomersFile(database, join(data, 'customers-synthetic.csv'), { now: new Date() });
  await fillTo(database, midnight);
  const stopped = new AbortController();
  const watching = watchFolder({
    folder: inbox,
    everyMs: 1000,
    now: () => new Date(),
    signal: stopped.signal,
    say: () => {},
    async take(path, name) {
      const report = await importReadings({
        database,
        profile: loadProfile('own'),
        profileName: 'own',
        fileName: name,
        input: pieces(readFileSync(path, 'utf8')),
        now: new Date(),
      });
      return { sentences: describeImport(report, false), setAside: report.rejected > 0 };
    },
  });
  const delivering = deliver(database, inbox, midnight, stopped.signal);
  return {
    async stop() {
      stopped.abort();
      await Promise.all([watching, delivering]);
      await database.destroy();
    },
  };
}

async function fillTo(database: Knex, until: number): Promise<void> {
  const weather = syntheticWeather(until);
  await storeTemperatures(
    database,
    [...weather].map(([at, celsius]) => ({ station: 'Demo', at: at / 1000, celsius })),
  );
  const fileName = `synthetic-710000-to-${new Date(until).toISOString().slice(0, 10)}.csv`;
  if (await database('source_file').where({ name: fileName }).first()) return;
  const lines = syntheticReadings(weather, until).map(({ line }) => line);
  const input = pieces([header, ...lines, ''].join('\n'));
  const { stored } = await importReadings({ database, profile: loadProfile('own'), profileName: 'own', fileName, input, now: new Date() });
  console.log(`Imported ${stored} readings of the synthetic plant 710000.`);
}

/** One file an hour: those of today some seconds apart, then each when it has passed. */
async function deliver(database: Knex, inbox: string, from: number, signal: AbortSignal): Promise<void> {
  for (let at = from + hourMs; !signal.aborted; at += hourMs) {
    const wait = at + 60_000 - Date.now();
    await sleep(Math.max(wait, 5_000), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const weather = syntheticWeather(at);
    await storeTemperatures(database, [{ station: 'Demo', at: at / 1000, celsius: weather.get(at) ?? 0 }]);
    const { line } = syntheticReadings(weather, at).at(-1)!;
    const name = `synthetic-710000-${new Date(at).toISOString().slice(0, 13)}.csv`;
    writeFileSync(join(inbox, `.${name}`), `${header}\n${line}\n`);
    renameSync(join(inbox, `.${name}`), join(inbox, name));
  }
}

async function* pieces(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
}
