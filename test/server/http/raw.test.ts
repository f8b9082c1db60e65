import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCustomer, logInAsGuest } from '../../support/customer.ts';
import { pageOrigin, startTestServer, type TestServer } from '../../support/server.ts';

/* What no browser sends: bytes on a socket. Each is refused, tells nothing, and the next caller is served. */

let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer({ INGEST_KEY: 'k'.repeat(40) });
  const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
  cookie = `__Host-min-side=${visitor.cookies.get('__Host-min-side')}`;
});
afterAll(() => server.stop());

/** Sends the bytes, and returns all that comes back until the server hangs up or has answered `answers` times. */
async function say(bytes: string, answers = 1): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const { promise, resolve } = Promise.withResolvers<void>();
  let heard = '';
  socket.setEncoding('latin1').on('error', () => resolve());
  socket.on('close', () => resolve());
  socket.on('data', (text: string) => {
    heard += text;
    if ((heard.match(/^HTTP\/1\.1 /gm) ?? []).length >= answers) setImmediate(() => socket.end());
  });
  socket.write(bytes, 'latin1');
  await promise;
  socket.destroy();
  return heard;
}

const statuses = (heard: string): number[] => [...heard.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
const head = (line: string, ...headers: string[]): string => [line, 'Host: x', ...headers, '', ''].join('\r\n');
const json = (path: string, body: string, ...headers: string[]): string =>
  `${head(
    `POST /api${path} HTTP/1.1`,
    `Origin: ${pageOrigin}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...headers,
  )}${body}`;

describe('refuses', () => {
  const chunked = '5\r\n{"a":\r\n0\r\n\r\n';
  test.each<[what: string, bytes: () => string, status: number]>([
    ['two lengths', () => head('POST /api/login/resend HTTP/1.1', 'Content-Length: 2', 'Content-Length: 3') + '{}', 400],
    [
      'a length and chunks',
      () => head('POST /api/login/resend HTTP/1.1', 'Content-Length: 2', 'Transfer-Encoding: chunked') + chunked,
      400,
    ],
    ['chunks by another name', () => head('POST /api/login/resend HTTP/1.1', 'Transfer-Encoding: xchunked') + chunked, 400],
    ['a chunk’s length that is none', () => head('POST /api/login/resend HTTP/1.1', 'Transfer-Encoding: chunked') + '0x2\r\n{}\r\n', 400],
    ['a header with a space before its colon', () => head('GET /api/session HTTP/1.1', 'Origin : x'), 400],
    ['a header over two lines', () => head('GET /api/session HTTP/1.1', 'X-A: b', '  c'), 400],
    ['a line break alone in a header', () => head('GET /api/session HTTP/1.1', `X-A: b\nX-B: c\0`), 400],
    ['no host', () => 'GET /api/session HTTP/1.1\r\n\r\n', 400],
    ['headers of 40 kB', () => head('GET /api/session HTTP/1.1', `X-A: ${'a'.repeat(40_000)}`), 431],
    ['5,000 headers', () => head('GET /api/session HTTP/1.1', ...Array.from({ length: 5_000 }, (_, n) => `X-${n}: 1`)), 431],
    ['a path of 40 kB', () => head(`GET /api/${'a'.repeat(40_000)} HTTP/1.1`), 431],
    ['a method that is none', () => head('STEAL /api/session HTTP/1.1'), 400],
    ['TRACE', () => head('TRACE /api/session HTTP/1.1', `Origin: ${pageOrigin}`, 'Connection: close'), 405],
    ['CONNECT', () => head('CONNECT example.org:443 HTTP/1.1'), 0],
    ['another protocol', () => 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 400],
    ['a TLS hello', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['deliveries without a key', () => head('POST /ingest/readings HTTP/1.1', 'Content-Length: 0', 'Connection: close'), 401],
    [
      'deliveries with another key',
      () => head('POST /ingest/readings HTTP/1.1', `Authorization: Bearer ${'j'.repeat(40)}`, 'Content-Length: 0', 'Connection: close'),
      401,
    ],
  ])('%s', async (_, bytes, status) => {
    const heard = await say(bytes());
    expect(statuses(heard)).toEqual(status === 0 ? [] : [status]);
    expect(heard).not.toMatch(/ at |node:|\.ts/);
    expect((await server.visitor().call('GET /session')).status).toBe(200);
  });

  test('a second request in the body of a first', async () => {
    const hidden = head('DELETE /api/session HTTP/1.1', `Cookie: ${cookie}`, `Origin: ${pageOrigin}`);
    await say(head('POST /api/login/resend HTTP/1.1', 'Content-Length: 0', 'Transfer-Encoding: chunked') + `0\r\n\r\n${hidden}`);
    const still = await say(head('GET /api/session HTTP/1.1', `Cookie: ${cookie}`, 'Connection: close'));
    expect(still).toContain('"signedIn":true');
  });

  test('a caller who says that a proxy stands before the proxy', async () => {
    // One proxy is configured: what stands left of the last address is the caller's own.
    const narrow = await startTestServer({ LOGIN_CALLS_PER_MINUTE: '3' });
    try {
      const ask = (n: number) =>
        narrow
          .visitor({ 'X-Forwarded-For': `203.0.113.${n}, 198.51.100.1`, 'X-Real-IP': `203.0.113.${n}` })
          .send('POST', '/login/resend', {});
      const answers = [];
      for (let n = 1; n <= 4; n += 1) answers.push((await ask(n)).status);
      expect(answers).toEqual([401, 401, 401, 429]);
    } finally {
      await narrow.stop();
    }
  });
});

test.each([
  '/../package.json',
  '/%2e%2e/package.json',
  '/..%2fpackage.json',
  '/%2e%2e%2f%2e%2e%2fetc/passwd',
  '/..\\package.json',
  '/%5c..%5cpackage.json',
  '/./../../etc/passwd',
  '//etc/passwd',
  '/min-side.js/../../package.json',
  '/.env',
  '/.git/config',
  '/server/main.ts',
  '/%00',
  '/min-side.js%00.txt',
  '/%',
  '/%c0%ae%c0%ae/package.json',
])('serves no file at %s', async (path) => {
  const heard = await say(head(`GET ${path} HTTP/1.1`, 'Connection: close'));
  expect(statuses(heard)[0]).toBeGreaterThanOrEqual(400);
  expect(statuses(heard)[0]).toBeLessThan(500);
  expect(heard).not.toMatch(/"name": "min-side"|root:|import /);
});

describe('a body', () => {
  const deep = (open: string, close: string) => open.repeat(4_000) + close.repeat(4_000);
  test.each([
    ['nested 4,000 deep', deep('[', ']')],
    ['of objects in objects', deep('{"a":', '}').replace('}', '1}')],
    ['with __proto__', '{"__proto__":{"mobile":"94059810"}}'],
    ['with a constructor', '{"constructor":{"prototype":{"mobile":"94059810"}}}'],
    ['that is an array', '[{"mobile":"94059810"}]'],
    ['that is null', 'null'],
    ['that is a number', '1e400'],
    ['with the same name twice, the last not a text', '{"mobile":"94059810","mobile":1}'],
    ['with half a surrogate and a NUL', '{"mobile":"\\ud800\\u0000"}'],
  ])('%s is refused', async (_, body) => {
    const heard = await say(json('/login/recovery', body));
    expect([400, 413, 422]).toContain(statuses(heard)[0]);
    expect(({} as Record<string, unknown>)['mobile']).toBeUndefined();
  });

  test('that comes a byte at a time is given up', async () => {
    const slow = await startTestServer({ REQUEST_MS: '1000' });
    try {
      const { hostname, port } = new URL(slow.url);
      const socket = connect(Number(port), hostname);
      let heard = '';
      socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
      const ended = new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
      socket.write(
        head('POST /api/login/resend HTTP/1.1', `Origin: ${pageOrigin}`, 'Content-Type: application/json', 'Content-Length: 900') + '{',
      );
      const drip = setInterval(() => socket.write(' '), 100);
      await ended;
      clearInterval(drip);
      expect(statuses(heard).filter((status) => status < 400)).toEqual([]);
      expect((await slow.visitor().call('GET /session')).status).toBe(200);
    } finally {
      await slow.stop();
    }
  });
});

describe('a cookie', () => {
  const ask = async (value: string) => say(head('GET /api/session HTTP/1.1', `Cookie: ${value}`, 'Connection: close'));

  test('that comes twice is read once, and never mixes two people', async () => {
    const other = (await logInAsGuest(server, await addCustomer(server.database))).visitor.cookies.get('__Host-min-side');
    const name = async (value: string) => /"customerName":"([^"]+)"/.exec(await ask(value))?.[1];
    const [first, second] = [await name(cookie), await name(`__Host-min-side=${other}`)];
    expect(first).not.toBe(second);
    expect([first, undefined]).toContain(await name(`${cookie}; __Host-min-side=${other}`));
    expect([second, undefined]).toContain(await name(`__Host-min-side=${other}; ${cookie}`));
  });

  test.each([
    ['without its prefix', () => cookie.replace('__Host-', '')],
    ['in capitals', () => cookie.toUpperCase()],
    ['with a space in it', () => cookie.replace('=', '= ')],
    ['with a quote', () => `${cookie}"`],
    ['cut short', () => cookie.slice(0, -1)],
    ['drawn out', () => `${cookie}A`],
    ['of 7 kB', () => `__Host-min-side=${'A'.repeat(7_000)}`],
    ['with what koa-session would unpack', () => `__Host-min-side=${Buffer.from('{"signedIn":true}').toString('base64')}`],
  ])('%s lets nobody in', async (_, value) => {
    expect(await ask(value())).toContain('"signedIn":false');
  });
});

test('HTTP/1.0 is answered, and the connection ended', async () => {
  const heard = await say('GET /api/session HTTP/1.0\r\nHost: x\r\n\r\n');
  expect(heard).toMatch(/^HTTP\/1\.1 200[\s\S]*\{"signedIn":false\}$/);
});

test('requests in one go on one connection are answered one after the other, each by who asks it', async () => {
  const one = head('GET /api/session HTTP/1.1', `Cookie: ${cookie}`);
  const heard = await say(one + head('GET /api/session HTTP/1.1', 'Connection: close'), 2);
  expect([...heard.matchAll(/"signedIn":(true|false)/g)].map(([, is]) => is)).toEqual(['true', 'false']);
});
