import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { startStallMeter, within } from '../../support/stalled.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { hourly, ownCsv, point } from './fixture.ts';

const key = 'k'.repeat(40);
const start = async (environment: Record<string, string> = {}) => {
  const server = await startTestServer({ INGEST_KEY: key, REQUEST_MS: '1000', INGEST_STALL_MS: '1500', ...environment });
  await server.database('metering_point').insert({ metering_point_id: point });
  return server;
};
const server = await start();
afterAll(() => server.stop());
beforeEach(() => server.database.raw('truncate reading_day, consumption_day, meter, meter_line, source_file, reading_beside'));

const lines = ownCsv(hourly('2019-02-01T00:00', 24 * 30)).split(/(?<=\n)/);
const half = lines.slice(0, 360).join('');

/** A delivery that is still open: what is written goes out at once. */
function open({ url }: TestServer, path = '/ingest/readings?profile=own&name=slow.csv'): { sent: ClientRequest; answer: Promise<Answer> } {
  const sent = request(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', origin: 'https://www.fjernvarme.test' },
  });
  const answer = once(sent, 'response').then(async ([response]: IncomingMessage[]) => ({
    status: response!.statusCode!,
    body: await text(response!),
  }));
  answer.catch(() => {});
  return { sent, answer };
}

interface Answer {
  status: number;
  body: string;
}

const stored = async (database: Knex) => {
  const { rows } = await database.raw(`select relname from pg_class where relname like 'import\\_%'`);
  const tables = ['reading_day', 'consumption_day', 'source_file', 'meter'];
  const counts = await Promise.all(tables.map(async (table) => Number((await database(table).count())[0]!['count'])));
  return [rows.length, ...counts];
};
const nothing = [0, 0, 0, 0, 0];
const importing = (database: Knex, deliveries = 1) =>
  expect
    .poll(
      async () =>
        (await database.raw(`select from pg_stat_activity where query like 'copy import_%' and datname = current_database()`)).rowCount,
    )
    .toBe(deliveries);

it('takes a body that comes slowly, for longer than other requests may take', async () => {
  const { sent, answer } = open(server);
  const began = performance.now();
  for (let part = 0; part < 10; part++) {
    sent.write(lines.slice(part * 72, (part + 1) * 72 + (part === 9 ? 10 : 0)).join(''));
    await sleep(300);
  }
  sent.end();
  expect(await answer).toMatchObject({ status: 200, body: expect.stringContaining('"stored":720') });
  expect(performance.now() - began).toBeGreaterThan(2500);
});

it('cuts a body that stands still, says so, and keeps nothing', async () => {
  const { sent, answer } = open(server);
  sent.write(half);
  const { status, body } = await answer;
  expect([status, JSON.parse(body)]).toMatchObject([
    408,
    { file: 'slow.csv', message: 'nothing came for 1.5 seconds. Nothing was imported.' },
  ]);
  expect(await stored(server.database)).toEqual(nothing);
});

it('says what is wrong with a large file while it is still being sent', async () => {
  const { sent, answer } = open(server);
  sent.write(`${half}nonsense\n`);
  for (let part = 0; part < 200; part++) if (!sent.write(half)) await once(sent, 'drain');
  sent.end();
  expect(await answer).toMatchObject({ status: 422, body: expect.stringContaining('"line":361') });
});

it('keeps nothing of a delivery whose sender goes away, and takes the next', async () => {
  const { sent } = open(server);
  sent.on('error', () => {}).write(half);
  await importing(server.database);
  sent.destroy();
  await expect.poll(() => server.logged.some((line) => line.includes('"status":400'))).toBe(true);
  expect(await stored(server.database)).toEqual(nothing);
  const again = open(server);
  again.sent.end(lines.join(''));
  expect((await again.answer).status).toBe(200);
});

it('takes two deliveries at once, also of the same days', async () => {
  const deliveries = [0, 1].map(() => open(server));
  for (const { sent } of deliveries) sent.write(half);
  await importing(server.database, 2);
  for (const { sent } of deliveries) sent.end(lines.slice(360).join(''));
  const reports = await Promise.all(deliveries.map(async ({ answer }) => JSON.parse((await answer).body)));
  expect(reports.map(({ known, stored: count }) => [known, count]).toSorted()).toEqual([
    [false, 720],
    [true, 0],
  ]);
});

it.each(['/api/login/code', '/ingest/readings?profile=own'])('cuts a slow body to %s that has no right to be slow', async (path) => {
  const { sent, answer } = open(server, path);
  sent.setHeader('authorization', 'Bearer wrong');
  sent.on('error', () => {}).write('{"a":');
  const dribble = setInterval(() => sent.write(' '), 200);
  // With a reset where the server left something unread.
  const closed = new Promise((resolve) => sent.once('close', resolve));
  const meter = startStallMeter();
  await within(meter, 3_000, async () => {
    expect((await answer).status).toBe(path.startsWith('/api') ? 408 : 401);
    await closed;
  });
  meter.stop();
  clearInterval(dribble);
});

it('refuses what is larger than configured', async () => {
  const small = await start({ INGEST_MEGABYTES: '1' });
  try {
    const { sent, answer } = open(small);
    sent.write(lines[0]);
    for (let part = 0; part < 50; part++) sent.write(lines.slice(1).join(''));
    sent.end();
    expect(await answer).toMatchObject({ status: 413, body: expect.stringContaining('more than 1 MB') });
    expect(await stored(small.database)).toEqual(nothing);
  } finally {
    await small.stop();
  }
});

it('does not wait for a slow delivery when it is told to stop', async () => {
  const stopping = await start({ DRAIN_MS: '300', INGEST_STALL_MS: '60000' });
  const { sent } = open(stopping);
  sent.on('error', () => {}).write(half);
  await importing(stopping.database);
  const meter = startStallMeter();
  await within(meter, 2_000, () => stopping.running.stop());
  meter.stop();
  await stopping.stop();
});
