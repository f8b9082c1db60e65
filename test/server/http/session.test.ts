import { afterAll, beforeAll, expect, test } from 'vitest';
import { endSessions } from '../../../server/account/sessions-of.ts';
import { addAccount, addCustomer, logInAsGuest, newMobile, type TestCustomer } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

const password = 'blå himmel over byen';
let server: TestServer;
let customers: TestCustomer[];
beforeAll(async () => {
  server = await startTestServer({ CODE_WITH_PASSWORD: 'never' });
  customers = [await addCustomer(server.database), await addCustomer(server.database)];
});
afterAll(() => server.stop());

async function accountHolder(): Promise<{ visitor: Visitor; mobile: string; accountId: string }> {
  const account = await addAccount(server, customers, password);
  const visitor = server.visitor();
  await visitor.call('POST /login/password', { body: { mobile: account.mobile, password } });
  await visitor.call('POST /terms/acceptances', { body: { termsVersion: '1.0' } });
  return { visitor, ...account };
}

test('gives a new id at each change of rights, and the old one is worth nothing', async () => {
  const { visitor } = await accountHolder();
  const before = visitor.cookies.get('__Host-min-side')!;
  expect((await visitor.call('PUT /relationship', { body: { id: customers[0]!.relationshipId } })).status).toBe(200);
  expect(visitor.cookies.get('__Host-min-side')).not.toBe(before);
  const thief = server.visitor();
  thief.cookies.set('__Host-min-side', before);
  expect((await thief.call('GET /session')).body).toEqual({ signedIn: false });
});

test('lets one of two tabs change rights at once, asks the other to try again, and ends neither', async () => {
  const { visitor, accountId } = await accountHolder();
  // Both have read the session before either writes it: its row is held until both wait for it.
  const holder = await server.database.transaction();
  await holder('session').where({ account_id: accountId }).forUpdate();
  const calls = customers.map(({ relationshipId }) => visitor.send('PUT', '/relationship', { id: relationshipId }));
  await expect.poll(waiting).toBe(2);
  await holder.commit();
  const answers = (await Promise.all(calls)).toSorted((one, other) => one.status - other.status);
  expect(answers[0]!.status).toBe(200);
  expect(answers[1]).toMatchObject({ status: 503, body: { error: 'busy', retryAfterSeconds: 1 } });
  expect((await visitor.call('GET /session')).body.signedIn).toBe(true);
});

/** How many of the server's connections wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await server.database.raw(
    `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0].count;
}

test('does not bring a session back that ended while its rights were changed', async () => {
  const { visitor, accountId } = await accountHolder();
  await Promise.all([
    endSessions(server.database, { accountId }),
    ...customers.map(({ relationshipId }) => visitor.send('PUT', '/relationship', { id: relationshipId })),
  ]);
  expect((await visitor.call('GET /session')).body).toEqual({ signedIn: false });
  expect(await server.database('session').where({ account_id: accountId })).toEqual([]);
});

test('ends the log-ins of an account that still wait for their code', async () => {
  const strict = await startTestServer({ CODE_WITH_PASSWORD: 'always' });
  try {
    const { mobile, accountId } = await addAccount(strict, [await addCustomer(strict.database)], password);
    const waiting = strict.visitor();
    await waiting.call('POST /login/password', { body: { mobile, password } });
    const code = await strict.gateway.nextCode(mobile);
    expect(await endSessions(strict.database, { accountId })).toBe(0);
    expect((await waiting.call('POST /login/code', { body: { code } })).body.error).toBe('code-dead');
  } finally {
    await strict.stop();
  }
});

test('lets no log-in through whose password was changed while it was under way', async () => {
  const { mobile, accountId } = await addAccount(server, customers, password);
  const other = await server.running.services.hashes.hash('et helt annet passord');
  const logins = Array.from({ length: 4 }, () => server.visitor());
  const answers = Promise.all(logins.map((visitor) => visitor.call('POST /login/password', { body: { mobile, password } })));
  await server.database.transaction(async (transaction) => {
    await transaction('account').where({ account_id: accountId }).update({ password_hash: other });
    await endSessions(transaction, { accountId });
  });
  await answers;
  for (const visitor of logins) expect((await visitor.call('GET /session')).body).toEqual({ signedIn: false });
});

test('asks for the code each time where the policy is always, though the device is known', async () => {
  const strict = await startTestServer({ CODE_WITH_PASSWORD: 'always' });
  try {
    const { mobile } = await addAccount(strict, [await addCustomer(strict.database)], password);
    const visitor = strict.visitor();
    for (let round = 0; round < 2; round += 1) {
      expect((await visitor.call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'code' });
      const answer = await visitor.call('POST /login/code', { body: { code: await strict.gateway.nextCode(mobile) } });
      expect(answer.body).toMatchObject({ next: 'inside' });
    }
  } finally {
    await strict.stop();
  }
});

test('sends a code to the number on the record alone where the policy is registered, and answers the same to others', async () => {
  const strict = await startTestServer({ SMS_NUMBERS: 'registered' });
  try {
    const registered = newMobile();
    const customer = await addCustomer(strict.database, { registeredMobile: registered });
    expect((await logInAsGuest(strict, customer, registered)).answer.status).toBe(200);
    const { plantNumber, meteringPointId } = customer;
    const stranger = newMobile();
    const body = { plantNumber, meteringPointId, mobile: stranger, termsVersion: '1.0' };
    expect((await strict.visitor().call('POST /login/challenge', { body })).status).toBe(200);
    await strict.running.services.sms.settle();
    expect(strict.gateway.received.some(({ to }) => to === stranger)).toBe(false);
  } finally {
    await strict.stop();
  }
});
