// What there is to say of a year beside its numbers, as a signed-in customer gets it: against bare Koa that sends the same bytes after one query; and
// with 2,000 metering points in the base against 20.
import type { Knex } from 'knex';
import type pg from 'pg';
import type { AnswersReply } from '../../server/contract/answers.ts';
import { storeTemperatures } from '../../server/weather/weather-store.ts';
import { addConsumption } from '../support/consumption.ts';
import { requestsPerSecond, startBare } from './bare.ts';
import { withBase } from './metering/base.ts';
import { headersOf, signIn, startPortal } from './portal.ts';
import { compare, type Row } from './row.ts';

const firstPoint = 707057500000100000;
const few = 20;
const many = Number(process.env.BENCH_POINTS ?? 2000);
const [from, to] = ['2017-01-01', '2020-12-31'];
const warmingUp = 3;
const rounds = 7;

/** Degrees of the n-th day: cold in January, and no day like the one before. */
const celsius = (day: number): number => 7 - 9 * Math.cos((day / 365.25) * 2 * Math.PI) + 3 * Math.sin(day * 12.9898);

/** Fills a base, and asks. */
export async function run(): Promise<Row[]> {
  return withBase(1, async (database, _folder, url) => {
    await addWeather(database);
    await addConsumption(database, String(firstPoint), from, to, (day) => {
      const since = (Date.parse(day) - Date.parse(from)) / 86_400_000;
      return 0.4 + Math.max(0, 16 - celsius(since)) / 12 + (since % 7) / 40;
    });
    const cookies = await addCustomers(database);
    await multiply(database, few);
    const ours = await startPortal(url);
    const address = `${ours.url}/api/consumption/answers?at=2019`;
    const reply = await fetch(address, { headers: headersOf(cookies[0]!) });
    if (reply.status !== 200) throw new Error(`The answers come with ${reply.status}`);
    const bytes = await reply.text();
    const answers = JSON.parse(bytes) as AnswersReply;
    const { weather, plant } = answers;
    if (!weather?.signature || !weather.corrected || !plant) throw new Error(`A figure is missing: ${bytes.slice(0, 400)}`);
    const bare = await startBare(url, (pool) => askPlainly(pool, answers));
    try {
      if ((await (await fetch(bare.url)).text()) !== bytes) throw new Error('The reference sends other bytes');
      const pairs: [ours: number, bare: number][] = [];
      for (let round = 0; round < warmingUp + rounds; round += 1)
        pairs.push([await requestsPerSecond(address, headersOf(cookies[0]!)), await requestsPerSecond(bare.url)]);
      const [own, reference] = pairs.slice(warmingUp).toSorted((one, other) => one[0] / one[1] - other[0] / other[1])[rounds >> 1]!;
      // Each pass asks of months that nobody has asked of; the first warms the server up.
      await time(ours.url, cookies, 2018);
      const before = await time(ours.url, cookies, 2019);
      await multiply(database, many);
      const after = await time(ours.url, cookies, 2020);
      const row = (what: string, index: 0 | 1): Row =>
        compare({
          name: `answers: ${what}, ${many} points against ${few}`,
          ours: after[index],
          reference: before[index],
          unit: 'ms',
          atMost: 1.3,
        });
      return [
        compare({ name: 'answers: a year, against bare Koa with one query', ours: own, reference, unit: 'requests/s', atLeast: 0.5 }),
        row('a month known', 0),
        row('a month reckoned', 1),
      ];
    } finally {
      await bare.stop();
      await ours.stop();
    }
  });
}

async function addWeather(database: Knex): Promise<void> {
  const start = Date.parse(`${from}T00:00:00Z`) / 1000;
  const hours = ((Date.parse(to) - Date.parse(from)) / 86_400_000 + 1) * 24;
  await storeTemperatures(
    database,
    Array.from({ length: hours }, (_hour, hour) => ({ station: 'SN1', at: start + hour * 3600, celsius: celsius(hour / 24) })),
  );
}

/** One house after another with the first one's use. */
async function multiply(database: Knex, points: number): Promise<void> {
  await database.raw(
    `insert into consumption_day select metering_point_id + n, day, measured_hours, estimated_hours, missing_hours, peak_hour, peak_kwh, energy_kwh,
       coalesce(volume_m3, 1.2), coalesce(flow_m3c, 84), coalesce(return_m3c, 48), status, hours
     from consumption_day, generate_series(1, ?) n where metering_point_id = ? on conflict do nothing`,
    [points, firstPoint],
  );
  await database.raw('vacuum analyze consumption_day');
}

/** A customer for each of the first houses, and a session as a log-in would leave it. */
async function addCustomers(database: Knex): Promise<string[]> {
  const { rows } = await database.raw(
    `with r as (insert into relationship (plant_number, customer_name, address, postal_code, city, valid_from)
       select n::text, 'A', 'B', '1600', 'C', '2017-01-01' from generate_series(1, ${few}) n returning relationship_id, plant_number::int as n),
     p as (insert into relationship_metering_point (relationship_id, metering_point_id) select relationship_id, ${firstPoint} + n from r)
     select relationship_id from r order by n`,
  );
  const cookies: string[] = [];
  for (const { relationship_id: id } of rows as { relationship_id: string }[]) cookies.push(await signIn(database, id));
  return cookies;
}

/** Milliseconds of a month that was asked for before, and of months of a year that were not: the middle of each. */
async function time(url: string, cookies: readonly string[], year: number): Promise<[known: number, reckoned: number]> {
  const ask = async (cookie: string, at: string): Promise<number> => {
    const begin = performance.now();
    const reply = await fetch(`${url}/api/consumption/answers?at=${at}`, { headers: headersOf(cookie) });
    if (reply.status !== 200) throw new Error(`The answers come with ${reply.status}`);
    await reply.text();
    return performance.now() - begin;
  };
  const known: number[] = [];
  const reckoned: number[] = [];
  for (const [index, month] of Array.from({ length: 12 }, (_month, at) => `${year}-${String(at + 1).padStart(2, '0')}`).entries())
    for (const cookie of cookies.slice(1)) {
      reckoned.push(await ask(cookie, month));
      if (index > 0) known.push(await ask(cookie, `${year}-01`));
    }
  const middle = (all: number[]): number => all.toSorted((one, other) => one - other)[all.length >> 1]!;
  return [middle(known), middle(reckoned)];
}

/** As anybody would write it: one indexed query over the days that the figures are made of, by month; and the same bytes. */
async function askPlainly(pool: pg.Pool, reply: AnswersReply): Promise<object> {
  const { rowCount } = await pool.query({
    name: 'plain',
    text: `select to_char(month, 'YYYY-MM') as month, energy, volume, flow, back, peak from (
        select date_trunc('month', day::timestamp) as month, sum(energy_kwh) as energy, sum(volume_m3) as volume,
          sum(flow_m3c) / sum(volume_m3) as flow, sum(return_m3c) / sum(volume_m3) as back, max(peak_kwh) as peak
        from consumption_day where metering_point_id = $1 and day between $2 and $3
        group by date_trunc('month', day::timestamp)) m
      order by m.month`,
    values: [firstPoint + 1, from, to],
  });
  // What the rows come to is the same each time; printed from them, the last digits of sums would differ.
  return rowCount === 48 ? reply : {};
}
