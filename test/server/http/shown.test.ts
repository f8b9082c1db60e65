import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomeHolder, logInWithPassword, sessionOf } from '../../support/account.ts';
import { addCustomer, logInAsGuest } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const header = 'Min-Side-Shown';
const pages = [
  '/relationship',
  '/invoices',
  '/profile',
  '/consumption/years',
  '/consumption/month?month=2020-02',
  '/consumption/day?date=2020-02-01',
];

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

describe('two windows of one browser, one of which switches', () => {
  test('every reply says whose it is, and whose it has become', async () => {
    const { visitor, customers } = await becomeHolder(server, { links: 2 });
    for (const { relationshipId } of customers) {
      const { body } = await visitor.call('PUT /relationship', { body: { id: relationshipId } });
      expect(body).toMatchObject({ shown: expect.stringContaining(relationshipId), relationship: { id: relationshipId } });
      expect(await sessionOf(visitor)).toMatchObject({ shown: (body as { shown: string }).shown });
      for (const page of pages) {
        const { status, headers } = await visitor.send('GET', page);
        expect([page, status, headers.get(header)]).toEqual([page, 200, (body as { shown: string }).shown]);
      }
    }
  });

  test('a change that was meant for the other one is refused, and nothing is changed', async () => {
    const { visitor, mobile } = await becomeHolder(server);
    const third = await addCustomer(server.database);
    const { visitor: guest } = await logInAsGuest(server, third, mobile);
    const { shown } = await sessionOf(visitor);
    const refused = await guest.send('POST', '/account/links', {}, { [header]: shown });
    expect(refused).toMatchObject({ status: 409, body: { error: 'conflict', reason: 'other-shown' } });
    expect(await server.database('link').where({ relationship_id: third.relationshipId })).toEqual([]);
    const own = await guest.send('POST', '/account/links', {}, { [header]: (await sessionOf(guest)).shown });
    expect(own.status).toBe(200);
  });

  test('switching and logging out go through from a window that was left behind', async () => {
    const { visitor, customers } = await becomeHolder(server, { links: 2 });
    const [one, other] = customers.map(({ relationshipId }) => relationshipId);
    const { shown } = await sessionOf(visitor);
    await visitor.call('PUT /relationship', { body: { id: one! } });
    expect((await visitor.send('PUT', '/relationship', { id: other! }, { [header]: shown })).status).toBe(200);
    expect((await visitor.send('DELETE', '/session', undefined, { [header]: shown })).status).toBe(204);
  });

  test('another log-in at the same relationship is another', async () => {
    const { visitor, mobile } = await becomeHolder(server);
    const elsewhere = await logInWithPassword(server, mobile);
    expect((await sessionOf(elsewhere)).shown).not.toBe((await sessionOf(visitor)).shown);
  });
});

test('a page of another origin may read whose a reply is and say whom a change is meant for', async () => {
  const visitor = server.visitor();
  const asked = await visitor.send('OPTIONS', '/account/links', undefined, { 'Access-Control-Request-Method': 'POST' });
  expect(asked.headers.get('Access-Control-Allow-Headers')).toContain(header);
  const { headers } = await visitor.call('GET /session');
  expect(headers.get('Access-Control-Expose-Headers')).toContain(header);
});
