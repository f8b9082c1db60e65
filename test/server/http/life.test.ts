import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../support/database.ts';
import { addCustomer, askForCode, newMobile } from '../../support/customer.ts';
import { startStallMeter, within } from '../../support/stalled.ts';
import { startTestServer } from '../../support/server.ts';

/** A door in front of the database that can be shut and opened again. */
async function startDoor(target: URL) {
  const open = new Set<Socket>();
  let shut = false;
  const door = createServer((near) => {
    if (shut) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => (open.delete(socket), near.destroy(), far.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((door.address() as AddressInfo).port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    shut() {
      shut = true;
      for (const socket of open) socket.destroy();
    },
    open: () => void (shut = false),
    stop: () => new Promise((resolve) => door.close(resolve)),
  };
}

/** As a browser asks; fetch would add a Cache-Control of its own. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test('answers 503 within 3 s while the database is away, lets nobody in, and recovers by itself', async () => {
  const database = await freshDatabase();
  const door = await startDoor(new URL(database.url));
  const server = await startTestServer({ DATABASE_URL: door.url });
  const meter = startStallMeter();
  try {
    const customer = await addCustomer(server.database);
    const mobile = newMobile();
    const visitor = server.visitor();
    await askForCode(visitor, customer, mobile);
    const code = await server.gateway.nextCode(mobile);
    door.shut();
    const away = await within(meter, 3_000, () => visitor.call('POST /login/code', { body: { code } }));
    expect(away).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(away.headers.get('Retry-After')).not.toBeNull();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    door.open();
    await within(meter, 10_000, () => expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(200));
    expect((await visitor.call('POST /login/code', { body: { code } })).status).toBe(200);
  } finally {
    meter.stop();
    await server.stop();
    await door.stop();
    await database.drop();
  }
});

test('says at once that it is not ready when it is told to stop, and then shuts the door', async () => {
  const server = await startTestServer({ STOP_NOTICE_MS: '2000' });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  const stopped = server.stop();
  const answer = await fetch(`${server.url}/readyz`);
  expect(answer.status).toBe(503);
  await stopped;
  await expect(fetch(`${server.url}/livez`)).rejects.toThrow('fetch failed');
});

test('is not ready, and says why, at the start and later, while its clock is more than 5 s from the database’s', async () => {
  const server = await startTestServer();
  const ready = async () => (await fetch(`${server.url}/readyz`)).status;
  const told = () => server.logged.filter((line) => line.includes('clocks-apart')).length;
  try {
    server.pass(4_000);
    expect(await ready()).toBe(200);
    server.pass(1_500);
    expect(await ready()).toBe(503);
    expect(told()).toBe(1);
    server.pass(-11_000);
    expect(await ready()).toBe(503);
    server.pass(5_500);
    expect(await ready()).toBe(200);
  } finally {
    await server.stop();
  }
  const late = await startTestServer({}, { aheadMs: -6_000 });
  try {
    // Before anybody asks.
    expect(late.logged.some((line) => line.includes('clocks-apart'))).toBe(true);
  } finally {
    await late.stop();
  }
});

test('serves the built widget: the entry is asked for anew, its chunks are kept, compressed where it can be', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'min-side-widget-'));
  await writeFile(join(folder, 'min-side.js'), 'export {};');
  await writeFile(join(folder, 'min-side.js.br'), 'brotli');
  for (const name of ['1.2.0', 'v1']) await mkdir(join(folder, name));
  await writeFile(join(folder, '1.2.0/chunk-login-DkX82ja0.js'), 'export {};');
  await writeFile(join(folder, 'v1/min-side.js'), 'export {};');
  const server = await startTestServer({ WIDGET_FOLDER: folder });
  try {
    const entry = await fetch(`${server.url}/min-side.js`, { headers: { 'Accept-Encoding': 'identity' } });
    expect(entry.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(entry.headers.get('Cache-Control')).toBe('public, no-cache');
    expect(entry.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(await entry.text()).toBe('export {};');
    expect(await statusOf(`${server.url}/min-side.js`, { 'If-None-Match': entry.headers.get('ETag')! })).toBe(304);
    const chunk = await fetch(`${server.url}/1.2.0/chunk-login-DkX82ja0.js`);
    expect(chunk.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    const compressed = await fetch(`${server.url}/min-side.js`, { headers: { 'Accept-Encoding': 'br' } }).catch((error: Error) => error);
    // The fixture isn't real brotli: that the client chokes on it shows that it was sent as such.
    expect(compressed instanceof Error || compressed.headers.get('Content-Encoding') === 'br').toBe(true);
    expect((await fetch(`${server.url}/min-side.js.br`)).status).toBe(404);
    expect((await fetch(`${server.url}/../package.json`)).status).toBe(404);
    expect((await fetch(`${server.url}/%2e%2e/package.json`)).status).toBe(404);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
});
