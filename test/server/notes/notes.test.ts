import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { becomeHolder, password } from '../../support/account.ts';
import { forgetCounters, logInAsGuest } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
beforeEach(() => forgetCounters(server.database));
afterAll(() => server.stop());

test('are written, changed and deleted, at the relationship shown alone, and are exported', async () => {
  const { visitor, customers } = await becomeHolder(server, { links: 2 });
  const [first, second] = customers.map(({ relationshipId }) => relationshipId) as [string, string];
  await visitor.call('PUT /relationship', { body: { id: first } });
  await visitor.call('POST /notes', { body: { date: '2020-03-03', text: '  Nye \n vinduer ' } });
  const { body } = await visitor.call('POST /notes', { body: { date: '2019-03-03', text: '=barn flyttet ut' } });
  expect(body.notes.map(({ date, text }) => [date, text])).toEqual([
    ['2019-03-03', '=barn flyttet ut'],
    ['2020-03-03', 'Nye vinduer'],
  ]);
  const [{ id }, kept] = body.notes as [(typeof body.notes)[0], (typeof body.notes)[0]];

  await visitor.call('PUT /relationship', { body: { id: second } });
  expect((await visitor.call('GET /notes')).body).toEqual({ notes: [] });
  expect((await visitor.call('DELETE /notes/:id', { path: { id }, body: {} })).status).toBe(404);

  await visitor.call('PUT /relationship', { body: { id: first } });
  const changed = await visitor.call('PUT /notes/:id', { path: { id }, body: { date: '2021-03-03', text: 'Barna flyttet ut' } });
  expect(changed.body.notes).toEqual([kept, { id, date: '2021-03-03', text: 'Barna flyttet ut' }]);
  const Cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
  const zip = unzipSync(new Uint8Array(await (await fetch(`${server.url}/api/my-data`, { headers: { Cookie } })).arrayBuffer()));
  expect(strFromU8(zip['notater.csv']!)).toContain(`${customers[0]!.plantNumber};2020-03-03;Nye vinduer`);
  expect((await visitor.call('DELETE /notes/:id', { path: { id }, body: {} })).body).toEqual({ notes: [kept] });
});

test('are refused empty, too long, on a day that is none, and above a hundred', async () => {
  const { visitor, customers } = await becomeHolder(server);
  const write = (text: string, date = '2020-03-03') => visitor.call('POST /notes', { body: { date, text } });
  expect((await write(' ')).body).toEqual({ error: 'bad-field', field: 'note', reason: 'required' });
  expect((await write('\u200b\u202e')).body).toMatchObject({ reason: 'required' });
  expect((await write('x'.repeat(101))).body).toEqual({ error: 'bad-field', field: 'note', reason: 'too-long' });
  expect((await write('x', '2020-02-30')).status).toBe(400);
  const { account_id } = (await server.database('link').where({ relationship_id: customers[0]!.relationshipId }).first())!;
  await server.database.raw(`insert into note select gen_random_uuid(), ?, ?, '2020-01-01', 'x' from generate_series(1, 98)`, [
    account_id,
    customers[0]!.relationshipId,
  ]);
  const answers = await Promise.all(Array.from({ length: 4 }, () => write('til')));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 409, 409]);
  expect(answers.find(({ status }) => status === 409)!.body).toEqual({ error: 'conflict', reason: 'too-many-notes' });
});

test('are nobody else’s: neither a guest’s nor another account’s of the same plant, and go with the link and the account', async () => {
  const { visitor, customers } = await becomeHolder(server, { links: 2 });
  const shown = customers[1]!;
  await visitor.call('POST /notes', { body: { date: '2020-03-03', text: 'Nye vinduer' } });
  const { id } = (await visitor.call('GET /notes')).body.notes[0]!;
  const guest = await logInAsGuest(server, shown);
  expect((await guest.visitor.call('GET /notes')).status).toBe(409);
  const other = await becomeHolder(server);
  await other.visitor.call('PUT /relationship', { body: { id: other.customers[0]!.relationshipId } });
  expect((await other.visitor.call('PUT /notes/:id', { path: { id }, body: { date: '2020-03-03', text: 'x' } })).status).toBe(404);
  await visitor.call('DELETE /account/links/:id', { path: { id: shown.relationshipId }, body: {} });
  expect(await server.database('note').where({ note_id: id })).toEqual([]);
  await visitor.call('POST /notes', { body: { date: '2020-03-03', text: 'igjen' } });
  await visitor.call('DELETE /account', { body: { password } });
  expect(await server.database('note').where({ relationship_id: customers[0]!.relationshipId })).toEqual([]);
});
