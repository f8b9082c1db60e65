import { fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { freePort } from '../../setup/free-port.ts';
import { newDeviceToken } from '../../server/http/device-cookie.ts';
import { createPasswordHashes } from '../../server/passwords/password-hashes.ts';
import { addConsumption } from '../support/consumption.ts';
import { startFakeGateway } from '../support/gateway.ts';
import { startProcess } from '../support/server-process.ts';
import { ask, origin, type Sample } from './load/ask.ts';
import type { Flood, Flooded } from './load/flood.ts';
import { withBase } from './metering/base.ts';
import { signIn } from './portal.ts';
import { compare, type Row } from './row.ts';

const point = '707057500000006602';
const mobile = '+4794059811';
const password = 'fire gule fjell';
const customers = 10;
const pauseMs = 300;
const phases = [0, 60, 0, 200, 0, 60, 0, 200, 0];
const seconds = 8;
/** The first seconds of a phase are the one before's, still under way. */
const settling = 1;

/**
 * Customers who read while strangers try to log in, in phases that alternate with quiet ones: half of the strangers with passwords, the
 * rest with numbers that fit nobody, and codes; each from an address of its own. The strangers' own work is a process of its own at a low
 * priority, so that what is measured is what they cost the server, and customers' times are not those of a busy stranger. Meanwhile a device that an account
 * knows logs in, and a guest who was never here asks for a code, as the widget does: again when told to.
 */
export async function run(): Promise<Row[]> {
  return withBase(1, async (database) => {
    const { cookie, device } = await fill(database);
    const url = (database.client.config.connection as { connectionString: string }).connectionString;
    const metricsPort = await freePort();
    const gateway = await startFakeGateway();
    const server = await startProcess({
      DATABASE_URL: url,
      SMS_TEMPLATE_URL: gateway.url,
      SMS_TEMPLATE_OK_VALUE: 'true',
      PROXIES: '1',
      ALLOWED_ORIGINS: origin,
      SECURE_COOKIES: 'no',
      CALLS_PER_MINUTE: '100000',
      METRICS_PORT: String(metricsPort),
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 400 });
    const samples: Sample[] = [];
    const strangers = fork(join(import.meta.dirname, 'load/flood.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] });
    const flood = async (rate: number): Promise<Flooded> => {
      if (rate === 0) return sleep(seconds * 1000, { sent: 0, statuses: {} });
      strangers.send({ url: server.url, rate, ms: seconds * 1000 } satisfies Flood);
      return (await once(strangers, 'message'))[0] as Flooded;
    };
    const ends = new AbortController();
    const readers = Array.from({ length: customers }, async (_, n) => {
      while (!ends.signal.aborted) {
        samples.push(await ask(agent, `${server.url}/api/consumption/years`, 'GET', `10.0.0.${n + 1}`, undefined, `min-side=${cookie}`));
        await sleep(pauseMs * (0.5 + Math.random()));
      }
    });
    const spans: {
      rate: number;
      sent: number;
      from: number;
      to: number;
      known: Sample;
      guest: Sample & { askings: number };
      loopMs: number;
    }[] = [];
    for (const rate of phases) {
      const started = performance.now();
      const flooding = flood(rate);
      await sleep(seconds * 500);
      const body = { mobile: mobile.slice(3), password };
      const known = await ask(agent, `${server.url}/api/login/password`, 'POST', '10.0.1.1', body, `min-side-device=${device}`);
      const guest = await askAsGuest(agent, server.url, spans.length);
      const { sent, statuses } = await flooding;
      spans.push({
        rate,
        sent,
        from: started + settling * 1000,
        to: performance.now(),
        known,
        guest,
        loopMs: await loopDelay(metricsPort),
      });
      if (rate > 0) console.log(`load: ${rate} bad log-ins/s were answered ${JSON.stringify(statuses)}`);
    }
    ends.abort();
    strangers.disconnect();
    await Promise.all(readers);
    agent.destroy();
    await server.stop();
    await gateway.stop();

    const of = (rate: number) =>
      samples.filter(({ at }) => spans.some((span) => span.rate === rate && at >= span.from && at <= span.to)).map(({ ms }) => ms);
    const failed = samples.filter(({ status }) => status !== 200).length;
    const knownFailed = spans.filter(({ known }) => known.status !== 200).length;
    const guests = spans.filter(({ rate }) => rate > 0).map(({ guest }) => guest);
    console.log(
      `load: guests were answered ${guests.map(({ status, askings, ms }) => `${status} at asking ${askings} (${Math.round(ms)} ms)`).join(', ')}`,
    );
    return [
      ...[60, 200].flatMap((rate) => [
        compare({
          name: `load: a customer's p95 with ${rate} bad log-ins a second, against quiet`,
          ours: percentile(of(rate), 95),
          reference: percentile(of(0), 95),
          unit: 'ms',
          atMost: 2,
        }),
        compare({
          name: `load: p99 with ${rate} a second (aim 2)`,
          ours: percentile(of(rate), 99),
          reference: percentile(of(0), 99),
          unit: 'ms',
        }),
        compare({ name: `load: p50 with ${rate} a second`, ours: percentile(of(rate), 50), reference: percentile(of(0), 50), unit: 'ms' }),
      ]),
      ...[60, 200].map((rate) => {
        const loop = (of: number) => Math.max(...spans.filter((span) => span.rate === of).map(({ loopMs }) => loopMs));
        return compare({
          name: `load: the event loop's delay, p99, with ${rate} a second (aim 20)`,
          ours: loop(rate),
          reference: loop(0),
          unit: 'ms',
        });
      }),
      compare({
        name: 'load: bad log-ins that were sent, of those meant',
        ours: spans.reduce((sum, { sent }) => sum + sent, 0),
        reference: spans.reduce((sum, { rate }) => sum + rate * seconds, 0),
        unit: 'log-ins',
        atLeast: 0.95,
      }),
      compare({
        name: 'load: customers’ requests that failed, of all',
        ours: failed,
        reference: samples.length,
        unit: 'requests',
        atMost: 0,
      }),
      compare({
        name: 'load: guests under a flood who got no code within five askings',
        ours: guests.filter(({ status }) => status !== 200).length,
        reference: guests.length,
        unit: 'guests',
        atMost: 0,
      }),
      compare({
        name: 'load: log-ins of a known device that failed',
        ours: knownFailed,
        reference: spans.length,
        unit: 'log-ins',
        atMost: 0,
      }),
    ];
  });
}

/** A person who was never here, with the numbers of an invoice: the widget comes back by itself. */
async function askAsGuest(agent: Agent, url: string, n: number): Promise<Sample & { askings: number }> {
  const body = { plantNumber: '660200', meteringPointId: point, mobile: `9400000${n}`, termsVersion: '1.0' };
  const at = performance.now();
  for (let askings = 1; ; askings += 1) {
    const cookie = askings > 1 ? 'min-side-turn=1' : undefined;
    const { status } = await ask(agent, `${url}/api/login/challenge`, 'POST', `10.0.2.${n + 1}`, body, cookie);
    if (status !== 503 || askings === 5) return { at, ms: performance.now() - at, status, askings };
    await sleep(2_000 * (1 + Math.random() / 2));
  }
}

/** p99 since it was last asked for, as the server itself measures it. */
async function loopDelay(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return 1000 * Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]);
}

/** A customer with three years, signed in; and an account with a device that it knows. */
async function fill(database: Knex): Promise<{ cookie: string; device: string }> {
  await addConsumption(database, point, '2018-01-03', '2020-12-31', (_, slot) => 1 + slot / 10);
  const [relationship] = await database('relationship')
    .insert({
      plant_number: '660200',
      customer_name: 'Kari Nordmann',
      address: 'Storgata 1',
      postal_code: '1607',
      city: 'Fredrikstad',
      valid_from: '2018-01-01T00:00:00+01:00',
    })
    .returning('relationship_id');
  const { relationship_id } = relationship!;
  await database('relationship_metering_point').insert({ relationship_id, metering_point_id: point });
  const hashes = createPasswordHashes({ scryptLogN: 15, scryptP: 3, hashQueue: 1 });
  const account_id = randomUUID();
  const at = new Date();
  await database('account').insert({ account_id, mobile, password_hash: await hashes.hash(password), created_at: at, last_used_at: at });
  hashes.stop();
  await database('link').insert({ account_id, relationship_id, linked_at: at, last_viewed_at: at });
  // The key that processes for tests are started with.
  const device = newDeviceToken(Buffer.from('ab'.repeat(32), 'hex'));
  const device_hash = createHash('sha256').update(device).digest();
  await database('device').insert({ account_id, device_hash, name: null, first_seen_at: at, last_seen_at: at });
  return { cookie: (await signIn(database, relationship_id)).replace('min-side=', ''), device };
}

function percentile(values: number[], of: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * of) / 100))] ?? 0;
}
