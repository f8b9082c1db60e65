import type { Knex } from 'knex';
import type pg from 'pg';
import type { YearsReply } from '../../server/contract/consumption.ts';
import { terms } from '../../server/consumption/statement-per-point.ts';
import type { MonthFigures } from '../../server/consumption/sum-of-months.ts';
import { monthsSql } from '../../server/consumption/years.ts';
import { numbered } from '../../server/database/statement.ts';
import { addConsumption } from '../support/consumption.ts';
import { requestsPerSecond, startBare } from './bare.ts';
import { withBase } from './metering/base.ts';
import { headersOf, signIn, startPortal } from './portal.ts';
import { compare, type Row } from './row.ts';

const point = '707057500000006601';
const neighbours = 200;
/** Compiling on the way takes us longer than a bare handler: a server that is in use is long past it. */
const warmingUp = 3;
const rounds = 9;

/** The year view as a signed-in customer gets it, beside bare Koa handlers with one indexed query for the same rows and bytes. */
export async function run(): Promise<Row[]> {
  return withBase(1, async (database) => {
    const cookie = await fill(database);
    const url = (database.client.config.connection as { connectionString: string }).connectionString;
    const ours = await startPortal(url);
    const headers = headersOf(cookie);
    const address = `${ours.url}/api/consumption/years`;
    const reply = await fetch(address, { headers });
    if (reply.status !== 200) throw new Error(`The year view answers ${reply.status}`);
    const bytes = await reply.text();
    const { months, ...head } = JSON.parse(bytes) as YearsReply;
    const plain = await startBare(url, async (pool) => ({ ...head, months: await plainQuery(pool, months) }));
    const same = await startBare(url, async (pool) => ({ ...head, months: await sameQuery(pool, months) }));
    try {
      for (const bare of [plain, same])
        if ((await (await fetch(bare.url)).text()) !== bytes) throw new Error('A reference sends other bytes');
      const measured: Record<'ours' | 'plain' | 'same', number>[] = [];
      for (let round = 0; round < warmingUp + rounds; round += 1)
        measured.push({
          ours: await requestsPerSecond(address, headers),
          plain: await requestsPerSecond(plain.url),
          same: await requestsPerSecond(same.url),
        });
      const against = (which: 'plain' | 'same') => {
        // Neighbours on the machine slow whole seconds down: what counts is the middle one of the pairs.
        const { ours, [which]: reference } = median(measured.slice(warmingUp), ({ ours, [which]: reference }) => ours / reference);
        return { ours, reference, unit: 'requests/s' };
      };
      return [
        compare({ name: 'api: year view, against bare Koa with one plain query', ...against('plain'), atLeast: 0.6 }),
        compare({ name: 'api: year view, against bare Koa with our own statement', ...against('same') }),
      ];
    } finally {
      for (const server of [ours, plain, same]) await server.stop();
    }
  });
}

/** A customer with three years among neighbours, and a session as a log-in would leave it. Returns the cookie. */
async function fill(database: Knex): Promise<string> {
  await addConsumption(database, point, '2018-01-03', '2020-12-31', (_, slot) => 1 + slot / 10);
  await database.raw(
    `insert into consumption_day select (707057500000100000 + n)::bigint, c.day, c.measured_hours, c.estimated_hours, c.missing_hours, c.peak_hour,
       c.peak_kwh, c.energy_kwh, c.volume_m3, c.flow_m3c, c.return_m3c, c.status, c.hours
     from consumption_day c, generate_series(1, ?) n`,
    [neighbours],
  );
  await database.raw('vacuum analyze consumption_day');
  const [relationship] = await database('relationship')
    .insert({
      plant_number: '660100',
      customer_name: 'Kari Nordmann',
      address: 'Storgata 1',
      postal_code: '1607',
      city: 'Fredrikstad',
      valid_from: '2018-01-01T00:00:00+01:00',
    })
    .returning('relationship_id');
  const { relationship_id } = relationship!;
  await database('relationship_metering_point').insert({ relationship_id, metering_point_id: point });
  return signIn(database, relationship_id);
}

type Query = (pool: pg.Pool, months: YearsReply['months']) => Promise<YearsReply['months']>;

/** As anybody would write it: one indexed query whose rows are the reply's. */
const plainQuery: Query = async (pool) => {
  const { rows } = await pool.query<YearsReply['months'][number]>({
    name: 'plain',
    text: `select to_char(month, 'YYYY-MM') as month, energy_kwh as "energyKwh", hours, estimated as "estimatedHours",
        0 as "correctedHours", 0 as "manualHours", hours - known as "missingHours", 0 as "awaitedHours"
      from (
        select date_trunc('month', day::timestamp) as month, sum(energy_kwh) as energy_kwh, sum(estimated_hours)::int as estimated,
          sum(measured_hours + estimated_hours)::int as known,
          (extract(epoch from (date_trunc('month', day::timestamp) + interval '1 month') at time zone 'Europe/Oslo'
            - date_trunc('month', day::timestamp) at time zone 'Europe/Oslo') / 3600)::int as hours
        from consumption_day where metering_point_id = $1 and day between $2 and $3
        group by date_trunc('month', day::timestamp)) m
      order by m.month`,
    values: [point, '2018-01-01', '2020-12-31'],
  });
  return rows;
};

const { text, places } = numbered(monthsSql(terms));
const values: Record<string, string> = { point, firstDay: '2018-01-01', lastDay: '2020-12-31' };

/** Our own statement, by which the ratio shows what session, rights and checks cost. */
const sameQuery: Query = async (pool, months) => {
  const { rows } = await pool.query<{ months: MonthFigures[] }>({ name: 'same', text, values: places.map((place) => values[place]) });
  return rows[0]!.months.map(([month, energyKwh, valueHours, estimatedHours, correctedHours, manualHours], n) => {
    const { hours } = months[n]!;
    return { month, energyKwh, hours, estimatedHours, correctedHours, manualHours, missingHours: hours - valueHours, awaitedHours: 0 };
  });
};

function median<Value>(values: Value[], of: (value: Value) => number): Value {
  return values.toSorted((one, other) => of(one) - of(other))[Math.floor(values.length / 2)]!;
}
