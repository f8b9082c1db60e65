import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import { becomeHolder } from '../../support/account.ts';
import { addAccount, addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { pageOrigin, startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

describe('whose requests are taken', () => {
  test.each([
    ['another origin', { Origin: 'https://evil.test' }],
    ['an origin that only begins like ours', { Origin: `${pageOrigin}.evil.test` }],
    ['no origin', { Origin: '' }],
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'Content-Type': 'text/plain' }],
  ])('refuses a change from %s', async (_, headers) => {
    const answer = await server.visitor().send('POST', '/login/recovery', { mobile: newMobile() }, headers);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: 'forbidden' });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test('tells a page of another site at its first call that it is one, before anybody has typed anything', async () => {
    const visitor = server.visitor({ 'Sec-Fetch-Site': 'cross-site' });
    const { status, body, headers } = await visitor.send('GET', '/session');
    expect([status, body]).toEqual([403, { error: 'forbidden', reason: 'cross-site' }]);
    expect(headers.get('Access-Control-Allow-Origin')).not.toBe(null);
  });

  test('refuses a log-out with a body that is no JSON, and takes one without a body', async () => {
    const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
    expect((await visitor.send('DELETE', '/session', 'x=1', { 'Content-Type': 'text/plain' })).status).toBe(403);
    expect((await visitor.call('GET /session')).body.signedIn).toBe(true);
    expect((await visitor.send('DELETE', '/session')).status).toBe(204);
  });

  test('refuses a log-out from another origin', async () => {
    const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
    expect((await visitor.send('DELETE', '/session', undefined, { Origin: 'https://evil.test' })).status).toBe(403);
    expect((await visitor.call('GET /session')).body.signedIn).toBe(true);
  });

  test('lets the allowed page read answers and errors, and no other', async () => {
    const own = await server.visitor().send('GET', '/session');
    expect(own.headers.get('Access-Control-Allow-Origin')).toBe(pageOrigin);
    expect(own.headers.get('Access-Control-Allow-Credentials')).toBe('true');
    const failed = await server.visitor().send('GET', '/nothing-here');
    expect(failed).toMatchObject({ status: 404, body: { error: 'not-found' } });
    expect(failed.headers.get('Access-Control-Allow-Origin')).toBe(pageOrigin);
    const other = await server.visitor().send('GET', '/session', undefined, { Origin: 'https://evil.test' });
    expect(other.status).toBe(403);
    expect(other.headers.get('Access-Control-Allow-Origin')).toBeNull();
    for (const { headers } of [own, failed, other]) expect(headers.get('Vary')).toContain('Origin');
  });

  test('answers the preflight of an allowed page alone', async () => {
    const asks = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' };
    const own = await server.visitor().send('OPTIONS', '/login/code', undefined, asks);
    expect(own.status).toBe(204);
    expect(own.headers.get('Access-Control-Allow-Headers')).toBe('Content-Type, Min-Side-Shown, Min-Side-Session');
    const other = await server.visitor().send('OPTIONS', '/login/code', undefined, { ...asks, Origin: 'https://evil.test' });
    expect(other.status).toBe(403);
  });
});

describe('what a request may hold', () => {
  test('refuses a body over 16 kB, broken JSON, and what is not of the contract’s form', async () => {
    const visitor = server.visitor();
    expect(await visitor.send('POST', '/login/recovery', { mobile: 'x'.repeat(17_000) })).toMatchObject({
      status: 413,
      body: { error: 'too-large' },
    });
    expect(await visitor.send('POST', '/login/recovery', '{"mobile":')).toMatchObject({ status: 400, body: { error: 'bad-request' } });
    expect(await visitor.send('POST', '/login/recovery', { mobile: 94_059_810 })).toMatchObject({
      status: 400,
      body: { error: 'bad-request' },
    });
    expect(await visitor.send('POST', '/login/recovery', { mobile: { $gt: '' } })).toMatchObject({
      status: 400,
      body: { error: 'bad-request' },
    });
  });

  test('refuses a NUL in a text, and a body that can’t be unpacked', async () => {
    const { visitor } = await becomeHolder(server);
    const { body } = await visitor.call('GET /session');
    const id = body.signedIn ? body.relationship!.id : '';
    const refused = { status: 400, body: { error: 'bad-request' } };
    expect(await visitor.send('PUT', `/account/links/${id}`, { ownName: 'Hytta\0' })).toMatchObject(refused);
    expect(await visitor.send('POST', '/login/recovery', { mobile: '94059810\0' })).toMatchObject(refused);
    expect(await visitor.send('POST', '/login/recovery', { mobile: newMobile() }, { 'Content-Encoding': 'gzip' })).toMatchObject(refused);
  });

  test('lives on after a request that breaks off', async () => {
    const url = new URL(server.url);
    const { connect } = await import('node:net');
    const socket = connect(Number(url.port), url.hostname);
    socket.write(
      `POST /api/login/recovery HTTP/1.1\r\nHost: x\r\nOrigin: ${pageOrigin}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 500\r\n\r\n`,
    );
    // It has read the head, and waits for the body.
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1.1 100 Continue/);
    await new Promise((resolve) => socket.write('{"mob', resolve));
    socket.destroy();
    expect((await server.visitor().send('GET', '/session')).status).toBe(200);
  });
});

describe('the session’s cookie', () => {
  test('is bound to the host, over TLS, out of scripts’ reach, and to the site', async () => {
    const answer = await askForCode(server.visitor(), await addCustomer(server.database), newMobile());
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-min-side=[\w-]{43}; path=\/; expires=[^;]+; samesite=strict; secure; httponly$/i);
  });

  test('may be used in a page of another site where that is configured, kept apart by partition', async () => {
    const cross = await startTestServer({ CROSS_SITE: 'yes' });
    try {
      const visitor = cross.visitor({ 'Sec-Fetch-Site': 'cross-site' });
      const answer = await askForCode(visitor, await addCustomer(cross.database), newMobile());
      expect(answer.headers.getSetCookie()[0]).toMatch(
        /^__Host-min-side=[\w-]{43}; path=\/; expires=[^;]+; samesite=none; secure; httponly; partitioned$/i,
      );
    } finally {
      await cross.stop();
    }
  });

  test('is handed to a page of another site only until it has come back once, and lives on by a header where it never does', async () => {
    const cross = await startTestServer({ CROSS_SITE: 'yes' });
    const header = 'Min-Side-Session';
    const challenge = async (visitor: Visitor, held: string | undefined) => {
      const { plantNumber, meteringPointId } = await addCustomer(cross.database);
      const mobile = newMobile();
      const body = { plantNumber, meteringPointId, mobile, termsVersion: '1.0' };
      const answer = await visitor.send('POST', '/login/challenge', body, held === undefined ? {} : { [header]: held });
      return { id: answer.headers.get(header), code: await cross.gateway.nextCode(mobile) };
    };
    try {
      const keeping = cross.visitor({ 'Sec-Fetch-Site': 'cross-site' });
      const first = await challenge(keeping, 'ask');
      expect(first.id).toBe(keeping.cookies.get('__Host-min-side'));
      const inside = await keeping.send('POST', '/login/code', { code: first.code }, { [header]: first.id! });
      expect(inside).toMatchObject({ status: 200 });
      expect(inside.headers.get(header)).toBe('');

      const refusing = cross.visitor({ 'Sec-Fetch-Site': 'cross-site' });
      const { id, code } = await challenge(refusing, 'ask');
      refusing.cookies.clear();
      expect((await refusing.send('GET', '/session', undefined, { [header]: id! })).headers.get(header)).toBe(id);
      const signedIn = await refusing.send('POST', '/login/code', { code }, { [header]: id! });
      const held = signedIn.headers.get(header)!;
      expect(held).toMatch(/^[\w-]{43}$/);
      expect(held).not.toBe(id);
      refusing.cookies.clear();
      const seen = (headers: Record<string, string>) => refusing.send('GET', '/consumption/years', undefined, headers);
      expect((await seen({ [header]: held })).status).toBe(200);
      expect((await seen({ [header]: id! })).status).toBe(401);
      expect((await seen({})).status).toBe(401);
      // What a proxy may keep and give to others says neither the id nor whose it is.
      const kept = await refusing.send('GET', '/utility', undefined, { [header]: held });
      expect(kept.headers.get('Cache-Control')).toContain('public');
      expect([header, 'Min-Side-Shown', 'Set-Cookie'].map((name) => kept.headers.get(name))).toEqual([null, null, null]);
      expect((await refusing.send('DELETE', '/session', {}, { [header]: held })).status).toBe(204);
      refusing.cookies.clear();
      expect((await seen({ [header]: held })).status).toBe(401);

      // Nobody who doesn't ask, and nobody of this site, whose browsers keep cookies.
      expect((await challenge(cross.visitor({ 'Sec-Fetch-Site': 'cross-site' }), undefined)).id).toBeNull();
      expect((await challenge(cross.visitor(), 'ask')).id).toBeNull();
      const sameSite = cross.visitor();
      expect((await sameSite.send('GET', '/session', undefined, { [header]: held })).headers.get(header)).toBeNull();
    } finally {
      await cross.stop();
    }
  });

  test('is worth nothing as it lies in the database', async () => {
    const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
    const id = visitor.cookies.get('__Host-min-side')!;
    const rows = await server.database('session');
    expect(JSON.stringify(rows)).not.toContain(id);
    const thief = server.visitor();
    for (const { id_hash: hash } of rows) {
      thief.cookies.set('__Host-min-side', hash.toString('base64url'));
      expect((await thief.call('GET /session')).body.signedIn).toBe(false);
    }
  });

  test('is not taken when somebody else chose it', async () => {
    const visitor = server.visitor();
    const planted = 'A'.repeat(43);
    visitor.cookies.set('__Host-min-side', planted);
    const mobile = newMobile();
    await askForCode(visitor, await addCustomer(server.database), mobile);
    await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
    expect(visitor.cookies.get('__Host-min-side')).not.toBe(planted);
  });
});

test.each([
  ['its own origin on this machine', {}, 'http://localhost:1234', 'localhost:1234', 401],
  ['an origin that is only what Host says', {}, 'http://evil.test', 'evil.test', 403],
  ['its public origin', { PUBLIC_ORIGIN: 'https://minside.test' }, 'https://minside.test', 'inside.internal', 401],
  ['this machine where it has a public origin', { PUBLIC_ORIGIN: 'https://minside.test' }, 'http://localhost:1234', 'localhost:1234', 403],
])('judges %s', async (_, environment, origin, host, status) => {
  const own = await startTestServer({ ALLOWED_ORIGINS: '', PROXIES: '0', SMS_DOMAIN: 'localhost', ...environment });
  try {
    const headers = { Origin: origin, Host: host, 'Content-Type': 'application/json', 'X-Forwarded-Host': host };
    const asked = request(`${own.url}/api/login/resend`, { method: 'POST', headers }).end('{}');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(status);
  } finally {
    await own.stop();
  }
});

test('tells the operator once when a proxy stands in front that it was not told of', async () => {
  const bare = await startTestServer({ PROXIES: '0' });
  try {
    const told = () => bare.logged.filter((line) => line.includes('PROXIES is 0')).length;
    await fetch(`${bare.url}/livez`);
    expect(told()).toBe(0);
    for (let n = 0; n < 3; n += 1) await bare.visitor().call('GET /session');
    expect(told()).toBe(1);
  } finally {
    await bare.stop();
  }
});

test('knows no other methods than the API has', async () => {
  const answer = await server.visitor().send('PATCH', '/session', {});
  expect(answer).toMatchObject({ status: 405, body: { error: 'bad-request' } });
  expect(answer.headers.get('Allow')).toContain('DELETE');
});

test('counts a whole IPv6 /48 too, so that an address for each call is worth little', async () => {
  const narrow = await startTestServer({ LOGIN_CALLS_PER_MINUTE: '3' });
  try {
    const statuses = [];
    for (let n = 0; n < 14; n += 1)
      statuses.push((await narrow.visitor({ 'X-Forwarded-For': `2001:db8:7:${n}::1` }).send('POST', '/login/resend', {})).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(12);
    expect(statuses.slice(12)).toEqual([429, 429]);
  } finally {
    await narrow.stop();
  }
});

test('counts every call by address, not only log-ins', async () => {
  const narrow = await startTestServer({ CALLS_PER_MINUTE: '10' });
  try {
    const visitor = narrow.visitor();
    const statuses = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await visitor.call('GET /session')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
  } finally {
    await narrow.stop();
  }
});

test('takes 50 log-in calls at once, and tells a flood from many addresses to come back', async () => {
  const paced = await startTestServer({ LOGIN_CALLS_PER_SECOND: '1' });
  try {
    const answers = await Promise.all(Array.from({ length: 12 }, () => paced.visitor().send('POST', '/login/resend', {})));
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
    expect(answers.filter(({ body }) => (body as { error?: string }).error === 'busy').length).toBeGreaterThanOrEqual(6);
    // Whoever was turned away passes those by who were never here, and who go on.
    const person = paced.visitor();
    const flood = () => Promise.all(Array.from({ length: 12 }, () => paced.visitor().send('POST', '/login/resend', {})));
    for (let n = 0; n < 10 && person.cookies.size === 0; n += 1) await Promise.all([flood(), person.send('POST', '/login/resend', {})]);
    await flood();
    expect(person.cookies.get('__Host-min-side-turn')).toBe('1');
    expect((await person.send('POST', '/login/resend', {})).status).toBe(401);
  } finally {
    await paced.stop();
  }
});

test('lets a page that holds its log-in where the browser keeps no cookie go on with it in a flood', async () => {
  const paced = await startTestServer({ LOGIN_CALLS_PER_SECOND: '1', CROSS_SITE: 'yes' });
  try {
    const visitor = paced.visitor({ 'Sec-Fetch-Site': 'cross-site' });
    const send = (path: string, body: object, id: string) => visitor.send('POST', path, body, { 'Min-Side-Session': id });
    const { plantNumber, meteringPointId } = await addCustomer(paced.database);
    const mobile = newMobile();
    const asked = await send('/login/challenge', { plantNumber, meteringPointId, mobile, termsVersion: '1.0' }, 'ask');
    const code = await paced.gateway.nextCode(mobile);
    visitor.cookies.clear();
    const flood = await Promise.all(Array.from({ length: 12 }, () => paced.visitor().send('POST', '/login/resend', {})));
    expect(flood.some(({ body }) => (body as { error?: string }).error === 'busy')).toBe(true);
    const entered = await send('/login/code', { code }, asked.headers.get('Min-Side-Session')!);
    expect(entered).toMatchObject({ status: 200, body: { next: 'inside' } });
  } finally {
    await paced.stop();
  }
});

test('leaves the database’s connections to customers while strangers’ log-ins wait there', async () => {
  const few = await startTestServer({ DATABASE_STRANGERS: '2' });
  const operator = openDatabaseForWork(few.running.services.config.database.url);
  const lock = await operator.transaction();
  const waiting = async () =>
    (
      await operator.raw<{ rows: [{ count: number }] }>(
        `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
    ).rows[0].count;
  try {
    const { visitor } = await logInAsGuest(few, await addCustomer(few.database));
    await lock.raw('lock table mobile_code');
    const strangers = Array.from({ length: 12 }, () =>
      askForCode(few.visitor(), { plantNumber: '999999', meteringPointId: '707057500000000009' }, newMobile()),
    );
    await expect.poll(waiting).toBeGreaterThan(1);
    expect((await visitor.call('GET /consumption/years')).status).toBe(200);
    expect(await waiting()).toBeLessThanOrEqual(2);
    await lock.rollback();
    await Promise.all(strangers);
  } finally {
    await lock.rollback();
    await operator.destroy();
    await few.stop();
  }
});

test('lets a device that the account knows log in while others flood with cookies that look like ours', async () => {
  const paced = await startTestServer({ LOGIN_CALLS_PER_SECOND: '1' });
  try {
    const password = 'blå himmel over byen';
    const { mobile } = await addAccount(paced, [await addCustomer(paced.database)], password);
    const known = paced.visitor();
    await known.call('POST /login/password', { body: { mobile, password } });
    await known.call('POST /login/code', { body: { code: await paced.gateway.nextCode(mobile) } });
    const device = known.cookies.get('__Host-min-side-device')!;
    known.cookies.delete('__Host-min-side');
    const forged = async (token: string) => {
      const visitor = paced.visitor();
      visitor.cookies.set('__Host-min-side-device', token);
      return (await visitor.send('POST', '/login/resend', {})).body as { error?: string };
    };
    const [random, seal] = device.split('.');
    const tokens = ['x', random!, `${random}.`, `A${random!.slice(1)}.${seal}`, `${random}.${seal}A`, `.${seal}`];
    const answers = await Promise.all(Array.from({ length: 18 }, (_, n) => forged(tokens[n % tokens.length]!)));
    expect(answers.filter(({ error }) => error === 'busy').length).toBeGreaterThanOrEqual(6);
    expect((await known.call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'inside' });
  } finally {
    await paced.stop();
  }
});

test('counts log-in calls by IPv4 address and by IPv6 /64, and says when to come back', async () => {
  const narrow = await startTestServer({ LOGIN_CALLS_PER_MINUTE: '3' });
  try {
    const ask = (address: string) => narrow.visitor({ 'X-Forwarded-For': address }).send('POST', '/login/resend', {});
    for (const addresses of [
      ['192.0.2.7', '192.0.2.7', '192.0.2.7', '192.0.2.7'],
      ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:ffff::1', '2001:db8:1:2:aaaa::9'],
    ]) {
      const answers = [];
      for (const address of addresses) answers.push(await ask(address));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 429]);
      expect(answers[3]!.body).toMatchObject({ error: 'wait', retryAfterSeconds: expect.any(Number) });
    }
    expect((await ask('192.0.2.8')).status).toBe(401);
    expect((await ask('2001:db8:1:3::1')).status).toBe(401);
    // What a caller itself puts in front of the proxy's address doesn't count.
    expect((await ask('203.0.113.5, 192.0.2.7')).status).toBe(429);
  } finally {
    await narrow.stop();
  }
});

test('sends no cookie, no store and a closed policy with what the API answers', async () => {
  const { headers } = await server.visitor().send('GET', '/session');
  expect(headers.get('Cache-Control')).toBe('no-store');
  expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get('Referrer-Policy')).toBe('no-referrer');
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Strict-Transport-Security')).toContain('max-age=');
  expect(headers.get('X-Powered-By')).toBeNull();
});
