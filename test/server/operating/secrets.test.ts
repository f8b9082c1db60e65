import { expect, test } from 'vitest';
import { addCustomer, logInAsGuest } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';
import { pageOrigin } from '../../support/server.ts';

/** Deliver nothing useful: what counts is whether the key opens. */
function deliver(server: TestServer, key: string): Promise<Response> {
  return fetch(`${server.url}/ingest/readings?profile=own&check=yes`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}` },
    body: '',
  });
}

test('logs nobody out when the code key, the gateway and the ingest key are changed', async () => {
  const [old, fresh] = ['a'.repeat(32), 'b'.repeat(32)];
  const first = await startTestServer({ INGEST_KEY: old });
  const { visitor } = await logInAsGuest(first, await addCustomer(first.database));
  const second = await startTestServer({
    DATABASE_URL: first.running.services.config.database.url,
    LOGIN_KEY: 'cd'.repeat(32),
    SMS_GATEWAY: 'twilio',
    TWILIO_ACCOUNT_SID: 'AC2',
    TWILIO_AUTH_TOKEN: 'another',
    INGEST_KEY: fresh,
    INGEST_KEY_BEFORE: old,
  });
  try {
    const same = new Visitor(`${second.url}/api`, pageOrigin);
    for (const [name, value] of visitor.cookies) same.cookies.set(name, value);
    expect((await same.call('GET /session')).body.signedIn).toBe(true);
    expect((await same.call('GET /consumption/years')).status).toBe(200);
    expect((await deliver(first, fresh)).status).toBe(401);
    for (const key of [old, fresh]) expect((await deliver(second, key)).status).not.toBe(401);
    expect((await deliver(second, 'c'.repeat(32))).status).toBe(401);
  } finally {
    await second.stop();
    await first.stop();
  }
});
