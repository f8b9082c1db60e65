import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { keepAudit } from '../../../server/audit/keep-audit.ts';
import { readCustomersFile } from '../../../server/customers/customers-file.ts';
import { forgetEnded } from '../../../server/customers/forget-ended.ts';
import { importCustomers } from '../../../server/customers/import-customers.ts';
import { takeCustomersBack } from '../../../server/customers/take-customers-back.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { importReadings } from '../../../server/metering/import-readings.ts';
import { countCovered } from '../../../server/metering/store/count-covered.ts';
import { packStored } from '../../../server/metering/store/pack-stored.ts';
import { showDays } from '../../../server/metering/store/show-days.ts';
import { withdrawFile } from '../../../server/metering/store/withdraw.ts';
import { months } from '../../../server/consumption/years.ts';
import { costStatement } from '../../../server/prices/cost-statement.ts';
import { importPriceLists } from '../../../server/prices/import-prices.ts';
import { runCommand } from '../../../server/run-command.ts';
import { becomeHolder } from '../../support/account.ts';
import { addConsumption } from '../../support/consumption.ts';
import { startTestServer } from '../../support/server.ts';
import { sqlInSource } from '../../support/sql-in-source.ts';
import { statementsOf } from '../../support/statements.ts';
import { invoiceTo, take } from '../invoices/fixture.ts';

/*
 * Raw SQL is held to the schema, wherever it stands in the server: what stands there whole is prepared, and what is put together from parts must have been
 * sent, here or for test/sql. A new statement that is neither is named with its file and line.
 */

const server = await startTestServer();
afterAll(() => server.stop());

/** They say who may do what and which tables there are; the rest names rows and columns. */
const definition = /^\s*(?:grant|revoke|create|drop|alter)\s/i;
const statement = /^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|with|merge)\s/i;
/** Of an extension that the tests' server does not have, or sent only where the tables are spread by it: `npm run test:citus` sends it. */
const isOfCitus = (text: string) =>
  /distributed_table|distributed_function|pg_dist_|distributing_table|citus\.|select \* from share|select derived\.\*|starts is null|day, starts, ends\) \?$|^update \? s set \?\s+from /.test(
    text,
  );

/** Where a value or a name is put in. */
const place = /(?<!\\)\?\??|(?<!:):[a-z]\w*/i;

const all = sqlInSource().filter(({ parts }) => !definition.test(parts[0]!) && !isOfCitus(parts.join('?')));

/** What is sent for the pages of a customer, the own data, and an operator's question. */
async function ordinaryUse(): Promise<void> {
  const { visitor, customers } = await becomeHolder(server, { links: 2 });
  const [first] = customers as [(typeof customers)[0]];
  await addConsumption(server.database, first.meteringPointId, '2020-01-01', '2020-02-29', () => 1);
  await server.database('relationship_metering_point').insert({ relationship_id: first.relationshipId, metering_point_id: '17' });
  await addConsumption(server.database, '17', '2020-01-01', '2020-02-29', (_, slot) => (slot === 5 ? null : 1));
  await take(server, invoiceTo(first));
  await visitor.call('PUT /relationship', { body: { id: first.relationshipId } });
  const well = async (line: Parameters<typeof visitor.send>[1]) => expect((await visitor.send('GET', line)).status, line).toBe(200);
  for (const page of [
    '/session',
    '/relationship',
    '/profile',
    '/utility',
    '/invoices',
    '/cost',
    '/my-data',
    '/consumption/answers',
    '/notes',
  ])
    await well(page);
  const { body } = await visitor.call('GET /invoices');
  await well(`/invoices/${body.invoices[0]!.id}`);
  await well(`/invoices/${body.invoices[0]!.id}/attachments/0`);
  await well('/invoice-years/2020');
  await well('/consumption/years?point=sum');
  await well('/consumption/download?at=2020-01&level=hour&format=csv');
  const { key } = (await visitor.call('POST /account/keys', { body: { name: 'Hjemme', relationships: [first.relationshipId] } })).body;
  const read = await fetch(`${server.url}/api/me/consumption.json`, { headers: { Authorization: `Bearer ${key}` } });
  expect(read.status).toBe(200);
  await server.database('metering_point').insert({ metering_point_id: first.meteringPointId });
  await importReadings({
    database: server.database,
    profile: loadProfile('own'),
    profileName: 'own',
    fileName: 'a.csv',
    input: Readable.from([
      Buffer.from(`metering_point_id;meter_serial;time;energy_kwh\n${first.meteringPointId};A1;2020-03-01T00:00:00Z;1\n`),
    ]),
    now: new Date(),
  });
  await well('/my-data');
  await costStatement.ofPointAlone(server.database, {
    point: first.meteringPointId,
    firstDay: '2020-01-01',
    lastDay: 'infinity',
    month: null,
  });
  await months.ofPointAlone(server.database, { point: first.meteringPointId, firstDay: '2020-01-01', lastDay: 'infinity' });
  await server.database.transaction(async (transaction) => {
    await transaction.raw(
      'create temporary table days on commit drop as select metering_point_id, day, serial, 86400 as interval_seconds from reading_day',
    );
    await countCovered(transaction, 'days', 1);
  });
  await showDays(server.database, { point: first.meteringPointId, from: '2020-03-01', to: '2020-03-01', explain: true });
  // As days were stored before they were packed.
  await server.database('reading_day').update({ count: null, energy_kwh: [1] });
  await packStored(server.database);
  const customersFile =
    'plant_number;customer_name;address;postal_code;city;registered_mobile;valid_from;valid_to;metering_point_id;metering_point_address;meter_serial\n' +
    '660100;Kari;Veien 1;1601;Fredrikstad;;2018-01-01;;707057500000006601;;660\n';
  const arrival = { kind: 'customers' as const, name: 'c.csv', sha256: 'c', bytesSha256: 'c' };
  for (const _ of ['first', 'again'])
    await importCustomers(server.database, arrival, readCustomersFile(customersFile).lines, { now: new Date() });
  await withdrawFile(server.database, { name: 'c.csv', now: new Date(), takesBack: { customers: takeCustomersBack } });
  await forgetEnded(server.running.services);
  await importPriceLists(server.database, [], new Date());
  const { config } = server.running.services;
  await keepAudit(server.database, new Date(), config.audit);
  const environment = { DATABASE_URL: config.database.url, LOGIN_KEY: config.login.key.toString('hex') };
  expect(
    await runCommand(['customer', 'find', first.plantNumber], environment, {
      print: () => undefined,
      complain: (line) => expect(line).toBe(''),
    }),
  ).toBe(0);
}

test('holds every statement of the server to the schema, whole or put together', async () => {
  expect(all.length).toBeGreaterThan(150);
  const folder = join(import.meta.dirname, '../../sql');
  const files = globSync('*.sql', { cwd: folder, exclude: ['schema.sql'] });
  const recorded = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/;\n/));
  const sent = new Set([...(await statementsOf(ordinaryUse)), ...recorded].map(plain));
  const wasSent = ({ parts }: { parts: string[] }) => {
    const pieces = parts.flatMap((part) => part.split(place)).map(plain);
    return [...sent].some((text) => holds(text, pieces));
  };
  const faults: string[] = [];
  for (const one of all) {
    const [text] = one.parts as [string];
    const why = one.parts.length === 1 && statement.test(text) ? await prepare(numbered(text)) : 'it is put together, and nothing sends it';
    if (why !== null && !wasSent(one)) faults.push(`${one.at}: ${why}: ${one.parts.join('…').replace(/\s+/g, ' ').slice(0, 90)}`);
  }
  expect(faults).toEqual([]);
});

/** What PostgreSQL has against a statement; null: nothing. */
async function prepare(text: string): Promise<string | null> {
  const connection = await server.database.client.acquireConnection();
  try {
    await connection.query(`prepare tried as ${text}`);
    await connection.query('deallocate tried');
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await server.database.client.releaseConnection(connection);
  }
}

/** The places of knex's and our own statements as PostgreSQL numbers them. */
function numbered(sql: string): string {
  const names: string[] = [];
  let count = 0;
  return sql
    .replace(/(?<!:):([a-z]\w*)/gi, (_, name: string) => `$${(names.includes(name) ? names.indexOf(name) : names.push(name) - 1) + 1}`)
    .replace(/(?<!\\)\?/g, () => `$${(count += 1)}`)
    .replaceAll('\\?', '?');
}

/** Whether all pieces are in the text, one after the other. */
function holds(text: string, pieces: string[]): boolean {
  let from = 0;
  return pieces.every((piece) => {
    const at = text.indexOf(piece, from);
    from = at + piece.length;
    return at >= 0;
  });
}

/** What is left of a statement when blanks and quotes around names don't count. */
function plain(sql: string): string {
  return sql.replace(/[\s"]+/g, '').toLowerCase();
}
