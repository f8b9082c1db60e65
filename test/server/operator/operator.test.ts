import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { endSessionsByOperator, lookUp, unlinkByOperator, unlock, type OperatorDesk } from '../../../server/operator/operator.ts';
import { becomeHolder, sessionOf } from '../../support/account.ts';
import { addCustomer, askForCode, logInAsGuest, newMobile, forgetCounters } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let desk: OperatorDesk;
beforeAll(async () => {
  server = await startTestServer();
  const { database, config, now } = server.running.services;
  desk = { database, key: config.login.key, now: now(), operator: 'ola' };
});
beforeEach(() => forgetCounters(server.database));
afterAll(() => server.stop());

test('finds log-ins, SMS and links of a mobile, masked, and leaves a line', async () => {
  const { mobile, customers } = await becomeHolder(server, { links: 2 });
  const found = await lookUp(desk, { mobile });
  expect(found.account).toMatchObject({
    mobile: `+47•••••${mobile.slice(-3)}`,
    linked: expect.arrayContaining(customers.map(({ plantNumber }) => plantNumber)),
  });
  expect(found.events.map(({ what }) => what)).toEqual(expect.arrayContaining(['login', 'code-asked', 'account-created', 'link-added']));
  expect(found.messages[0]).toMatchObject({ purpose: 'guest', state: 'accepted' });
  expect(JSON.stringify(found)).not.toContain(mobile);
  const lines = await server.database('audit').where({ what: 'operator-lookup' });
  expect(lines.at(-1)).toMatchObject({ details: { operator: 'ola' } });
});

test('finds a relationship by its plant number, name and mobile masked', async () => {
  const customer = await addCustomer(server.database, { registeredMobile: newMobile() });
  await logInAsGuest(server, customer);
  const found = await lookUp(desk, { plantNumber: customer.plantNumber });
  expect(found.relationships).toMatchObject([
    { plantNumber: customer.plantNumber, customer: expect.stringMatching(/^K••• F•••/), linkedAccounts: 0 },
  ]);
  expect(found.events.map(({ what }) => what)).toContain('login');
  expect(JSON.stringify(found)).not.toContain(customer.name);
  expect(await server.database('audit').where({ what: 'operator-lookup', relationship_id: customer.relationshipId })).toHaveLength(1);
  expect((await lookUp(desk, { plantNumber: '111' })).relationships).toEqual([]);
});

test('unlocks a mobile that has asked for too many codes', async () => {
  const customer = await addCustomer(server.database);
  const mobile = newMobile();
  for (let n = 0; n < 5; n += 1) {
    await askForCode(server.visitor(), customer, mobile);
    server.pass(400_000);
  }
  expect((await askForCode(server.visitor(), customer, mobile)).body.crowded).toBe(true);
  expect((await lookUp(desk, { mobile })).counters).toContainEqual(expect.objectContaining({ what: 'codes-sent', hits: 5 }));
  expect(await unlock(desk, { mobile })).toBeGreaterThan(0);
  expect((await askForCode(server.visitor(), customer, mobile)).body.crowded).toBe(false);
});

test('unlinks, and ends sessions', async () => {
  const { visitor, mobile, customers } = await becomeHolder(server, { links: 2 });
  expect(await unlinkByOperator(desk, mobile, customers[1]!.plantNumber)).toBe(1);
  expect((await sessionOf(visitor)).linked).toHaveLength(1);
  expect((await visitor.call('GET /relationship')).status).toBe(404);
  expect(await endSessionsByOperator(desk, mobile)).toBeGreaterThan(0);
  expect((await visitor.call('GET /session')).body).toEqual({ signedIn: false });
  for (const what of ['operator-unlink', 'operator-end-sessions']) expect(await server.database('audit').where({ what })).toHaveLength(1);
});

test('is not reachable over HTTP', async () => {
  const { visitor } = await becomeHolder(server);
  for (const path of ['/operator', '/customer', '/customer/find', '/customers', '/accounts', '/audit'])
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'])
      expect((await visitor.send(method, path, method === 'GET' ? undefined : {})).status).toBe(404);
});
