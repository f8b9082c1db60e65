import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';

/** A gateway on this machine that judges requests, and answers, as the real one does. */
interface RealGateway {
  environment(url: string): Record<string, string>;
  /** What it answers: [status, body]. */
  answer(request: IncomingMessage, body: string): [number, unknown];
  /** What else it may answer, and what then stands in the table. */
  failures: [what: string, status: number, body: unknown, state: string][];
  /** Its own id of the message. */
  id: string;
  report?: { method: 'GET' | 'POST'; fields: Record<string, unknown> };
}

const json = (body: string): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const mobile = '+4794059810';
const text = 'Koden din er 012345';

const gateways: Record<string, RealGateway> = {
  link: {
    environment: (url) => ({
      LINK_URL: `${url}/sms/send`,
      LINK_USER: 'u',
      LINK_PASSWORD: 'p',
      LINK_PLATFORM_ID: 'COMMON_API',
      LINK_PARTNER_ID: '12',
      LINK_GATE_ID: 'g1',
    }),
    answer(request, body) {
      if (request.headers.authorization !== basic('u', 'p')) return [401, { description: 'Unauthorized' }];
      const sent = json(body);
      if (sent['useDeliveryReport'] === true && !Array.isArray(sent['deliveryReportGates']))
        return [200, { resultCode: 106_300, description: 'No gate' }];
      const whole =
        sent['destination'] === mobile &&
        sent['userData'] === text &&
        sent['platformId'] === 'COMMON_API' &&
        sent['platformPartnerId'] === '12';
      return whole ? [200, { messageId: 'Dcshuhod0PMAAAFQ', resultCode: 1005, description: 'Queued' }] : [400, { resultCode: 106_000 }];
    },
    failures: [
      ['an unknown sender', 200, { resultCode: 106_101, description: 'Source is not allowed' }, 'failed'],
      ['a wrong password', 401, { description: 'Unauthorized' }, 'failed'],
      ['a page of its proxy', 502, '<html>Bad gateway</html>', 'failed'],
    ],
    id: 'Dcshuhod0PMAAAFQ',
    report: {
      method: 'POST',
      fields: { id: 'Dcshuhod0PMAAAFQ$0', refId: null, operator: 'no.telenor', resultCode: 1001 },
    },
  },
  sveve: {
    environment: (url) => ({ SVEVE_URL: `${url}/SMS/SendMessage`, SVEVE_USER: 'u', SVEVE_PASSWORD: 'p' }),
    answer(_, body) {
      const { user, passwd, to, msg, f } = json(body);
      if (user !== 'u' || passwd !== 'p')
        return [200, { response: { fatalError: 'Brukernavn/passord stemmer ikke', msgOkCount: 0, stdSMSCount: 0, ids: [] } }];
      return to === mobile && msg === text && f === 'json'
        ? [200, { response: { msgOkCount: 1, stdSMSCount: 1, ids: [42_824_112] } }]
        : [200, { response: { msgOkCount: 0, errors: [{ number: String(to), message: 'Telefonnummeret er ikke gyldig' }] } }];
    },
    failures: [
      ['an empty account', 200, { response: { fatalError: 'Brukeren har ikke flere SMS', msgOkCount: 0 } }, 'failed'],
      ['a number it does not take', 200, { response: { msgOkCount: 0, errors: [{ number: '1', message: 'Ugyldig' }] } }, 'failed'],
      ['an answer that says nothing', 200, '', 'failed'],
    ],
    id: '42824112',
    report: { method: 'GET', fields: { number: '4794059810', status: 'true', id: '42824112', ref: '', errorCode: '' } },
  },
  gatewayapi: {
    environment: (url) => ({ GATEWAYAPI_URL: `${url}/rest/mtsms`, GATEWAYAPI_TOKEN: 't' }),
    answer(request, body) {
      if (request.headers.authorization !== basic('t', '')) return [401, { code: '0x0213', message: 'Unauthorized' }];
      const sent = json(body);
      const [{ msisdn }] = sent['recipients'] as [{ msisdn: number }];
      const whole =
        msisdn === 4_794_059_810 &&
        sent['message'] === text &&
        sent['class'] === 'secret' &&
        String(sent['callback_url']).endsWith('/gatewayapi');
      return whole ? [200, { ids: [421_332_671], usage: { total_cost: 0.12, currency: 'DKK' } }] : [400, { code: '0x0308' }];
    },
    failures: [
      ['no credit', 403, { code: '0x0216', message: 'Insufficient credit' }, 'failed'],
      ['a fault of its own', 500, { code: '0x0000' }, 'failed'],
    ],
    id: '421332671',
    report: {
      method: 'POST',
      fields: { id: 421_332_671, msisdn: 4_794_059_810, time: 1_450_000_000, status: 'DELIVERED' },
    },
  },
  twilio: {
    environment: (url) => ({ TWILIO_URL: url, TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't' }),
    answer(request, body) {
      if (request.headers.authorization !== basic('AC1', 't')) return [401, { code: 20_003, message: 'Authenticate', status: 401 }];
      if (request.url !== '/2010-04-01/Accounts/AC1/Messages.json') return [404, { code: 20_404, status: 404 }];
      const form = new URLSearchParams(body);
      const whole = form.get('To') === mobile && form.get('Body') === text && form.get('StatusCallback')?.endsWith('/twilio');
      return whole ? [201, { sid: 'SM900', status: 'queued', error_code: null }] : [400, { code: 21_211, status: 400 }];
    },
    failures: [
      ['a sender it does not have', 400, { code: 21_606, message: 'not a valid From', status: 400 }, 'failed'],
      ['too many at once', 429, { code: 20_429, status: 429 }, 'failed'],
    ],
    id: 'SM900',
    report: { method: 'POST', fields: { MessageSid: 'SM900', MessageStatus: 'delivered', To: mobile } },
  },
  // One that takes a form by PUT and answers 202 with its proof in the body, as configuration alone describes it.
  template: {
    environment: (url) => ({
      SMS_TEMPLATE_URL: `${url}/v2/messages?queue=now`,
      SMS_TEMPLATE_METHOD: 'PUT',
      SMS_TEMPLATE_HEADERS: JSON.stringify({ 'X-Api-Key': 'secret' }),
      SMS_TEMPLATE_BODY: 'form',
      SMS_TEMPLATE_FIELDS: JSON.stringify({ msisdn: '{to}', originator: '{from}', content: '{text}', type: 'flash' }),
      SMS_TEMPLATE_OK_STATUS: '202',
      SMS_TEMPLATE_OK_PATH: 'result.0.state',
      SMS_TEMPLATE_OK_VALUE: 'queued',
      SMS_TEMPLATE_ID_PATH: 'result.0.id',
      SMS_TEMPLATE_NUMBER: 'digits',
    }),
    answer(request, body) {
      if (request.headers['x-api-key'] !== 'secret') return [401, { error: 'unauthorized' }];
      const form = Object.fromEntries(new URLSearchParams(body));
      const whole =
        request.method === 'PUT' &&
        request.url === '/v2/messages?queue=now' &&
        JSON.stringify(form) === JSON.stringify({ msisdn: '4794059810', originator: '92300070', content: text, type: 'flash' });
      return whole ? [202, { result: [{ id: 77, state: 'queued' }] }] : [422, { error: 'invalid' }];
    },
    failures: [
      ['its status without its proof', 202, { result: [{ id: 77, state: 'rejected' }] }, 'failed'],
      ['its proof with another status', 200, { result: [{ id: 77, state: 'queued' }] }, 'failed'],
      ['a list that is empty', 202, { result: [] }, 'failed'],
      ['half a body', 202, '{"result":[{"id":77,"state":"que', 'failed'],
      ['a page of its proxy', 502, '<html>Bad gateway</html>', 'failed'],
      ['a redirect', 302, { result: [{ id: 77, state: 'queued' }] }, 'failed'],
    ],
    id: '77',
  },
};

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).toReversed()) await each();
});

/** Listens as the gateway; `fail` makes it answer something else. */
async function listen(gateway: RealGateway) {
  let failure: [number, unknown] | null = null;
  let heard = 0;
  let fallen: 'silent' | 'away' | null = null;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      heard += 1;
      if (fallen === 'away') request.socket.destroy();
      if (fallen !== null) return;
      const [status, answer] = failure ?? gateway.answer(request, body);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve)));
  cleanUp.push(stop);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (status: number, body: unknown) => (failure = [status, body]),
    /** Takes requests, and says nothing or hangs up. */
    fall: (how: 'silent' | 'away') => (fallen = how),
    heard: () => heard,
    stop,
  };
}

const reportUrl = `https://minside.test/sms-reports/${'r'.repeat(32)}`;

async function start(environment: Record<string, string>): Promise<TestServer> {
  const server = await startTestServer({ SMS_REPORT_URL: reportUrl, SMS_TOTAL_MS: '600', ...environment });
  cleanUp.push(() => server.stop());
  return server;
}

async function send(server: TestServer): Promise<Record<string, unknown>> {
  await server.running.services.sms.notify({ to: mobile, text, lastText: text }, `test-${Math.random()}`);
  await server.running.services.sms.settle();
  return (await server.database('sms').orderBy('created_at', 'desc').first()) as unknown as Record<string, unknown>;
}

test.each(Object.entries(gateways))('%s takes a message, and tells later that it arrived where it reports', async (name, real) => {
  const gateway = await listen(real);
  const server = await start({ SMS_GATEWAY: name, ...real.environment(gateway.url) });
  expect(await send(server)).toMatchObject({ state: 'accepted', gateway: name, gateway_id: real.id, report: null });
  if (real.report === undefined) return expect((await fetch(`${server.url}/sms-reports/${'r'.repeat(32)}/${name}`)).status).toBe(404);

  const { method, fields } = real.report;
  const report = (path: string) =>
    method === 'GET'
      ? fetch(`${server.url}${path}?${new URLSearchParams(fields as Record<string, string>)}`)
      : fetch(`${server.url}${path}`, {
          method,
          headers: { 'Content-Type': name === 'twilio' ? 'application/x-www-form-urlencoded' : 'application/json' },
          body: name === 'twilio' ? new URLSearchParams(fields as Record<string, string>).toString() : JSON.stringify(fields),
        });
  expect((await report(`/sms-reports/${'x'.repeat(32)}/${name}`)).status).toBe(404);
  expect(await server.database('sms').first()).toMatchObject({ report: null });
  expect((await report(`/sms-reports/${'r'.repeat(32)}/${name}`)).status).toBe(200);
  expect(await server.database('sms').first()).toMatchObject({ report: 'delivered', report_at: expect.any(Date) });
  expect(server.logged.join('')).not.toContain('rrrr');
});

const failures = Object.entries(gateways).flatMap(([name, real]) =>
  real.failures.map((failure) => [name, failure[0], real, failure] as const),
);
test.each(failures)('%s answers with %s: no success', async (name, _, real, [, status, body, state]) => {
  const gateway = await listen(real);
  gateway.fail(status, body);
  const server = await start({ SMS_GATEWAY: name, ...real.environment(gateway.url) });
  expect(await send(server)).toMatchObject({ state, gateway_id: null, failure: `status-${status}` });
});

test.each([
  ['is not there', 'accepted', 'twilio', 1],
  ['refuses', 'accepted', 'twilio', 1],
  ['is too busy', 'accepted', 'twilio', 1],
  ['has a fault of its own and may have sent it', 'failed', 'sveve', 0],
  ['does not answer in time and may have sent it', 'unknown', 'sveve', 0],
  ['hangs up on the request and may have sent it', 'unknown', 'sveve', 0],
] as const)('when the first gateway %s, the message is %s by %s', async (how, state, by, heard) => {
  const { sveve, twilio } = gateways as Required<Pick<typeof gateways, 'sveve' | 'twilio'>>;
  const [first, second] = [await listen(sveve!), await listen(twilio!)];
  const server = await start({
    SMS_GATEWAY: 'sveve',
    SMS_SECOND_GATEWAY: 'twilio',
    ...sveve!.environment(first.url),
    ...twilio!.environment(second.url),
  });
  if (how === 'is not there') await first.stop();
  if (how === 'refuses') first.fail(200, { response: { fatalError: 'Brukeren har ikke flere SMS' } });
  if (how === 'is too busy') first.fail(503, '');
  if (how.startsWith('has')) first.fail(500, '');
  if (how.startsWith('does not')) first.fall('silent');
  if (how.startsWith('hangs up')) first.fall('away');
  expect(await send(server)).toMatchObject({ state, gateway: by });
  expect(second.heard()).toBe(heard);
  // A first gateway that is away shuts nobody out.
  if (how === 'is not there') expect(await server.running.services.sms.isReachable()).toBe(true);
});

test('while the first gateway keeps a message and stays silent, the next ones go by the second', async () => {
  const { sveve, twilio } = gateways as Required<Pick<typeof gateways, 'sveve' | 'twilio'>>;
  const [first, second] = [await listen(sveve!), await listen(twilio!)];
  const server = await start({
    SMS_GATEWAY: 'sveve',
    SMS_SECOND_GATEWAY: 'twilio',
    SMS_TOTAL_MS: '15000',
    ...sveve!.environment(first.url),
    ...twilio!.environment(second.url),
  });
  first.fall('silent');
  const { sms } = server.running.services;
  let sent = 0;
  const goBySecond = async () => {
    await sms.notify({ to: mobile, text, lastText: text }, `test-${(sent += 1)}`);
    return second.heard();
  };
  await expect.poll(goBySecond, { interval: 250 }).toBeGreaterThan(0);
  // Before the first of them was given up.
  expect(await server.database('sms').where({ state: 'unknown' })).toEqual([]);
  await first.stop();
  await sms.settle();
  // None of them by both.
  expect(first.heard() + second.heard()).toBe(sent);
});
