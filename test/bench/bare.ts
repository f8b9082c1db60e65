import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import Koa from 'koa';
import pg from 'pg';

const secondsOfLoad = 2;

/** The reference for an endpoint: Koa alone with a pool, that sends as JSON what `answer` gives. */
export async function startBare(
  database: string,
  answer: (pool: pg.Pool) => Promise<object>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: database, max: 10 });
  pool.on('error', () => {}); // its idle connections end with the base
  const app = new Koa();
  app.use(async (ctx) => {
    ctx.body = await answer(pool);
  });
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
}

/** Requests a second with twenty at once; @throws where one of them fails. */
export async function requestsPerSecond(url: string, headers: Record<string, string> = {}): Promise<number> {
  const result = await autocannon({ url, headers, connections: 20, duration: secondsOfLoad, workers: 1 });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`);
  return result.requests.average;
}
