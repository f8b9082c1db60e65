import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAccount, addCustomer, logInAsGuest, newMobile } from '../../support/customer.ts';
import { processorMs } from '../../support/processor-time.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const password = 'blå himmel over byen';
let server: TestServer;
beforeAll(async () => (server = await startTestServer({ PASSWORD_WRONG_TRIES_PER_DAY: '5' })));
afterAll(() => server.stop());

test('asks for the SMS code too on a device not seen before, and not on one it knows', async () => {
  const customer = await addCustomer(server.database);
  const { mobile, accountId } = await addAccount(server, [customer], password);
  const visitor = server.visitor();
  const first = await visitor.call('POST /login/password', { body: { mobile, password } });
  expect(first.body).toMatchObject({ next: 'code', challenge: { mobile, resendInSeconds: 60 } });
  expect((await visitor.call('GET /session')).body).toMatchObject({
    signedIn: false,
    pending: { next: 'code', mobile: `+•••••••${mobile.slice(-3)}` },
  });
  const inside = await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  expect(inside.body).toMatchObject({ next: 'inside', session: { kind: 'account', relationship: { id: customer.relationshipId } } });
  await visitor.call('DELETE /session');
  const again = await visitor.call('POST /login/password', { body: { mobile, password } });
  expect(again.body).toMatchObject({ next: 'inside', session: { signedIn: true, hasAccount: true } });
  await visitor.call('DELETE /session');
  server.pass(91 * 86_400_000);
  await server
    .database('account')
    .where({ account_id: accountId })
    .update({ last_used_at: new Date(Date.now() + 90 * 86_400_000) });
  expect((await visitor.call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'code' });
});

test('shows none of several relationships until one is chosen', async () => {
  const customers = [await addCustomer(server.database), await addCustomer(server.database)];
  const { mobile } = await addAccount(server, customers, password);
  const visitor = server.visitor();
  await visitor.call('POST /login/password', { body: { mobile, password } });
  const answer = await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  expect(answer.body).toMatchObject({ next: 'inside', session: { relationship: null } });
  expect(answer.body).toHaveProperty('session.linked.length', 2);
});

test('answers an unknown mobile, a wrong password and a damaged hash alike', async () => {
  const { mobile } = await addAccount(server, [await addCustomer(server.database)], password);
  const damaged = await addAccount(server, [await addCustomer(server.database)], password);
  await server.database('account').where({ account_id: damaged.accountId }).update({ password_hash: 'c2NyeXB0' });
  for (const body of [
    { mobile: newMobile(), password },
    { mobile, password: 'noe helt annet' },
    { mobile: damaged.mobile, password },
  ]) {
    const answer = await server.visitor().call('POST /login/password', { body });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ error: 'login-failed' });
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  const noted = await server.database('audit').where({ what: 'login-failed' });
  expect(noted.map(({ account_id, details }) => [account_id !== null, details])).toEqual(
    [false, true, true].map((known) => [known, { kind: 'password' }]),
  );
});

test('works as hard for an unknown mobile as for a wrong password, so that its time tells nothing', async () => {
  const real = await startTestServer({ SCRYPT_LOG_N: '15' });
  try {
    const { mobile } = await addAccount(real, [await addCustomer(real.database)], password);
    const workOf = async (body: { mobile: string; password: string }) => {
      const before = processorMs(process.pid);
      await real.visitor().call('POST /login/password', { body });
      return processorMs(process.pid) - before;
    };
    const work = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 7; round += 1) {
      work.known.push(await workOf({ mobile, password: `galt${round}galt` }));
      work.unknown.push(await workOf({ mobile: newMobile(), password: `galt${round}galt` }));
    }
    // The least of each: what else the process does only adds.
    const ratio = Math.min(...work.unknown) / Math.min(...work.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  } finally {
    await real.stop();
  }
});

test('tells nobody whether a password is right once strangers guess at the mobile, and lets its own device in', async () => {
  const customer = await addCustomer(server.database);
  const { mobile } = await addAccount(server, [customer], password);
  const own = server.visitor();
  await own.call('POST /login/password', { body: { mobile, password } });
  await own.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  for (let guess = 0; guess < 5; guess += 1)
    await server.visitor().call('POST /login/password', { body: { mobile, password: 'galt passord' } });
  for (const guess of ['galt passord', password]) {
    const answer = await server.visitor().call('POST /login/password', { body: { mobile, password: guess } });
    expect(answer.body).toMatchObject({ next: 'code', challenge: { digits: 6 } });
  }
  expect((await own.call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'inside' });
});

test('answers the same to a right password, a wrong one and an unknown mobile once strangers guess, and sends a code to the right one alone', async () => {
  const { mobile } = await addAccount(server, [await addCustomer(server.database)], password);
  const unknown = newMobile();
  for (let guess = 0; guess < 5; guess += 1)
    for (const each of [mobile, unknown])
      await server.visitor().call('POST /login/password', { body: { mobile: each, password: 'galt passord' } });
  const seen = [];
  for (const body of [
    { mobile, password: 'galt passord' },
    { mobile: unknown, password },
    { mobile, password },
  ]) {
    const answer = await server.visitor().call('POST /login/password', { body });
    const { challenge, ...rest } = answer.body as { next: 'code'; challenge: { mobile: string; resendInSeconds: number } };
    seen.push({
      status: answer.status,
      rest,
      challenge: { ...challenge, mobile: '', resendInSeconds: 0 },
      headers: [...answer.headers.keys()].toSorted(),
    });
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
  await server.gateway.nextCode(mobile);
  await server.running.services.sms.settle();
  expect(server.gateway.received.filter(({ to, text }) => [mobile, unknown].includes(to) && text.includes('#'))).toHaveLength(1);
});

test('forgets a known device after five wrong passwords, however they come, and asks it for the SMS code', async () => {
  const { mobile, accountId } = await addAccount(server, [await addCustomer(server.database)], password);
  const own = server.visitor();
  await own.call('POST /login/password', { body: { mobile, password } });
  await own.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  for (let pair = 0; pair < 2; pair += 1) {
    const guesses = [1, 2].map(() => own.send('POST', '/login/password', { mobile, password: 'galt passord' }));
    for (const { body } of await Promise.all(guesses)) expect(body).toEqual({ error: 'login-failed' });
  }
  // A right one gives its place back, and the device is known still.
  for (const _ of [1, 2])
    expect((await own.call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'inside' });
  await own.call('POST /login/password', { body: { mobile, password: 'galt passord' } });
  server.pass(60_000); // The pause between codes.
  expect((await own.call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'code' });
  expect(await server.database('device').where({ account_id: accountId })).toEqual([]);
});

test('makes a hash anew at log-in when its parameters are below the configured', async () => {
  const weak = await startTestServer({ SCRYPT_LOG_N: '15' });
  const strong = await startTestServer({ SCRYPT_LOG_N: '17', SCRYPT_P: '1', CODE_WITH_PASSWORD: 'never' });
  try {
    const passwordHash = await weak.running.services.hashes.hash(password);
    const { mobile, accountId } = await addAccount(strong, [await addCustomer(strong.database)], password, passwordHash);
    expect((await strong.visitor().call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'inside' });
    const { password_hash: renewed } = (await strong.database('account').where({ account_id: accountId }).first())!;
    expect(Buffer.from(renewed, 'base64')[7]).toBe(17);
  } finally {
    await Promise.all([weak.stop(), strong.stop()]);
  }
});

test('sets a new password by SMS, ends every other session and tells the mobile', async () => {
  const customer = await addCustomer(server.database);
  const { mobile } = await addAccount(server, [customer], password);
  const other = server.visitor();
  await other.call('POST /login/password', { body: { mobile, password } });
  await other.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  expect((await other.call('GET /session')).body.signedIn).toBe(true);

  const guest = await logInAsGuest(server, customer, mobile);
  expect((await guest.visitor.call('GET /session')).body.signedIn).toBe(true);
  server.pass(60_000); // The pause between codes.

  const visitor = server.visitor();
  expect((await visitor.call('POST /login/recovery', { body: { mobile } })).status).toBe(200);
  const early = await visitor.call('POST /login/new-password', { body: { password: 'et nytt og langt passord' } });
  expect(early.body).toEqual({ error: 'code-dead' });
  const before = visitor.cookies.get('__Host-min-side');
  const proved = await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  expect(proved.body).toEqual({ next: 'new-password' });
  expect(visitor.cookies.get('__Host-min-side')).not.toBe(before);
  expect((await visitor.call('GET /session')).body).toMatchObject({ signedIn: false, pending: { next: 'new-password' } });
  const old = server.visitor();
  old.cookies.set('__Host-min-side', before!);
  expect((await old.call('POST /login/new-password', { body: { password: 'et nytt og langt passord' } })).body).toEqual({
    error: 'code-dead',
  });
  for (const [typed, reason] of [
    ['kort', 'too-short'],
    ['password1', 'common-password'],
    [`fjernvarme${customer.plantNumber}`, 'guessable-password'],
    [mobile.slice(3), 'guessable-password'],
  ] as const) {
    expect((await visitor.call('POST /login/new-password', { body: { password: typed } })).body).toEqual({
      error: 'bad-field',
      field: 'password',
      reason,
    });
  }
  const both = await Promise.all(
    [1, 2].map((n) => visitor.send('POST', '/login/new-password', { password: `et nytt og langt passord ${n}` })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  for (const outside of [other, guest.visitor]) expect((await outside.call('GET /session')).body).toEqual({ signedIn: false });
  await expect.poll(() => server.gateway.received.some(({ to, text }) => to === mobile && text.includes('Passordet ditt'))).toBe(true);
  expect((await server.visitor().call('POST /login/password', { body: { mobile, password } })).body).toEqual({ error: 'login-failed' });
});

test('answers a forgotten password the same for a mobile without an account, and sends nothing', async () => {
  const { mobile } = await addAccount(server, [await addCustomer(server.database)], password);
  const stranger = newMobile();
  const real = await server.visitor().call('POST /login/recovery', { body: { mobile } });
  const hollow = await server.visitor().call('POST /login/recovery', { body: { mobile: stranger } });
  expect({ ...hollow.body, mobile: '' }).toEqual({ ...real.body, mobile: '' });
  await server.gateway.nextCode(mobile);
  await server.running.services.sms.settle();
  expect(server.gateway.received.some(({ to }) => to === stranger)).toBe(false);
});

test('lets a mobile that was not used for 12 months neither in nor recover before it shows the numbers again', async () => {
  const customer = await addCustomer(server.database);
  const { mobile, accountId } = await addAccount(server, [customer], password);
  await server
    .database('account')
    .where({ account_id: accountId })
    .update({ last_used_at: new Date(Date.now() - 366 * 86_400_000) });
  const answer = await server.visitor().call('POST /login/password', { body: { mobile, password } });
  expect(answer.body).toEqual({ error: 'conflict', reason: 'prove-again' });
  await server.visitor().call('POST /login/recovery', { body: { mobile } });
  await server.running.services.sms.settle();
  expect(server.gateway.received.some(({ to }) => to === mobile)).toBe(false);
  await logInAsGuest(server, customer, mobile);
  expect((await server.visitor().call('POST /login/password', { body: { mobile, password } })).body).toMatchObject({ next: 'code' });
});

test('asks an account holder for newer terms before anything else', async () => {
  const { mobile } = await addAccount(server, [await addCustomer(server.database)], password);
  const visitor = server.visitor();
  await visitor.call('POST /login/password', { body: { mobile, password } });
  const answer = await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  expect(answer.body).toMatchObject({ session: { termsDue: true } });
  const accepted = await logInAsGuest(server, await addCustomer(server.database));
  expect(accepted.answer.body).toMatchObject({ session: { termsDue: false } });
});
