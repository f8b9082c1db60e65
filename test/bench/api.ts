import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import Koa from 'koa';
import pg from 'pg';
import type { Knex } from 'knex';
import { readConfig } from '../../server/config.ts';
import type { YearsReply } from '../../server/contract.ts';
import { createLog } from '../../server/log.ts';
import { startServer } from '../../server/main.ts';
import { addConsumption } from '../support/consumption.ts';
import { withBase } from './metering/base.ts';
import { compare, type Row } from './row.ts';

const origin = 'http://127.0.0.1';
const point = '707057500000006601';
const neighbours = 200;
const rounds = 4;
const seconds = 3;

/** The year view as a signed-in customer gets it, beside a bare Koa handler with one indexed query for the same rows and bytes. */
export async function run(): Promise<Row[]> {
  return withBase(1, async (database) => {
    const cookie = await fill(database);
    const url = (database.client.config.connection as { connectionString: string }).connectionString;
    const config = readConfig({
      DATABASE_URL: url,
      LOGIN_KEY: randomBytes(32).toString('hex'),
      PORT: '0',
      ALLOWED_ORIGINS: origin,
      SECURE_COOKIES: 'no',
      CALLS_PER_MINUTE: '100000',
      SMS_GATEWAY: 'template',
      SMS_TEMPLATE_URL: 'http://127.0.0.1:9/',
      SMS_TEMPLATE_OK_PATH: 'accepted',
      SMS_TEMPLATE_OK_VALUE: 'true',
      STOP_NOTICE_MS: '0',
    });
    const ours = await startServer(config, { log: createLog('info', { write: () => {} }) });
    const headers = { Cookie: cookie, Origin: origin, 'Sec-Fetch-Site': 'same-site' };
    const address = `${ours.url}/api/consumption/years`;
    const reply = await fetch(address, { headers });
    if (reply.status !== 200) throw new Error(`The year view answers ${reply.status}`);
    const bytes = await reply.text();
    const bare = await startBare(url, JSON.parse(bytes) as YearsReply);
    try {
      if ((await (await fetch(bare.url)).text()) !== bytes) throw new Error('The reference sends other bytes');
      const rates = { ours: [] as number[], bare: [] as number[] };
      for (let round = 0; round <= rounds; round += 1) {
        const measured = { ours: await load(address, headers), bare: await load(bare.url, {}) };
        if (round === 0) continue; // warming up
        rates.ours.push(measured.ours);
        rates.bare.push(measured.bare);
      }
      const [our, their] = [median(rates.ours), median(rates.bare)];
      return [
        compare({ name: 'api: year view, against bare Koa with one query', ours: our, reference: their, unit: 'requests/s', atLeast: 0.6 }),
      ];
    } finally {
      await ours.stop();
      await bare.stop();
    }
  });
}

/** A customer with three years among neighbours, and a session as a log-in would leave it. Answers the cookie. */
async function fill(database: Knex): Promise<string> {
  await addConsumption(database, point, '2018-01-03', '2020-12-31', (_, slot) => 1 + slot / 10);
  await database.raw(
    `insert into consumption_day select (707057500000100000 + n)::bigint, c.day, c.measured_hours, c.estimated_hours, c.missing_hours, c.peak_hour,
       c.peak_kwh, c.energy_kwh, c.volume_m3, c.flow_m3c, c.return_m3c, c.status, c.hours
     from consumption_day c, generate_series(1, ?) n`,
    [neighbours],
  );
  await database.raw('vacuum analyze consumption_day');
  const [{ relationship_id }] = await database('relationship')
    .insert({
      plant_number: '660100',
      customer_name: 'Kari Nordmann',
      address: 'Storgata 1',
      postal_code: '1607',
      city: 'Fredrikstad',
      valid_from: '2018-01-01T00:00:00+01:00',
    })
    .returning('relationship_id');
  await database('relationship_metering_point').insert({ relationship_id, metering_point_id: point });
  const id = randomBytes(32).toString('base64url');
  await database('session').insert({
    session_id: randomUUID(),
    id_hash: createHash('sha256').update(id).digest(),
    kind: 'guest',
    mobile: '+4794059810',
    relationship_id,
    address_block: '127.0.0.0/24',
    started_at: new Date(),
    last_seen_at: new Date(),
  });
  return `min-side=${id}`;
}

async function startBare(database: string, { months: _, ...head }: YearsReply): Promise<{ url: string; stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: database, max: 10 });
  pool.on('error', () => {}); // its idle connections end with the base
  const app = new Koa();
  app.use(async (ctx) => {
    const { rows } = await pool.query({
      name: 'months',
      text: `select to_char(date_trunc('month', day), 'YYYY-MM') as month, sum(energy_kwh) as "energyKwh",
          (extract(epoch from (date_trunc('month', day) + interval '1 month') at time zone 'Europe/Oslo' - date_trunc('month', day) at time zone 'Europe/Oslo') / 3600)::int as hours,
          sum(estimated_hours)::int as "estimatedHours",
          (extract(epoch from (date_trunc('month', day) + interval '1 month') at time zone 'Europe/Oslo' - date_trunc('month', day) at time zone 'Europe/Oslo') / 3600
            - sum(measured_hours + estimated_hours))::int as "missingHours"
        from (select day::timestamp as day, energy_kwh, measured_hours, estimated_hours from consumption_day
          where metering_point_id = $1 and day between $2 and $3) d
        group by date_trunc('month', day) order by 1`,
      values: [point, '2018-01-01', '2020-12-31'],
    });
    ctx.body = { ...head, months: rows };
  });
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
}

async function load(url: string, headers: Record<string, string>): Promise<number> {
  const result = await autocannon({ url, headers, connections: 20, duration: seconds, workers: 1 });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`);
  return result.requests.average;
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
