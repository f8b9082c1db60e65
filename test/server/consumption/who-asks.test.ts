import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomeHolder, logInWithPassword } from '../../support/account.ts';
import { addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

const minute = 60_000;
const hour = 60 * minute;
const cookie = '__Host-min-side';
const views = ['/consumption/years', '/consumption/month?month=2020-02', '/consumption/day?date=2020-02-01'];

const unknown = { status: 401, body: { error: 'not-signed-in' } };
const termsDue = { status: 409, body: { error: 'terms-changed' } };
const notChosen = { status: 404, body: { error: 'not-found' } };
/** Known only once the relationship is looked for, which a wrong query comes before. */
const notOpen = { ...notChosen };
const wrong = { status: 400, body: { error: 'bad-request' } };

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

/** The views look who asks up by themselves: they must answer as an endpoint whose session is read before it. */
const callers: [who: string, come: () => Promise<Visitor>, answer: object][] = [
  ['nobody', async () => server.visitor(), unknown],
  ['somebody with a made-up cookie', async () => withCookie('A'.repeat(43)), unknown],
  ['somebody with an empty cookie', async () => withCookie('""'), unknown],
  [
    'somebody whose cookie was changed by one character',
    async () => {
      const { visitor } = await guest();
      const id = visitor.cookies.get(cookie)!;
      return withCookie(`${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}`);
    },
    unknown,
  ],
  [
    'somebody who has asked for a code only',
    async () => {
      const visitor = server.visitor();
      await askForCode(visitor, await addCustomer(server.database), newMobile());
      return visitor;
    },
    unknown,
  ],
  [
    'a guest who was idle too long',
    async () => {
      const { visitor } = await guest();
      server.pass(30 * minute);
      return visitor;
    },
    unknown,
  ],
  [
    'a guest who has been in for twelve hours, however busy',
    async () => {
      const { visitor } = await guest();
      for (let passed = 0; passed < 12 * hour; passed += 20 * minute) {
        expect((await visitor.send('GET', views[0]!)).status).toBe(200);
        server.pass(20 * minute);
      }
      return visitor;
    },
    unknown,
  ],
  [
    'a guest who has logged out, by the cookie that is left',
    async () => {
      const { visitor } = await guest();
      const left = visitor.cookies.get(cookie)!;
      await visitor.call('DELETE /session');
      return withCookie(left);
    },
    unknown,
  ],
  [
    'an account holder who must accept new terms first',
    async () => {
      const { visitor, mobile } = await becomeHolder(server);
      await server.database('session').where({ mobile }).update({ terms_due: true });
      return visitor;
    },
    termsDue,
  ],
  [
    'an account holder who has not chosen among several yet',
    async () => logInWithPassword(server, (await becomeHolder(server, { links: 2 })).mobile),
    notChosen,
  ],
  [
    'an account holder whose link was removed',
    async () => {
      const { visitor, customers } = await becomeHolder(server);
      await server.database('link').where({ relationship_id: customers[0]!.relationshipId }).delete();
      return visitor;
    },
    notOpen,
  ],
  [
    'a guest whose relationship is gone',
    async () => {
      const { visitor, relationshipId } = await guest();
      await server.database('relationship_metering_point').where({ relationship_id: relationshipId }).delete();
      await server.database('session').where({ relationship_id: relationshipId }).update({ relationship_id: null });
      await server.database('relationship').where({ relationship_id: relationshipId }).delete();
      return visitor;
    },
    notChosen,
  ],
];

describe.each(callers)('%s', (_who, come, answer) => {
  test('is answered by the views as by every other endpoint', async () => {
    const visitor = await come();
    expect(await visitor.send('GET', '/relationship')).toMatchObject(answer);
    for (const view of views) expect(await visitor.send('GET', view)).toMatchObject(answer);
    for (const query of ['month?month=13', 'day']) {
      expect(await visitor.send('GET', `/consumption/${query}`)).toMatchObject(answer === notOpen ? wrong : answer);
    }
  });
});

test('a guest whose relationship has ended goes on seeing the own period', async () => {
  const { visitor, relationshipId } = await guest();
  await server.database('relationship').where({ relationship_id: relationshipId }).update({ valid_to: '2020-06-01T00:00:00+02:00' });
  expect((await visitor.send('GET', '/relationship')).status).toBe(200);
  for (const view of views) expect((await visitor.send('GET', view)).status).toBe(200);
});

test('whoever is signed in is told what is wrong with the query', async () => {
  const { visitor } = await guest();
  expect(await visitor.send('GET', '/consumption/month?month=13')).toMatchObject(wrong);
});

test('a view keeps the session alive, writes that once a minute, and leaves the cookie as it is', async () => {
  const { visitor, mobile } = await guest();
  const seen = async () => (await server.database('session').where({ mobile }).first('last_seen_at'))!.last_seen_at.getTime();
  const before = await seen();
  server.pass(50_000);
  const early = await visitor.send('GET', views[0]!);
  expect(await seen()).toBe(before);
  server.pass(20_000);
  const later = await visitor.send('GET', views[1]!);
  expect(await seen()).toBeGreaterThanOrEqual(before + 70_000);
  for (const { headers } of [early, later]) expect(headers.getSetCookie()).toEqual([]);
  server.pass(29 * minute);
  expect((await visitor.call('GET /session')).body.signedIn).toBe(true);
});

test('what is asked for and not open leaves one line in the audit, as elsewhere', async () => {
  const { visitor, customers } = await becomeHolder(server);
  await server.database('link').where({ relationship_id: customers[0]!.relationshipId }).delete();
  const lines = () => server.database('audit').where({ what: 'foreign-asked', relationship_id: customers[0]!.relationshipId });
  await visitor.send('GET', views[0]!);
  expect(await lines()).toMatchObject([{ details: { route: '/api/consumption/years' } }]);
});

async function guest() {
  const customer = await addCustomer(server.database);
  return { ...(await logInAsGuest(server, customer)), relationshipId: customer.relationshipId };
}

function withCookie(value: string): Visitor {
  const visitor = server.visitor();
  visitor.cookies.set(cookie, value);
  return visitor;
}
