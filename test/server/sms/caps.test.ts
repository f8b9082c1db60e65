import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pseudonym } from '../../../server/ground/pseudonym.ts';
import { settleSms } from '../../../server/sms/settle-sms.ts';
import { minSide } from '../../support/command-line.ts';
import { addAccount, addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const password = 'blå himmel over byen';
const hourMs = 3_600_000;
const nobody = { plantNumber: '999999', meteringPointId: '707057500000000009' };

async function received(server: TestServer, mobile?: string): Promise<number> {
  await server.running.services.sms.settle();
  return server.gateway.received.filter(({ to }) => mobile === undefined || to === mobile).length;
}

describe('who has the numbers of one invoice', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer({ NEW_MOBILES_PER_BLOCK: '12' })));
  afterAll(() => server.stop());

  test('has SMS sent to three new mobiles an hour and ten a day, and keeps no mobile on record from a code', async () => {
    const registeredMobile = newMobile();
    const customer = await addCustomer(server.database, { registeredMobile });
    const { mobile } = await addAccount(server, [customer], password, 'none');
    for (let n = 0; n < 40; n += 1) expect((await askForCode(server.visitor(), customer, newMobile())).status).toBe(200);
    expect(await received(server)).toBe(3);
    for (const known of [registeredMobile, mobile]) {
      await askForCode(server.visitor(), customer, known);
      expect(await received(server, known)).toBe(1);
    }
    for (let hours = 0; hours < 12; hours += 1) {
      server.pass(hourMs + 1000);
      for (let n = 0; n < 4; n += 1) await askForCode(server.visitor(), customer, newMobile());
    }
    expect(await received(server)).toBe(2 + 10);
  });

  test('gets in a new mobile an hour later', async () => {
    server.pass(24 * hourMs);
    const customer = await addCustomer(server.database);
    const mine = newMobile();
    for (const mobile of [newMobile(), newMobile(), newMobile()]) await askForCode(server.visitor(), customer, mobile);
    await received(server);
    await askForCode(server.visitor(), customer, mine);
    expect(await received(server, mine)).toBe(0);
    server.pass(hourMs + 1000);
    expect((await logInAsGuest(server, customer, mine)).answer.body).toMatchObject({ next: 'inside' });
  });

  test('has SMS sent to so many new mobiles from one address block, whatever the numbers', async () => {
    server.pass(24 * hourMs);
    const before = await received(server);
    const from = { 'X-Forwarded-For': '192.0.2.7' };
    for (let n = 0; n < 14; n += 1) await askForCode(server.visitor(from), await addCustomer(server.database), newMobile());
    expect((await received(server)) - before).toBe(12);
    const elsewhere = newMobile();
    await askForCode(server.visitor(), await addCustomer(server.database), elsewhere);
    expect(await received(server, elsewhere)).toBe(1);
  });
});

describe("the day's budget", () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer({ SMS_DAILY_BUDGET: '10', SMS_RESERVE_PERCENT: '20', PROXIES: '1' })));
  afterAll(() => server.stop());

  test('keeps a fifth for mobiles on record, warns the operator, says when it is spent, and lets passwords in', async () => {
    const customer = await addCustomer(server.database);
    const { mobile } = await addAccount(server, [customer], password);
    const own = server.visitor();
    await own.call('POST /login/password', { body: { mobile, password } });
    await own.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
    const ask = async () => askForCode(server.visitor(), await addCustomer(server.database), newMobile());
    for (let n = 0; n < 9; n += 1) expect((await ask()).status).toBe(200);
    expect(await received(server)).toBe(8);
    expect(
      server.logged.filter((line) => line.includes("Much of the day's SMS budget is spent")).map((line) => JSON.parse(line).percent),
    ).toEqual([50, 80]);
    await ask();
    expect((await server.visitor().call('GET /utility')).body.smsSpent).toBe(true);
    // Two are left, for those who are known.
    const registered = [newMobile(), newMobile()];
    for (const registeredMobile of registered) {
      await askForCode(server.visitor(), await addCustomer(server.database, { registeredMobile }), registeredMobile);
      expect(await received(server, registeredMobile)).toBe(1);
    }
    expect(server.logged.filter((line) => line.includes("The day's SMS budget is spent"))).toHaveLength(1);
    for (const who of [customer, nobody]) {
      const answer = await askForCode(server.visitor(), who, newMobile());
      expect(answer).toMatchObject({ status: 503, body: { error: 'sms-spent', retryAfterSeconds: expect.any(Number) } });
      expect(answer.headers.get('Retry-After')).toBe(String(answer.body.retryAfterSeconds));
    }
    expect((await own.call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'inside' });
    expect(await received(server)).toBe(10);
    const told = await minSide({ DATABASE_URL: server.running.services.config.database.url, SMS_DAILY_BUDGET: '10' }, 'sms', '--json');
    expect(JSON.parse(told.out)).toMatchObject({ sent: 10, dailyBudget: 10, forNewMobiles: 8, lastDay: { accepted: 10 } });
  });

  test('keeps no request waiting: neither hollow nor real ones touch its row', async () => {
    const free = await startTestServer();
    const known = await addCustomer(free.database);
    await askForCode(free.visitor(), known, newMobile());
    await free.running.services.sms.settle();
    const holder = await free.database.transaction();
    await holder.raw('select * from sms_budget for update');
    try {
      for (const who of [nobody, known]) expect(await askForCode(free.visitor(), who, newMobile())).toMatchObject({ status: 200 });
    } finally {
      await holder.rollback();
      await free.stop();
    }
  });
});

describe('warnings', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer({ NEW_MOBILES_PER_HOUR: '10' })));
  afterAll(() => server.stop());

  test('that another number was used go out three times a day, the last saying that there may be more', async () => {
    const registeredMobile = newMobile();
    const customer = await addCustomer(server.database, { registeredMobile });
    for (let n = 0; n < 6; n += 1) await logInAsGuest(server, customer);
    expect(await received(server, registeredMobile)).toBe(3);
    const texts = server.gateway.received.filter(({ to }) => to === registeredMobile).map(({ text }) => text);
    expect(texts.map((text) => text.includes('Vi varsler ikke mer i dag'))).toEqual([false, false, true]);
    expect(Number((await server.database('sms_budget').first('sent'))!.sent)).toBe(6 + 3);
    server.pass(25 * hourMs);
    await logInAsGuest(server, customer);
    expect(await received(server, registeredMobile)).toBe(4);
  });

  test('of one sort at the same moment are no more than three', async () => {
    const { sms } = server.running.services;
    const to = newMobile();
    await Promise.all(Array.from({ length: 8 }, () => sms.notify({ to, text: 'Endret', lastText: 'Endret igjen' }, 'password-changed')));
    expect(await received(server, to)).toBe(3);
  });
});

test('an SMS that was claimed and never sent is settled after a minute, and told', async () => {
  const server = await startTestServer();
  try {
    const { services } = server.running;
    const mobile = newMobile();
    await services.sms.claim(services.database, { to: mobile, purpose: 'guest' });
    expect(await settleSms(services)).toBe(0);
    server.pass(61_000);
    expect(await settleSms(services)).toBe(1);
    const [row] = await server.database('sms').where({ subject: pseudonym(services.config.login.key, 'mobile', mobile) });
    expect(row).toMatchObject({ state: 'unknown', failure: 'never-settled' });
    expect(server.logged.some((line) => line.includes('never settled') && line.includes('"count":1'))).toBe(true);
  } finally {
    await server.stop();
  }
});
