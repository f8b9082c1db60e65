import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import { addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { startStallMeter, within } from '../../support/stalled.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

/** A door in front of the database whose open connections can be made to swallow all bytes, both ways, while new ones work; or that is slow. */
async function startSwallowingDoor(target: URL) {
  const open = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  let delayMs = 0;
  const door = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    open.add(near);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        if (silent.has(near)) return;
        if (delayMs > 0 && from === far) setTimeout(() => to.write(bytes), delayMs);
        else to.write(bytes);
      });
      from.on('error', () => undefined).on('close', () => silent.has(near) || to.destroy());
    }
    near.on('close', () => (open.delete(near), far.destroy()));
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.host = `127.0.0.1:${(door.address() as AddressInfo).port}`;
  return {
    url: url.href,
    /** Each answer comes so much later. */
    delay: (milliseconds: number) => (delayMs = milliseconds),
    swallow: () => open.forEach((socket) => silent.add(socket)),
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => door.close(resolve));
    },
  };
}

let database: FreshDatabase;
let door: Awaited<ReturnType<typeof startSwallowingDoor>>;
let server: TestServer;
let visitor: Visitor;
const meter = startStallMeter();
beforeAll(async () => {
  database = await freshDatabase();
  door = await startSwallowingDoor(new URL(database.url));
  server = await startTestServer({ DATABASE_URL: door.url });
  ({ visitor } = await logInAsGuest(server, await addCustomer(server.database)));
});
afterAll(async () => {
  meter.stop();
  await server.stop();
  await door.stop();
  await database.drop();
});

/** So that many connections are open and idle. A busy machine may refuse one of so many at once. */
async function warm(): Promise<void> {
  const statuses = async () =>
    (await Promise.all(Array.from({ length: 12 }, () => visitor.call('GET /consumption/years')))).map(({ status }) => status);
  await expect.poll(statuses).toEqual(Array.from({ length: 12 }, () => 200));
}

/** Reads again and again, four at a time, until all four are well. Every answer comes within 3 s, and all are well within `longestMs`. */
function untilWell(read: () => ReturnType<Visitor['send']>, longestMs: number): Promise<void> {
  const started = performance.now();
  return within(meter, longestMs, async () => {
    for (;;) {
      const answers = await within(meter, 3_000, () => Promise.all(Array.from({ length: 4 }, read)));
      for (const { status, headers } of answers) {
        expect([200, 503]).toContain(status);
        if (status === 503) expect(headers.get('Retry-After')).not.toBeNull();
      }
      if (answers.every(({ status }) => status === 200)) return;
      expect(performance.now() - started).toBeLessThan(5 * longestMs);
    }
  });
}

test('answers within 3 s when open connections fall silent, throws them out and is well again within 10 s', async () => {
  await warm();
  door.swallow();
  await untilWell(() => visitor.send('GET', '/consumption/years'), 10_000);
  await warm();
});

test('asks a connection that was quiet for long before it uses it, so that nobody notices that it died', async () => {
  await warm();
  await new Promise((resolve) => setTimeout(resolve, 5_100));
  door.swallow();
  expect((await within(meter, 2_000, () => visitor.call('GET /consumption/years'))).status).toBe(200);
});

test('is well within 10 s when backends stop answering, while they are still stopped', async () => {
  await warm();
  const operator = openDatabaseForWork(database.url);
  const { rows } = await operator.raw<{ rows: { pid: number }[] }>(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'min-side' and pid <> pg_backend_pid()`,
  );
  const pids = rows.map(({ pid }) => pid);
  expect(pids.length).toBeGreaterThan(1);
  try {
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await untilWell(() => visitor.send('GET', '/consumption/years'), 10_000);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await operator.destroy();
  }
});

test('answers within 3 s whatever is slow, however many statements a request makes', async () => {
  const customer = await addCustomer(server.database);
  await warm();
  door.delay(900);
  const answer = await within(meter, 3_000, () => askForCode(server.visitor(), customer, newMobile()));
  expect(answer).toMatchObject({ status: 503, body: { error: 'unavailable' } });
  door.delay(0);
  await expect.poll(async () => (await askForCode(server.visitor(), customer, newMobile())).status).toBe(200);
});

test('answers 503 within 3 s while a stranger holds a lock, and is well when it is gone', async () => {
  const stranger = openDatabaseForWork(database.url);
  const lock = await stranger.transaction();
  try {
    await lock.raw('lock table session');
    const asked = () => Promise.all([visitor.call('GET /session'), visitor.call('GET /consumption/years')]);
    for (const { status } of await within(meter, 3_000, asked)) expect(status).toBe(503);
  } finally {
    await lock.rollback();
    await stranger.destroy();
  }
  expect((await visitor.call('GET /session')).status).toBe(200);
});

test('is not ready, and answers changes with 503, while the database only reads; and takes them again without a restart', async () => {
  const operator = openDatabaseForWork(database.url);
  const ask = async () => askForCode(server.visitor(), await customer, newMobile());
  const customer = addCustomer(server.database);
  await customer;
  // Of a session that was not noted as in use for a minute, which a database that only reads doesn't take.
  await operator.raw(`update session set last_seen_at = last_seen_at - interval '2 minutes'`);
  const [{ name }] = (await operator.raw<{ rows: [{ name: string }] }>('select current_database() as name')).rows;
  try {
    await operator.raw(`alter database ${name} set default_transaction_read_only = on`);
    // As after a fail-over, when the connections are made anew.
    await operator.raw(`select pg_terminate_backend(pid) from pg_stat_activity where datname = ? and pid <> pg_backend_pid()`, [name]);
    await within(meter, 10_000, () => expect.poll(async () => (await within(meter, 3_000, ask)).status).toBe(503));
    expect(await within(meter, 3_000, ask)).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await visitor.call('GET /consumption/years')).status).toBe(200);
  } finally {
    await operator.raw('set transaction_read_only = off').catch(() => undefined);
    await operator.raw(`begin read write; alter database ${name} reset default_transaction_read_only; commit`);
    await operator.destroy();
  }
  // The connections that only read are thrown out by the first change that they refuse.
  await within(meter, 10_000, async () => {
    await expect.poll(async () => (await within(meter, 3_000, ask)).status).toBe(200);
    await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
});
