import { Readable } from 'node:stream';
import { afterAll, expect, inject, test } from 'vitest';
import { openDatabaseForWork } from '../../server/database/connection.ts';
import { importReadings } from '../../server/metering/import-readings.ts';
import { loadProfile } from '../../server/metering/files/load-profile.ts';
import { hourly, ownCsv } from '../server/metering/fixture.ts';
import { citusNodes, createCitusDatabase, dropCitusDatabase } from '../support/citus.ts';
import { migrateAt } from '../support/create-database.ts';
import { addCustomer, logInAsGuest } from '../support/customer.ts';
import { startTestServer } from '../support/server.ts';

test('a machine that comes later takes its share of the shards while the server is read and an import comes, and no request fails', async () => {
  const coordinator = inject('databaseServer');
  const { name, url } = await createCitusDatabase(coordinator);
  afterAll(() => dropCitusDatabase(coordinator, name));
  const work = openDatabaseForWork(url);
  afterAll(() => work.destroy());
  const { workers } = await citusNodes(coordinator);
  const later = workers.at(-1)!;
  // Shards are not laid on it until it is asked to take some.
  await work.raw(`select citus_set_node_property(?, ?, 'shouldhaveshards', false)`, [later.host, later.port]);
  await migrateAt(url);
  const server = await startTestServer({ DATABASE_URL: url });
  afterAll(() => server.stop());
  const customers = [];
  for (let house = 0; house < 12; house++) customers.push(await addCustomer(server.database));
  await work('metering_point').insert(customers.map(({ meteringPointId: metering_point_id }) => ({ metering_point_id })));
  const deliver = (of: string, count: number, from: string, energy: number) =>
    importReadings({
      database: work,
      profile: loadProfile('own'),
      profileName: 'own',
      fileName: 'a.csv',
      input: Readable.from([Buffer.from(ownCsv(hourly(from, count, energy), `M${of}`, of))]),
      now: new Date(),
    });
  for (const { meteringPointId } of customers) await deliver(meteringPointId, 24 * 20, '2019-02-01T00:00', 1000);
  const visitors = await Promise.all(customers.slice(0, 4).map((customer) => logInAsGuest(server, customer)));
  const everything = () => work('consumption_day').where('day', '<=', '2019-02-19').orderBy(['metering_point_id', 'day']);
  const before = await everything();
  const held = async () =>
    (
      await work.raw(`select count(*)::int as count from citus_shards where nodeport = ? and table_name = 'reading_day'::regclass`, [
        later.port,
      ])
    ).rows[0].count;
  expect(await held()).toBe(0);

  await work.raw(`select citus_set_node_property(?, ?, 'shouldhaveshards', true)`, [later.host, later.port]);
  let moving = true;
  const statuses: number[] = [];
  const reading = visitors.map(async ({ visitor }) => {
    while (moving && statuses.length < 50_000) {
      for (const answer of [
        await visitor.call('GET /consumption/years', {}),
        await visitor.call('GET /consumption/month', { query: { month: '2019-02' } }),
      ])
        statuses.push(answer.status);
    }
  });
  // As the operator does it, from another connection.
  const rebalanced = work.raw('select rebalance_table_shards()').finally(() => (moving = false));
  const [first] = customers;
  const imported = deliver(first!.meteringPointId, 24, '2019-03-01T00:00', 5000);
  await rebalanced;
  await Promise.all(reading);
  expect(await imported).toMatchObject({ stored: 24 });
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect(await held()).toBeGreaterThan(0);
  expect(await everything()).toEqual(before);
});
