import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const operating = join(import.meta.dirname, '../../../docs/operating');
let server: TestServer;
beforeAll(async () => (server = await startTestServer({ METRICS_PORT: '0' })));
afterAll(() => server.stop());

async function figures(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${server.running.metricsPort}/metrics`);
  expect(answer.status).toBe(200);
  return answer.text();
}

function valueOf(text: string, line: string): number {
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? NaN : Number(found.slice(line.length + 1));
}

test('counts log-ins by step and outcome, SMS by gateway and state, and the budget', async () => {
  const customer = await addCustomer(server.database);
  const { mobile } = await logInAsGuest(server, customer);
  const other = server.visitor();
  await askForCode(other, customer, newMobile());
  await other.call('POST /login/code', { body: { code: '000000' } });
  await server.running.services.sms.settle();
  await expect
    .poll(async () => valueOf(await figures(), 'min_side_sms_last_day{gateway="template",state="accepted"}'), {
      interval: 1000,
    })
    .toBe(2);
  const text = await figures();
  expect(valueOf(text, 'min_side_logins_total{step="code",outcome="ok"}')).toBe(1);
  expect(valueOf(text, 'min_side_logins_total{step="code",outcome="code-wrong"}')).toBe(1);
  expect(valueOf(text, 'min_side_logins_total{step="challenge",outcome="ok"}')).toBe(2);
  expect(valueOf(text, 'min_side_sms_budget')).toBe(2000);
  expect(valueOf(text, 'min_side_sms_budget_spent')).toBe(2);
  expect(valueOf(text, 'min_side_database_up')).toBe(1);
  expect(valueOf(text, 'min_side_sessions')).toBe(1);
  expect(valueOf(text, 'min_side_database_connections{pool="customers",state="most"}')).toBe(10);
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  // Fixed words only: nobody's number, name or address.
  for (const secret of [mobile, mobile.slice(3), customer.plantNumber, customer.meteringPointId, customer.name, '10.0.'])
    expect(text).not.toContain(secret);
});

test('is not to be had where customers come', async () => {
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${server.running.metricsPort}/`)).status).toBe(404);
});

test.each(['alerts.yml', 'dashboard.json'])('gives every figure that %s asks for', async (file) => {
  const asked = readFileSync(join(operating, file), 'utf8');
  const text = await figures();
  const names = new Set([...asked.matchAll(/\b(?:min_side|nodejs|process)_\w+/g)].map(([name]) => name));
  expect(names.size).toBeGreaterThan(8);
  for (const name of names) expect(text, name).toContain(`# TYPE ${name.replace(/_(count|bucket|sum)$/, '')} `);
});
