import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freePort } from '../../setup/free-port.ts';
import { freshDatabase } from '../support/database.ts';
import { startNginx } from '../support/nginx.ts';
import { processorWaitMs } from '../support/processor-time.ts';
import { startProcess, type ServerProcess } from '../support/server-process.ts';

const clients = 20;
const wanted = 10_000;

test('drops none of 10,000 requests, half of them changes, while two processes behind nginx are restarted in turn', async () => {
  const database = await freshDatabase();
  const ports = [await freePort(), await freePort()];
  const start = (port: number) =>
    startProcess({
      DATABASE_URL: database.url,
      PORT: String(port),
      PROXIES: '1',
      ALLOWED_ORIGINS: 'https://www.example.no',
      CALLS_PER_MINUTE: '100000',
      LOGIN_CALLS_PER_MINUTE: '1000',
      LOGIN_CALLS_PER_SECOND: '10000',
    });
  const servers: ServerProcess[] = await Promise.all(ports.map(start));
  const nginx = await startNginx(ports);
  const agent = new Agent({ keepAlive: true, maxSockets: clients, rejectUnauthorized: false });
  const failed: string[] = [];
  const stopping: number[] = [];
  let done = 0;
  let restarts = 0;

  async function client(): Promise<void> {
    for (let n = 0; done < wanted; n += 1) {
      done += 1;
      // A log-out without a session changes nothing, and nginx must not send it twice: like any other change to nginx.
      const [method, path] = n % 2 === 0 ? ['GET', '/api/session'] : ['POST', '/api/login/resend'];
      const status = await ask(agent, nginx.url, method!, path!);
      if (status !== (method === 'GET' ? 200 : 401)) failed.push(`${method} ${path} ${status} after ${done}`);
    }
  }

  async function restart(): Promise<void> {
    while (done < wanted) {
      for (const [n, port] of ports.entries()) {
        await sleep(500);
        stopping.push(await timeToStop(servers[n]!));
        servers[n] = await start(port);
        restarts += 1;
        await sleep(2_500); // fail_timeout: until nginx takes it up again
      }
    }
  }

  try {
    await Promise.all([restart(), ...Array.from({ length: clients }, client)]);
    console.error(`${done} requests, ${restarts} restarts, each gone within ${Math.round(Math.max(...stopping))} ms`);
    // What is refused is passed over; what else went wrong is told.
    const errors = (await nginx.errors()).split('\n').filter((line) => !/Connection refused|temporarily disabled/.test(line));
    expect(failed, errors.join('\n')).toEqual([]);
    expect(restarts).toBeGreaterThanOrEqual(2);
    expect(Math.max(...stopping)).toBeLessThan(2_000);
  } finally {
    agent.destroy();
    await nginx.stop();
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  }
}, 900_000);

/** Milliseconds from SIGTERM to its end, not counting those in which the process stood in line for a processor. */
async function timeToStop(server: ServerProcess): Promise<number> {
  const [began, before] = [performance.now(), processorWaitMs(server.child.pid!)];
  let waited = before;
  const watch = setInterval(() => (waited = Math.max(waited, processorWaitMs(server.child.pid!))), 20);
  expect(await server.stop()).toBe(0);
  clearInterval(watch);
  return performance.now() - began - (waited - before);
}

let addresses = 0;

function ask(agent: Agent, url: string, method: string, path: string): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  addresses += 1;
  const headers = { Origin: 'https://www.example.no', 'Sec-Fetch-Site': 'same-site', 'Content-Type': 'application/json' };
  const asked = request(
    `${url}${path}`,
    { agent, method, headers, localAddress: `127.1.${(addresses >> 8) & 255}.${addresses & 255}` },
    (answer) => answer.resume().once('end', () => resolve(answer.statusCode ?? 0)),
  );
  asked.once('error', () => resolve(0));
  asked.end(method === 'POST' ? '{}' : undefined);
  return promise;
}
