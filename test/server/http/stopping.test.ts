import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startTestServer } from '../../support/server.ts';

async function ask(url: string, agent: Agent): Promise<IncomingMessage> {
  const asked = request(url, { agent }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  await answer.resume().toArray();
  return answer;
}

test('says on every answer while it stops that it is the connection’s last, and is gone soon after', async () => {
  const server = await startTestServer({ STOP_NOTICE_MS: '500', STOP_IDLE_MS: '60000', DRAIN_MS: '60000' });
  const [busy, quiet] = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
  for (const agent of [busy, quiet]) expect((await ask(`${server.url}/livez`, agent)).headers.connection).toBe('keep-alive');
  const stopped = server.stop();
  const answer = await ask(`${server.url}/readyz`, busy);
  expect([answer.statusCode, answer.headers.connection]).toEqual([503, 'close']);
  // Open, though it asked nothing, when the notice is over.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect((await ask(`${server.url}/livez`, quiet)).headers.connection).toBe('close');
  const last = performance.now();
  await stopped;
  // Nobody is left to wait for.
  expect(performance.now() - last).toBeLessThan(30_000);
  for (const agent of [busy, quiet]) agent.destroy();
});

test('ends a connection that asks nothing only after its time', async () => {
  const server = await startTestServer({ STOP_IDLE_MS: '500', DRAIN_MS: '60000' });
  const agent = new Agent({ keepAlive: true });
  await ask(`${server.url}/livez`, agent);
  const started = performance.now();
  await server.stop();
  expect(performance.now() - started).toBeGreaterThan(400);
  expect(performance.now() - started).toBeLessThan(30_000);
  agent.destroy();
});
