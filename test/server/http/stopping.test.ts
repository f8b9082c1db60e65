import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { drain } from '../../../server/http/drain.ts';
import { startTestServer } from '../../support/server.ts';
import { startStallMeter, within } from '../../support/stalled.ts';

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
  const meter = startStallMeter();
  const stopped = server.running.stop();
  const answer = await ask(`${server.url}/readyz`, busy);
  expect([answer.statusCode, answer.headers.connection]).toEqual([503, 'close']);
  // Open, though it asked nothing, when the notice is over.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect((await ask(`${server.url}/livez`, quiet)).headers.connection).toBe('close');
  // Nobody is left to wait for.
  await within(meter, 2_000, () => stopped);
  meter.stop();
  await server.stop();
  for (const agent of [busy, quiet]) agent.destroy();
});

test('ends a connection that asks nothing only after its time', async () => {
  const server = await startTestServer({ STOP_IDLE_MS: '500', DRAIN_MS: '60000' });
  const agent = new Agent({ keepAlive: true });
  await ask(`${server.url}/livez`, agent);
  const [meter, started] = [startStallMeter(), performance.now()];
  await within(meter, 2_000, () => server.running.stop());
  expect(performance.now() - started).toBeGreaterThan(400);
  meter.stop();
  await server.stop();
  agent.destroy();
});

/** A server that answers, and a connection to it that has been answered once and is quiet. */
async function quietConnection() {
  const server = createServer((_, response) => void response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const come = () => connect(port, '127.0.0.1').setEncoding('latin1');
  const socket = come();
  socket.write(question);
  await once(socket, 'data');
  return { server, come, socket };
}

const question = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

/** The process stands still: what comes meanwhile is looked at when it goes on. */
function standStill(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test('answers a request that came on a quiet connection while the process stood still', async () => {
  const { server, socket } = await quietConnection();
  const drained = drain(server, { idleMs: 50, longestMs: 5_000 });
  await new Promise(setImmediate);
  socket.write(question);
  standStill(100);
  const [answer] = (await once(socket, 'data')) as [string];
  expect(answer).toContain('here');
  await drained;
});

test('takes a connection that came after the loop had looked, while the process stood still', async () => {
  const { server, come, socket } = await quietConnection();
  const others: Socket[] = [];
  const comeLate = () => {
    others.push(come());
    standStill(5);
    if (others.length < 3) setImmediate(comeLate);
  };
  setImmediate(comeLate);
  const drained = drain(server, { idleMs: 50, longestMs: 5_000 });
  await expect.poll(() => others.length).toBe(3);
  for (const other of others) {
    other.write(question);
    const [answer] = (await once(other, 'data')) as [string];
    expect(answer).toContain('here');
  }
  socket.destroy();
  await drained;
});

test('tells nobody to come on a new connection before its door is shut', async () => {
  const { server, socket } = await quietConnection();
  const open: boolean[] = [];
  const drained = drain(server, { idleMs: 50, longestMs: 5_000 }, () => open.push(server.listening));
  expect(open).toEqual([]);
  await drained;
  expect(open).toEqual([false]);
  socket.destroy();
});

test('takes a connection that came while the process stood still', async () => {
  const { server, come, socket } = await quietConnection();
  const other = come();
  await new Promise(process.nextTick);
  standStill(50);
  const drained = drain(server, { idleMs: 50, longestMs: 5_000 });
  other.write(question);
  const [answer] = (await once(other, 'data')) as [string];
  expect(answer).toContain('here');
  socket.destroy();
  await drained;
});
