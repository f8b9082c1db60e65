import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freePort } from '../../setup/free-port.ts';
import { openDatabaseForWork } from '../../server/database/connection.ts';
import { addConsumption } from '../support/consumption.ts';
import { addCustomer, askForCode, newMobile } from '../support/customer.ts';
import { freshDatabase } from '../support/database.ts';
import { startFakeGateway } from '../support/gateway.ts';
import { startProcess } from '../support/server-process.ts';
import { Visitor } from '../support/visitor.ts';

const origin = 'https://www.fjernvarme.test';
/** The first fills what is meant to be kept: statements, compiled code, a minute's counters. */
const minutes = Number(process.env['MEMORY_MINUTES'] ?? 5);
const customers = 100;
const megabyte = 2 ** 20;

/** What is held after the collections of a minute, and the most that the process took. */
interface Minute {
  heapMb: number;
  residentMb: number;
}

test(
  'holds no more memory after minutes of customers, log-ins, downloads and strangers than after the first',
  async () => {
    const database = await freshDatabase();
    const gateway = await startFakeGateway();
    const knex = openDatabaseForWork(database.url);
    const metricsPort = await freePort();
    const server = await startProcess({
      DATABASE_URL: database.url,
      METRICS_PORT: String(metricsPort),
      PROXIES: '1',
      ALLOWED_ORIGINS: origin,
      CALLS_PER_MINUTE: '100000',
      CODES_PER_HOUR: '10',
      CODES_PER_DAY: '20',
      RESEND_FIRST_SECONDS: '30',
      SMS_DAILY_BUDGET: '100000',
      SMS_TEMPLATE_URL: gateway.url,
      SMS_TEMPLATE_OK_VALUE: 'true',
    });
    const visitor = () => new Visitor(`${server.url}/api`, origin);
    const ends = new AbortController();
    const did = { views: 0, logIns: 0, downloads: 0, strangers: 0 };
    const failed: string[] = [];

    /** Again and again, until the end, with a pause between. */
    async function again(pauseMs: number, work: () => Promise<void>): Promise<void> {
      while (!ends.signal.aborted) {
        await work().catch((error: unknown) => failed.push(String(error)));
        await sleep(pauseMs);
      }
    }

    async function figure(name: string): Promise<number> {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
    }

    /** The least of the heap is what is left when garbage has just been collected. */
    async function watchAMinute(): Promise<Minute> {
      const [heap, resident]: [number[], number[]] = [[], []];
      for (const until = performance.now() + 60_000; performance.now() < until; await sleep(250)) {
        heap.push(await figure('nodejs_heap_size_used_bytes'));
        resident.push(await figure('process_resident_memory_bytes'));
      }
      return { heapMb: Math.round(Math.min(...heap) / megabyte), residentMb: Math.round(Math.max(...resident) / megabyte) };
    }

    try {
      const mobiles = Array.from({ length: customers }, newMobile);
      const known = await Promise.all(mobiles.map((registeredMobile) => addCustomer(knex, { registeredMobile })));
      for (const { meteringPointId } of known)
        await addConsumption(knex, meteringPointId, '2024-02-01', '2024-02-29', (_, hour) => 1 + hour / 10);
      /** Logs in with a code, looks at all there is, and logs out. */
      async function visit(n: number): Promise<void> {
        const [customer, mobile] = [known[n % customers]!, mobiles[n % customers]!];
        const one = visitor();
        if ((await askForCode(one, customer, mobile)).status !== 200) return;
        const { status } = await one.call('POST /login/code', { body: { code: await gateway.nextCode(mobile) } });
        if (status !== 200) return;
        did.logIns += 1;
        for (let views = 0; views < 200 && !ends.signal.aborted; views += 1) {
          const path = ['/consumption/years', '/consumption/month?month=2024-02', '/relationship', '/profile'][views % 4]!;
          const { status } = await one.send('GET', path);
          if (status !== 200 && status !== 503) failed.push(`${path} ${status}`); // 503: a machine with too much to do
          did.views += 1;
        }
        const { status: downloaded } = await one.send('GET', '/consumption/download?at=2024-02&level=hour&format=csv');
        if (downloaded === 200) did.downloads += 1;
        else if (downloaded !== 503) failed.push(`download ${downloaded}`);
        await one.call('DELETE /session');
      }
      let visits = 0;
      const load = [
        ...Array.from({ length: 4 }, () => again(50, () => visit((visits += 1)))),
        ...Array.from({ length: 10 }, () =>
          again(300, async () => {
            const stranger = visitor();
            const nobody = { plantNumber: String(did.strangers), meteringPointId: String(did.strangers) };
            await askForCode(stranger, nobody, newMobile());
            await stranger.call('POST /login/code', { body: { code: '123456' } });
            await stranger.call('POST /login/password', { body: { mobile: newMobile(), password: 'galt passord' } });
            did.strangers += 1;
          }),
        ),
      ];
      const seen: Minute[] = [];
      for (let minute = 0; minute < minutes; minute += 1) seen.push(await watchAMinute());
      ends.abort();
      await Promise.all(load);
      const told = seen.map(({ heapMb, residentMb }) => `${heapMb}/${residentMb}`).join(' ');
      console.error(`heap/resident MB by minute: ${told}; ${JSON.stringify(did)}`);
      expect(failed).toEqual([]);
      for (const count of Object.values(did)) expect(count).toBeGreaterThan(minutes);
      const [early, last] = [seen.slice(0, 2), seen.at(-1)!];
      expect(last.heapMb, told).toBeLessThanOrEqual(Math.max(...early.map(({ heapMb }) => heapMb)) + 3);
      expect(last.residentMb, told).toBeLessThanOrEqual(1.15 * Math.max(...early.map(({ residentMb }) => residentMb)));
    } finally {
      ends.abort();
      await server.stop();
      await knex.destroy();
      await gateway.stop();
      await database.drop();
    }
  },
  (minutes + 15) * 60_000,
);
