import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownCsv } from '../server/metering/fixture.ts';
import { addConsumption } from '../support/consumption.ts';
import { addCustomer, logInAsGuest } from '../support/customer.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { startPgBouncer, type PgBouncer } from '../support/pgbouncer.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let fresh: FreshDatabase;
let pgbouncer: PgBouncer;
let server: TestServer;

beforeAll(async () => {
  fresh = await freshDatabase();
  pgbouncer = await startPgBouncer(fresh.url, 2);
  const knowsNames = Number(pgbouncer.version.split('.')[1]) >= 21;
  server = await startTestServer({
    DATABASE_URL: pgbouncer.url,
    DATABASE_WORK_URL: fresh.url,
    DATABASE_NAMED_STATEMENTS: knowsNames ? 'yes' : 'no',
    INGEST_KEY: 'k'.repeat(40),
  });
});
afterAll(async () => {
  await server.stop();
  await pgbouncer.stop();
  await fresh.drop();
});

test('serves log-ins and views through PgBouncer in transaction mode, over two connections that all requests share', async () => {
  const customer = await addCustomer(server.database);
  await addConsumption(server.database, customer.meteringPointId, '2019-01-01', '2019-12-31', () => 1.5);
  const { visitor } = await logInAsGuest(server, customer);
  // Ten at once over two connections: each of them meets what others have prepared, or set.
  for (let round = 0; round < 5; round += 1) {
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        n % 2
          ? visitor.call('GET /consumption/years', { query: {} })
          : visitor.call('GET /consumption/month', { query: { month: '2019-10' } }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  }
  await visitor.call('DELETE /session');
  expect((await visitor.call('GET /consumption/years', { query: {} })).status).toBe(401);
});

test('takes a delivery past PgBouncer', async () => {
  const { meteringPointId } = await addCustomer(server.database);
  await server.database('metering_point').insert({ metering_point_id: meteringPointId }).onConflict().ignore();
  const answer = await fetch(`${server.url}/ingest/readings?profile=own&name=a.csv`, {
    method: 'POST',
    body: ownCsv(
      [
        ['2019-01-01T00:00', 1],
        ['2019-01-01T01:00', 2],
      ],
      'A1',
      meteringPointId,
    ),
    headers: { authorization: `Bearer ${'k'.repeat(40)}` },
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  const day = await server.database('consumption_day').where({ metering_point_id: meteringPointId }).first('energy_kwh');
  expect(day?.energy_kwh).toBe(1);
});
