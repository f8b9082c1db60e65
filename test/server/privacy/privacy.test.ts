import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rooms } from '../../../server/rooms.ts';
import { addAccount, addCustomer } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/privacy.md'), 'utf8');
const [personal = '', notPersonal = ''] = page.split('## Not personal');
const namesIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...line.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

async function runJobs(): Promise<void> {
  for (const { jobs = [] } of rooms) for (const { name, run } of jobs) if (name !== 'weather') await run(server.running.services);
}

test('names every table of the database once, as personal or not', async () => {
  const { rows } = await server.database.raw<{ rows: { name: string }[] }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
       and relname not like 'knex%' and relname !~ '^audit_\\d' order by 1`,
  );
  expect([...namesIn(personal), ...namesIn(notPersonal)].toSorted()).toEqual(rows.map(({ name }) => name));
});

test('counts every table with a person’s number, name or pseudonym among the personal ones', async () => {
  const { rows } = await server.database.raw<{ rows: { name: string }[] }>(
    `select distinct table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name) where table_type = 'BASE TABLE' and table_schema = 'public' and table_name !~ '^audit_\\d'
       and column_name in ('mobile', 'subject', 'customer_name', 'buyer_name', 'address', 'plant_number', 'account_id', 'relationship_id', 'metering_point_id', 'address_block')`,
  );
  const named = namesIn(personal);
  for (const { name } of rows) expect(named).toContain(name);
});

test('names jobs that there are', () => {
  const jobs = rooms.flatMap((room) => (room.jobs ?? []).map(({ name }) => name));
  const named = [...personal.matchAll(/job `([\w-]+)`/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(8);
  for (const name of named) expect(jobs).toContain(name);
});

test('names settings with the defaults that they have', () => {
  const settings = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');
  for (const [, name, value] of personal.matchAll(/`([A-Z_]+)`[^|(]*\((\d+)\)/g))
    expect(settings).toMatch(new RegExp(`\\| \`${name}\` \\| ${value}[ ,]`));
});

test('removes accounts that nobody used for years, and relationships long after their end, with all that is theirs', async () => {
  const ended = await addCustomer(server.database, {
    validTo: new Date(Date.now() - 59 * 30.5 * 86_400_000),
    registeredMobile: '+4794000001',
  });
  const stays = await addCustomer(server.database);
  await addAccount(server, [ended, stays], 'blå himmel over byen');
  await runJobs();
  const left = async () => ({
    accounts: Number((await server.database('account').count())[0]?.['count']),
    relationships: (await server.database('relationship').select('relationship_id')).map(({ relationship_id }) => relationship_id),
    points: (await server.database('relationship_metering_point').select('relationship_id')).map(({ relationship_id }) => relationship_id),
  });
  expect(await left()).toMatchObject({ accounts: 1, relationships: expect.arrayContaining([ended.relationshipId, stays.relationshipId]) });

  server.pass(5 * 31 * 86_400_000);
  await runJobs();
  expect(await left()).toEqual({ accounts: 1, relationships: [stays.relationshipId], points: [stays.relationshipId] });

  server.pass(33 * 31 * 86_400_000);
  await runJobs();
  expect(await left()).toEqual({ accounts: 0, relationships: [stays.relationshipId], points: [stays.relationshipId] });
  expect(await server.database('link').count()).toEqual([{ count: '0' }]);
  expect(await server.database('audit').where({ what: 'account-lapsed' })).toHaveLength(1);
});
