import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pseudonym } from '../../../server/ground/pseudonym.ts';
import { settleSms } from '../../../server/sms/settle-sms.ts';
import { addCustomer, askForCode, newMobile } from '../../support/customer.ts';
import { pageOrigin, startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';

const main = join(import.meta.dirname, '../../../server/main.ts');
/** The other process, which lives on. */
let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

/** A process on the same database, to be killed. */
async function startVictim(): Promise<{ child: ChildProcess; url: string }> {
  const { config } = server.running.services;
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: `${config.database.url}?application_name=victim`,
      LOGIN_KEY: config.login.key.toString('hex'),
      PORT: '0',
      PROXIES: '1',
      ALLOWED_ORIGINS: pageOrigin,
      SMS_TEMPLATE_URL: server.gateway.url,
      SMS_TEMPLATE_OK_PATH: 'accepted',
      SMS_TEMPLATE_OK_VALUE: 'true',
    },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  await expect.poll(() => output).toContain('"listening"');
  return { child, url: `http://127.0.0.1:${/"port":(\d+)/.exec(output)![1]}/api` };
}

/** Until PostgreSQL has noticed that nobody is there. */
const isGone = () =>
  expect
    .poll(async () =>
      Number(
        (
          await server
            .database('pg_stat_activity' as string)
            .where({ application_name: 'victim' })
            .count()
        )[0]!['count'],
      ),
    )
    .toBe(0);

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

test.each([0, 3, 8, 15, 30])(
  'a log-in killed %d ms after the code was sent is done or not begun, and the same code lets in',
  async (ms) => {
    const mobile = newMobile();
    const customer = await addCustomer(server.database);
    const before = server.visitor();
    await askForCode(before, customer, mobile);
    const code = await server.gateway.nextCode(mobile);
    const { child, url } = await startVictim();
    const victim = new Visitor(url, pageOrigin);
    for (const [name, value] of before.cookies) victim.cookies.set(name, value);
    const answer = victim.call('POST /login/code', { body: { code } }).catch(() => null);
    await sleep(ms);
    await kill(child);
    await answer;
    await isGone();

    const subject = pseudonym(server.running.services.config.login.key, 'mobile', mobile);
    const facts = async () => ({
      used: (await server.database('challenge').where({ mobile }).whereNotNull('used_at')).length,
      sessions: (await server.database('session').where({ mobile })).length,
      logins: (await server.database('audit').where({ subject, what: 'login' })).length,
      accepted: (await server.database('terms_acceptance').where({ subject })).length,
    });
    const left = await facts();
    expect([0, 1]).toContain(left.used);
    expect(left).toEqual({ used: left.used, sessions: left.used, logins: left.used, accepted: left.used });
    // The browser has its old cookie, and sends the code once more.
    expect((await before.call('POST /login/code', { body: { code } })).body).toMatchObject({ next: 'inside', session: { signedIn: true } });
    expect(await facts()).toEqual({ used: 1, sessions: 1, logins: 1, accepted: 1 });
  },
);

test('an SMS whose process was killed before it went out is settled and told, and the customer gets another', async () => {
  const mobile = newMobile();
  const customer = await addCustomer(server.database);
  const { child, url } = await startVictim();
  const visitor = new Visitor(url, pageOrigin);
  await askForCode(visitor, customer, mobile);
  await kill(child);
  server.pass(61_000);
  const { state } = (await server.database('sms').orderBy('created_at', 'desc').first())!;
  const told = await settleSms(server.running.services);
  // Killed within the 30 ms between the reply and the gateway it never went out; a slow machine may have been later.
  expect(told).toBe(state === 'claimed' ? 1 : 0);
  expect(await server.database('sms').where({ state: 'claimed' })).toEqual([]);
  const after = new Visitor(`${server.url}/api`, pageOrigin);
  for (const [name, value] of visitor.cookies) after.cookies.set(name, value);
  const received = server.gateway.received.length;
  expect((await after.call('POST /login/resend', { body: {} })).status).toBe(200);
  await server.running.services.sms.settle();
  expect(server.gateway.received).toHaveLength(received + 1);
});
