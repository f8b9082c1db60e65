import { afterEach, beforeEach, expect, test } from 'vitest';
import { addCustomer, askForCode, newMobile, type TestCustomer } from '../../support/customer.ts';
import type { FakeGateway } from '../../support/gateway.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let customer: TestCustomer;
beforeEach(async () => {
  server = await startTestServer({ SMS_CIRCUIT_SECONDS: '3', SMS_TOTAL_MS: '500', NEW_MOBILES_PER_HOUR: '10' });
  customer = await addCustomer(server.database);
});
afterEach(() => server.stop());

const nobody = { plantNumber: '999999', meteringPointId: '707057500000000009' };

async function states(): Promise<string[]> {
  return (await server.database('sms').orderBy('created_at')).map(({ state }) => state);
}

test('says that no SMS can be sent, to everybody, when nothing listens at the gateway', async () => {
  await server.gateway.stop();
  for (const who of [customer, nobody]) {
    expect(await askForCode(server.visitor(), who, newMobile())).toMatchObject({ status: 503, body: { error: 'sms-unavailable' } });
  }
  expect(await states()).toEqual([]);
});

test('opens the circuit after five failures, tells everybody, and closes it when the gateway answers again', async () => {
  const works = server.gateway.answer;
  server.gateway.answer = (response) => response.writeHead(500).end();
  for (let failure = 0; failure < 5; failure += 1) await askForCode(server.visitor(), customer, newMobile());
  await expect.poll(async () => (await server.visitor().call('GET /utility')).body.smsDelayed).toBe(true);
  const settled = async () => {
    await server.running.services.sms.settle();
    return server.gateway.received.length;
  };
  const received = await settled();
  for (const who of [customer, nobody]) expect((await askForCode(server.visitor(), who, newMobile())).body.error).toBe('sms-unavailable');
  expect(await settled()).toBe(received);
  server.gateway.answer = works;
  await expect.poll(async () => (await server.visitor().call('GET /utility')).body.smsDelayed).toBe(false);
  const mobile = newMobile();
  await askForCode(server.visitor(), customer, mobile);
  await server.gateway.nextCode(mobile);
});

test('says that SMS are delayed while the first still waits for a gateway that takes it and stays silent, and no longer once it answers', async () => {
  const patient = await startTestServer({ SMS_TOTAL_MS: '15000' });
  const held: (() => void)[] = [];
  patient.gateway.answer = (response) => void held.push(() => response.end('{"accepted":true}'));
  const delayed = async () => (await patient.visitor().call('GET /utility')).body.smsDelayed;
  const stored = async () => (await patient.database('sms').whereNot({ state: 'withheld' }).first('state'))!.state;
  try {
    const mobile = newMobile();
    await askForCode(patient.visitor(), await addCustomer(patient.database), mobile);
    await expect.poll(() => held.length).toBe(1);
    await expect.poll(delayed).toBe(true);
    expect(await stored()).toBe('claimed');
    // Told, and not refused: it may well come.
    expect((await askForCode(patient.visitor(), nobody, newMobile())).status).toBe(200);
    held[0]!();
    await expect.poll(stored).toBe('accepted');
    expect(await delayed()).toBe(false);
  } finally {
    for (const answer of held) answer();
    await patient.stop();
  }
});

type Fault = [what: string, answer: FakeGateway['answer'], state: string, calls: number];

const faults: Fault[] = [
  ['a 200 without its proof', (response) => void response.writeHead(200).end('{"accepted":false}'), 'failed', 1],
  ['no answer in time', () => undefined, 'unknown', 1],
  ['a redirect', (response) => void response.writeHead(302, { Location: '/elsewhere' }).end(), 'failed', 1],
  ['too busy', (response) => void response.writeHead(503).end(), 'failed', 3],
  ['an endless answer', (response) => void response.writeHead(200).end('x'.repeat(100_000)), 'unknown', 1],
];

test.each(faults)('takes %s for no success, and sends again only what was surely not accepted', async (_, answer, state, times) => {
  server.gateway.answer = answer;
  await askForCode(server.visitor(), customer, newMobile());
  await expect.poll(states).toEqual([state]);
  expect(server.gateway.received).toHaveLength(times);
});

test('answers before the gateway does', async () => {
  const held: (() => void)[] = [];
  server.gateway.answer = (response) => void held.push(() => response.end('{"accepted":true}'));
  expect((await askForCode(server.visitor(), customer, newMobile())).status).toBe(200);
  await expect.poll(() => held.length).toBe(1);
  expect(await states()).toEqual(['claimed']);
  held[0]!();
  await expect.poll(states).toEqual(['accepted']);
});
