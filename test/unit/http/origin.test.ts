import compose from 'koa-compose';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../server/failure.ts';
import { originMiddleware } from '../../../server/http/origin.ts';
import type { HttpConfig } from '../../../server/http/settings.ts';
import { withMiddleware, type Asked, type Heard } from './ask.ts';

const page = 'https://www.example.no';
const own = 'https://minside.example.no';
const usual = { allowedOrigins: [page], publicOrigin: own, crossSite: false };
const json = { 'Content-Type': 'application/json' };

/** The answers to several requests, of the door alone; a refusal as it would be told. */
function ask(config: Partial<HttpConfig>, ...requests: Asked[]): Promise<Heard[]> {
  const { cors, check } = originMiddleware({ ...usual, ...config } as HttpConfig);
  const told = compose([
    cors,
    async (ctx, next) => {
      try {
        await next();
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        ctx.status = 403;
        ctx.body = error.reply;
      }
    },
    check,
  ]);
  return withMiddleware(told, (one) => Promise.all(requests.map(one)));
}

const statuses = async (config: Partial<HttpConfig>, ...requests: Asked[]) => (await ask(config, ...requests)).map(({ status }) => status);

describe('the door against other pages', () => {
  test('takes a change as JSON from the allowed pages and from its own, and from nobody else', async () => {
    const from = (origin: string): Asked => ({ method: 'POST', headers: { Origin: origin, ...json }, body: '{}' });
    expect(
      await statuses(
        {},
        from(page),
        from(own),
        from('https://evil.test'),
        from(`${page}.evil.test`),
        from(page.toUpperCase()),
        from('http://www.example.no'),
        from(`${page}:8443`),
        from('null'),
        { method: 'POST', headers: json, body: '{}' },
      ),
    ).toEqual([200, 200, 403, 403, 403, 403, 403, 403, 403]);
  });

  test('takes what the browser calls the same site, and another site only where that is configured', async () => {
    const from = (site: string, method = 'POST'): Asked => ({
      method,
      headers: { Origin: page, 'Sec-Fetch-Site': site, ...json },
      ...(method === 'POST' && { body: '{}' }),
    });
    const sites = ['same-origin', 'same-site', 'cross-site', 'none', 'whatever'];
    expect(await statuses({}, ...sites.map((site) => from(site)))).toEqual([200, 200, 403, 403, 403]);
    expect(await statuses({ crossSite: true }, ...sites.map((site) => from(site)))).toEqual([200, 200, 200, 403, 403]);
    expect(await statuses({}, ...sites.map((site) => from(site, 'GET')))).toEqual([200, 200, 403, 200, 200]);
    expect(await statuses({ crossSite: true }, from('cross-site', 'GET'))).toEqual([200]);
  });

  test('says at the first call that a page of another site is one, and of no other refusal why', async () => {
    const [crossSite, stranger] = await ask(
      {},
      { headers: { Origin: page, 'Sec-Fetch-Site': 'cross-site' } },
      { headers: { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' } },
    );
    expect(JSON.parse(crossSite!.body)).toEqual({ error: 'forbidden', reason: 'cross-site' });
    expect(JSON.parse(stranger!.body)).toEqual({ error: 'forbidden' });
  });

  test('lets somebody read who comes from no page at all, from another site too: a link', async () => {
    expect(await statuses({}, {}, { headers: { 'Sec-Fetch-Site': 'cross-site' } }, { method: 'HEAD' }, { method: 'OPTIONS' })).toEqual([
      200, 200, 200, 200,
    ]);
  });

  test('takes JSON alone, and no body only with DELETE', async () => {
    const headers = { Origin: page };
    const plain = { ...headers, 'Content-Type': 'text/plain' };
    expect(
      await statuses(
        {},
        { method: 'POST', headers: plain, body: '{}' },
        { method: 'POST', headers, body: '{}' },
        { method: 'POST', headers: { ...headers, 'Content-Length': '0' } },
        { method: 'PUT', headers: { ...plain, 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'a=1' },
        { method: 'PUT', headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' }, body: '{}' },
        { method: 'DELETE', headers },
        { method: 'DELETE', headers: { ...plain, 'Content-Length': '0' } },
        { method: 'DELETE', headers: { ...plain, 'Content-Length': '3' }, body: 'x=1' },
        { method: 'DELETE', headers: { ...plain, 'Transfer-Encoding': 'chunked' }, body: 'x=1' },
        { method: 'DELETE', headers: { ...headers, ...json, 'Content-Length': '2' }, body: '{}' },
        { method: 'DELETE', headers: { Origin: 'https://evil.test' } },
        { method: 'DELETE' },
      ),
    ).toEqual([403, 403, 403, 403, 200, 200, 200, 403, 403, 200, 403, 403]);
  });

  test('believes what Host says only where nothing is configured and it names this machine itself', async () => {
    const from = (host: string, origin = `http://${host}`): Asked => ({ headers: { Host: host, Origin: origin } });
    const hosts = [
      from('localhost:5173'),
      from('127.0.0.1:80', 'http://127.0.0.1:80'),
      from('evil.test'),
      from('localhost:1', 'http://localhost:2'),
    ];
    expect(await statuses({ publicOrigin: null }, ...hosts)).toEqual([200, 200, 403, 403]);
    expect(await statuses({}, ...hosts)).toEqual([403, 403, 403, 403]);
    expect(await statuses({ publicOrigin: null }, from('localhost', 'https://localhost'))).toEqual([403]);
  });
});

describe('what other pages may read', () => {
  test('names the one page that asked, and what it may see of the reply', async () => {
    const [allowed, stranger, nobody] = await ask({}, { headers: { Origin: page } }, { headers: { Origin: 'https://evil.test' } }, {});
    expect(allowed!.headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Retry-After, Content-Disposition, Min-Side-Shown, Min-Side-Session',
    });
    expect(allowed!.headers['access-control-allow-methods']).toBeUndefined();
    for (const { headers } of [stranger!, nobody!])
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    for (const { headers } of [allowed!, stranger!, nobody!]) expect(headers.vary).toBe('Origin');
  });

  test('answers the question before a change, to allowed pages, and goes no further', async () => {
    const before = { method: 'OPTIONS', headers: { Origin: page, 'Access-Control-Request-Method': 'PUT' } };
    const [allowed, stranger, notAsked, reading] = await ask(
      {},
      before,
      { ...before, headers: { ...before.headers, Origin: 'https://evil.test' } },
      { method: 'OPTIONS', headers: { Origin: page } },
      { ...before, method: 'GET' },
    );
    expect([allowed!.status, allowed!.body]).toEqual([204, '']);
    expect(allowed!.headers).toMatchObject({
      'access-control-allow-methods': 'GET, POST, PUT, DELETE',
      'access-control-allow-headers': 'Content-Type, Min-Side-Shown, Min-Side-Session',
      'access-control-max-age': '600',
    });
    expect(stranger!.status).toBe(403);
    for (const one of [notAsked!, reading!]) {
      expect([one.status, one.body]).toEqual([200, 'let in']);
      expect(one.headers['access-control-max-age']).toBeUndefined();
    }
  });
});
