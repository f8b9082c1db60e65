import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAccount, addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

test('leaves no mobile, code, name, number, password or address in the log, whatever goes wrong', async () => {
  const customer = await addCustomer(server.database);
  const password = 'hemmelig himmel over byen';
  const { visitor, mobile } = await logInAsGuest(server, customer);
  await visitor.call('GET /session');
  await visitor.send('GET', `/consumption/day?date=${customer.plantNumber}`);
  await visitor.send('GET', `/${customer.plantNumber}/${mobile}`);
  await visitor.send('POST', '/login/code', { code: '987654' });
  await visitor.send('POST', '/login/code', `{"code":"987654`);
  await server.visitor().call('POST /login/password', { body: { mobile, password } });
  const account = await addAccount(server, [customer], password);
  await server.visitor().call('POST /login/recovery', { body: { mobile: account.mobile } });
  await visitor.call('DELETE /session');

  // The gateway fails in every way it can.
  const unlucky = newMobile();
  const failures = () => server.logged.filter((line) => line.includes('An SMS was not accepted')).length;
  server.gateway.answer = (response, message) => response.writeHead(500).end(JSON.stringify(message));
  await askForCode(server.visitor(), customer, unlucky);
  await expect.poll(failures).toBe(1);
  server.gateway.answer = (response) => response.destroy();
  // A busy machine refuses one now and then; each asks for a house and a mobile of their own.
  await expect
    .poll(async () => (await askForCode(server.visitor(), await addCustomer(server.database), newMobile()), failures()), { interval: 500 })
    .toBeGreaterThanOrEqual(2);

  // The database refuses a value in the middle of a log-in.
  await server.database.raw('alter table challenge rename to challenge_away');
  expect((await askForCode(server.visitor(), customer, newMobile())).status).toBe(500);
  await server.database.raw('alter table challenge_away rename to challenge');

  const output = server.logged.join('');
  const codes = server.gateway.received.flatMap(({ text }) => /#(\d{6})$/.exec(text)?.slice(1) ?? []);
  for (const secret of [
    mobile,
    mobile.slice(3),
    account.mobile.slice(3),
    unlucky.slice(3),
    customer.plantNumber,
    customer.meteringPointId,
    customer.name,
    'Storgata',
    password,
    '987654',
    '10.0.',
    ...codes,
  ]) {
    expect(output).not.toContain(secret);
  }
  for (const line of server.logged) expect(() => JSON.parse(line)).not.toThrow();
  expect(server.logged.filter((line) => line.includes('"msg":"request"')).length).toBeGreaterThan(10);
});

test('keeps no mobile in the clear where it is not called or shown', async () => {
  const { mobile } = await logInAsGuest(server, await addCustomer(server.database));
  for (const table of ['audit', 'sms', 'limit_counter', 'mobile_code', 'terms_acceptance']) {
    expect(JSON.stringify(await server.database(table))).not.toContain(mobile.slice(3));
  }
  const [line] = await server.database('audit').where({ what: 'login' }).orderBy('audit_id', 'desc').limit(1);
  expect(line!.address_block).toMatch(/^10\.0\.\d+\.0\/24$/);
});
