import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unlinkEnded } from '../../../server/account/unlink-ended.ts';
import { becomeHolder, password, sessionOf } from '../../support/account.ts';
import { addConsumption } from '../../support/consumption.ts';
import { addCustomer, logInAsGuest, forgetCounters } from '../../support/customer.ts';
import { pageOrigin, startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
beforeEach(() => forgetCounters(server.database));
afterAll(() => server.stop());

function download(visitor: Visitor, language = ''): Promise<Response> {
  const Cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(`${server.url}/api/my-data`, {
    headers: { Cookie, Origin: pageOrigin, 'Sec-Fetch-Site': 'same-site', 'Accept-Language': language },
  });
}

test('hands out all that is stored, in Norwegian and machine names, and only of the own periods', async () => {
  const { visitor, mobile, customers } = await becomeHolder(server, { links: 2 });
  const [first, second] = customers as [(typeof customers)[0], (typeof customers)[0]];
  await server
    .database('relationship')
    .where({ relationship_id: first.relationshipId })
    .update({ valid_from: new Date('2019-10-26T00:00:00+02:00'), customer_name: '=cmd()' });
  await addConsumption(server.database, first.meteringPointId, '2019-10-20', '2019-10-28', (_, slot) => (slot === 5 ? null : 1.5));
  await addConsumption(server.database, second.meteringPointId, '2019-01-01', '2019-12-31', () => 2);
  await visitor.call('PUT /account/links/:id', { path: { id: first.relationshipId }, body: { ownName: 'Hytta' } });

  const response = await download(visitor);
  expect(response.headers.get('content-type')).toContain('zip');
  expect(response.headers.get('content-disposition')).toContain('mine-data-min-side.zip');
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const text = (name: string) => strFromU8(files[name]!);
  const facts = JSON.parse(text('min-side.json'));
  expect(facts.account.mobile).toBe(mobile);
  expect(JSON.stringify(facts)).not.toContain('password_hash');
  expect(facts.terms[0]).toMatchObject({ version: '1.0', accepted_at: expect.stringMatching(/[+-]\d\d:\d\d$/) });
  expect(facts.events.map(({ what }: { what: string }) => what)).toEqual(
    expect.arrayContaining(['login', 'account-created', 'link-added']),
  );
  expect(text('kundeforhold.csv')).toContain('Eget navn [own_name]');
  expect(text('kundeforhold.csv')).toContain("'=cmd()");

  const hours = text(`forbruk/timer-${first.plantNumber}-${first.meteringPointId}.csv`).trim().split('\r\n');
  expect(hours[0]).toBe('Fra [start];Til [end];Energi kWh [energy_kwh];Status [status]');
  expect(hours).toHaveLength(1 + 24 + 25 + 24);
  expect(hours[1]).toBe('2019-10-26T00:00:00+02:00;2019-10-26T01:00:00+02:00;1,5;målt');
  expect(hours[6]).toBe('2019-10-26T05:00:00+02:00;2019-10-26T06:00:00+02:00;;mangler');
  expect(hours[27]).toBe('2019-10-27T02:00:00+02:00;2019-10-27T02:00:00+01:00;1,5;målt');
  expect(text(`forbruk/timer-${second.plantNumber}-${second.meteringPointId}.jsonl`).trim().split('\n')).toHaveLength(365);
  const sums = text(`forbruk/dogn-${first.plantNumber}-${first.meteringPointId}.csv`).trim().split('\r\n');
  expect(sums.slice(1)).toEqual(['2019-10-26;34,5;34,5', '2019-10-27;36;70,5', '2019-10-28;34,5;105']);
  expect(text('innlogginger.csv')).toContain('logget inn;');
  expect(text('innlogginger.csv')).not.toMatch(/^(login|code-asked|link-added)/m);
  expect(text('vilkar.csv')).toContain(';innlogging;');
  expect(await server.database('audit').where({ what: 'my-data-downloaded' })).not.toHaveLength(0);
});

test.each([
  [
    'nn',
    'LES-MEG.txt',
    'Dette er alt som Min side har lagra om deg.',
    'Frå [start];Til [end]',
    ';manglar',
    'Eige namn [own_name]',
    'logga inn;',
  ],
  [
    'en',
    'READ-ME.txt',
    'This is everything that Min side has stored',
    'From [start];To [end]',
    ';missing',
    'Own name [own_name]',
    'logged in;',
  ],
] as const)(
  'speaks %s where the customer does, to people but not to machines',
  async (language, readMe, about, hours, missing, own, event) => {
    const { visitor, customers } = await becomeHolder(server);
    const { plantNumber, meteringPointId } = customers[0]!;
    await addConsumption(server.database, meteringPointId, '2019-10-26', '2019-10-26', (_, slot) => (slot === 5 ? null : 1.5));
    const files = unzipSync(new Uint8Array(await (await download(visitor, language)).arrayBuffer()));
    const text = (name: string) => strFromU8(files[name]!);
    expect(text(readMe)).toContain(about);
    expect(text(`forbruk/timer-${plantNumber}-${meteringPointId}.csv`)).toContain(hours);
    expect(text(`forbruk/timer-${plantNumber}-${meteringPointId}.csv`)).toContain(missing);
    expect(text('kundeforhold.csv')).toContain(own);
    expect(text('innlogginger.csv')).toContain(event);
    // No line for people is left in another language: bokmål has words that the others lack. The terms were accepted as they stand.
    const forPeople = Object.keys(files)
      .filter((name) => /\.(csv|txt)$/.test(name) && name !== 'vilkar.csv')
      .map(text)
      .join('\n');
    expect(forPeople).not.toMatch(/\b(ikke|Måler|mangler|Hendelse|Opprettet|logget)\b/);
    if (language === 'en') expect(forPeople).not.toMatch(/\b(Fra|Navn|Namn|Tidspunkt|kode|på|målt|sendt)\b/);
    expect(JSON.parse(text('min-side.json')).account).toHaveProperty('created_at');
  },
);

test('hands out the readings of the own period, each with its quality in words', async () => {
  const { visitor, customers } = await becomeHolder(server);
  const { relationshipId, plantNumber, meteringPointId } = customers[0]!;
  await server
    .database('relationship')
    .where({ relationship_id: relationshipId })
    .update({ valid_from: new Date('2019-10-27T00:00:00+02:00') });
  await server.database.raw(
    `insert into reading_day (metering_point_id, day, first_at, step_seconds, serial, energy_kwh, quality)
     select ?::bigint, day::date, day::date::timestamp at time zone 'Europe/Oslo', 3600, '660', array[100.25, 101.5], 'me'
     from (values ('2019-10-26'), ('2019-10-27')) days (day)`,
    [meteringPointId],
  );
  await server.database('meter').insert({ metering_point_id: meteringPointId, serial: '660' });
  const files = unzipSync(new Uint8Array(await (await download(visitor)).arrayBuffer()));
  expect(strFromU8(files[`forbruk/malerstander-${plantNumber}-${meteringPointId}.csv`]!).trim().split('\r\n')).toEqual([
    'Tidspunkt [at];Måler [serial];Målerstand kWh [energy_kwh];Volum m3 [volume_m3];Kvalitet [quality]',
    '2019-10-27T00:00:00+02:00;660;100,25;;målt',
    '2019-10-27T01:00:00+02:00;660;101,5;;anslått',
  ]);
});

test('gives nothing to a guest', async () => {
  const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
  expect((await download(visitor)).status).toBe(409);
});

test('breaks off when the account is deleted while it is downloaded', async () => {
  const { visitor, customers } = await becomeHolder(server);
  const random = () => Math.random() * 10;
  // More than the sockets between hold: what has been sent already can't be broken off.
  await addConsumption(server.database, customers[0]!.meteringPointId, '1925-01-01', '2024-12-31', random);
  const response = await download(visitor);
  const reader = response.body!.getReader();
  let bytes = (await reader.read()).value!.length;
  expect((await visitor.call('DELETE /account', { body: { password } })).status).toBe(204);
  const rest = async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
  };
  await expect(rest()).rejects.toThrow();
});

test('unlinks what ended longer ago than configured, and leaves what ended lately', async () => {
  const { visitor, customers } = await becomeHolder(server, { links: 3 });
  const [old, late, running] = customers.map(({ relationshipId }) => relationshipId) as [string, string, string];
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
  await server
    .database('relationship')
    .where({ relationship_id: old })
    .update({ valid_to: ago(400) });
  await server
    .database('relationship')
    .where({ relationship_id: late })
    .update({ valid_to: ago(200) });
  await visitor.call('PUT /relationship', { body: { id: old } });
  await unlinkEnded(server.running.services);
  const session = await sessionOf(visitor);
  expect(session.linked.map(({ id }) => id).toSorted()).toEqual([late, running].toSorted());
  expect(session.linked.find(({ id }) => id === late)?.endedOn).not.toBeNull();
  expect(session.relationship).toBeNull();
  expect((await visitor.call('GET /consumption/years')).status).toBe(404);
  expect(await server.database('audit').where({ what: 'link-ended', relationship_id: old })).toHaveLength(1);
});

test('hands nothing out when the log-in is more than 15 minutes old', async () => {
  const { visitor } = await becomeHolder(server);
  server.pass(15 * 60_000 + 1000);
  await visitor.call('GET /session');
  const response = await download(visitor);
  expect(response.status).toBe(409);
  expect(await response.json()).toEqual({ error: 'conflict', reason: 'log-in-again' });
});
