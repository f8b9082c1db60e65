import { afterAll, beforeAll, expect, test } from 'vitest';
import { rooms } from '../../../server/rooms.ts';
import { addAccount, addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

async function cleanUp(): Promise<void> {
  for (const { jobs = [] } of rooms) for (const { run } of jobs) await run(server.running.services);
}

async function counts(): Promise<Record<string, number>> {
  const tables = ['session', 'challenge', 'limit_counter', 'mobile_code', 'sms', 'sms_budget', 'device', 'terms_acceptance', 'audit'];
  const found = await Promise.all(
    tables.map(async (table) => [table, Number((await server.database(table).count())[0]!['count'])] as const),
  );
  return Object.fromEntries(found);
}

test('removes what has had its time, keeps what is in use, and never touches audit and accepted terms', async () => {
  const customer = await addCustomer(server.database);
  await logInAsGuest(server, customer);
  await askForCode(server.visitor(), customer, newMobile());
  const password = 'blå himmel over byen';
  const { mobile } = await addAccount(server, [customer], password);
  const visitor = server.visitor();
  await visitor.call('POST /login/password', { body: { mobile, password } });
  await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  const full = await counts();
  await cleanUp();
  expect(await counts()).toEqual(full);

  server.pass(24 * 3_600_000 + 1000);
  await cleanUp();
  expect(await counts()).toMatchObject({ session: 0, challenge: 0, limit_counter: 0, mobile_code: 0, device: 1, sms: full['sms'] });

  server.pass(90 * 86_400_000);
  await cleanUp();
  expect(await counts()).toEqual({ ...full, session: 0, challenge: 0, limit_counter: 0, mobile_code: 0, device: 0, sms: 0, sms_budget: 0 });
});
