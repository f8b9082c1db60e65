import { afterAll, beforeAll, expect, test } from 'vitest';
import { pseudonym } from '../../../server/ground/pseudonym.ts';
import { addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

function wrongFor(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

test('logs a guest in with plant number, metering point and the code', async () => {
  const customer = await addCustomer(server.database);
  const { answer, visitor, mobile } = await logInAsGuest(server, customer);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    next: 'inside',
    session: { signedIn: true, kind: 'guest', mobile, hasAccount: false, termsDue: false },
  });
  const session = await visitor.call('GET /session');
  expect(session.body).toMatchObject({ signedIn: true, relationship: { id: customer.relationshipId, customerName: customer.name } });
});

test('writes the SMS and names the device in the language that the page speaks', async () => {
  const visitor = server.visitor({ 'Accept-Language': 'en' });
  const mobile = newMobile();
  await askForCode(visitor, await addCustomer(server.database), mobile);
  const code = await server.gateway.nextCode(mobile);
  expect(server.gateway.received.find(({ to }) => to === mobile)!.text).toContain('Your code is');
  await visitor.call('POST /login/code', { body: { code } });
  expect((await visitor.call('GET /profile')).body.loggedIn).toEqual([expect.objectContaining({ device: 'Chrome on Android' })]);
});

test('answers in one what the portal asks first: who is there, or which code is under way, and the utility', async () => {
  const customer = await addCustomer(server.database);
  const visitor = server.visitor();
  const start = async () => (await visitor.call('GET /start')).body;
  const utility = (await visitor.call('GET /utility')).body;
  expect(await start()).toEqual({ session: { signedIn: false }, utility });
  expect(visitor.cookies.size).toBe(0);
  const mobile = newMobile();
  await askForCode(visitor, customer, mobile);
  expect(await start()).toMatchObject({ session: { signedIn: false, pending: { next: 'code' } }, utility });
  await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  expect(await start()).toEqual({ session: (await visitor.call('GET /session')).body, utility });
});

test('makes no session before log-in starts', async () => {
  const visitor = server.visitor();
  expect((await visitor.call('GET /utility')).body).toMatchObject({
    name: 'Fredrikstad Fjernvarme',
    termsVersion: '1.0',
    smsDelayed: false,
    smsSpent: false,
  });
  expect((await visitor.call('GET /session')).body).toEqual({ signedIn: false });
  expect(visitor.cookies.size).toBe(0);
});

test('gives a new id at log-in and none of the old works any more', async () => {
  const customer = await addCustomer(server.database);
  const mobile = newMobile();
  const visitor = server.visitor();
  await askForCode(visitor, customer, mobile);
  const before = visitor.cookies.get('__Host-min-side')!;
  await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  const after = visitor.cookies.get('__Host-min-side')!;
  expect(after).not.toBe(before);
  expect(Buffer.from(after, 'base64url')).toHaveLength(32);
  visitor.cookies.set('__Host-min-side', before);
  expect((await visitor.call('GET /session')).body).toEqual({ signedIn: false });
});

test('ends the session at log-out, in the store too', async () => {
  const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
  const id = visitor.cookies.get('__Host-min-side')!;
  expect((await visitor.call('DELETE /session')).status).toBe(204);
  expect(visitor.cookies.size).toBe(0);
  visitor.cookies.set('__Host-min-side', id);
  expect((await visitor.call('GET /session')).body).toEqual({ signedIn: false });
});

test('ends after 30 minutes without use, and after 12 hours in all', async () => {
  const idle = await logInAsGuest(server, await addCustomer(server.database));
  server.pass(29 * 60_000);
  expect((await idle.visitor.call('GET /session')).body.signedIn).toBe(true);
  server.pass(31 * 60_000);
  expect((await idle.visitor.call('GET /session')).body.signedIn).toBe(false);
  const busy = await logInAsGuest(server, await addCustomer(server.database));
  for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
    expect((await busy.visitor.call('GET /session')).body.signedIn).toBe(true);
    server.pass(20 * 60_000);
  }
  expect((await busy.visitor.call('GET /session')).body.signedIn).toBe(false);
});

test('answers the same for numbers that fit nobody, sends nothing, and takes no code', async () => {
  const customer = await addCustomer(server.database);
  const real = server.visitor();
  const hollow = server.visitor();
  const mobile = newMobile();
  const realAnswer = await askForCode(real, customer, newMobile());
  const hollowAnswer = await askForCode(hollow, { ...customer, plantNumber: '999999' }, mobile);
  expect(hollowAnswer.status).toBe(realAnswer.status);
  expect(Object.keys(hollowAnswer.body)).toEqual(Object.keys(realAnswer.body));
  expect([...hollowAnswer.headers.keys()].sort()).toEqual([...realAnswer.headers.keys()].sort());
  for (const triesLeft of [3, 2, 1]) {
    expect((await hollow.call('POST /login/code', { body: { code: '123456' } })).body).toEqual({ error: 'code-wrong', triesLeft });
  }
  expect((await hollow.call('POST /login/code', { body: { code: '123456' } })).body).toEqual({ error: 'code-dead', triesLeft: 0 });
  await server.running.services.sms.settle();
  expect(server.gateway.received.some(({ to }) => to === mobile)).toBe(false);
});

test('refuses the fifth guess, even the right one', async () => {
  const mobile = newMobile();
  const visitor = server.visitor();
  await askForCode(visitor, await addCustomer(server.database), mobile);
  const code = await server.gateway.nextCode(mobile);
  for (let guess = 0; guess < 4; guess += 1) await visitor.call('POST /login/code', { body: { code: wrongFor(code) } });
  expect((await visitor.call('POST /login/code', { body: { code } })).body.error).toBe('code-dead');
});

test('counts 50 parallel wrong tries as no fewer than they are', async () => {
  const mobile = newMobile();
  const visitor = server.visitor();
  await askForCode(visitor, await addCustomer(server.database), mobile);
  const code = await server.gateway.nextCode(mobile);
  const answers = await Promise.all(Array.from({ length: 50 }, () => visitor.send('POST', '/login/code', { code: wrongFor(code) })));
  const wrong = answers.filter(({ body }) => body.error === 'code-wrong').map(({ body }) => body.triesLeft);
  expect(wrong.toSorted()).toEqual([1, 2, 3]);
  expect(answers.every(({ status }) => status === 401)).toBe(true);
  expect((await visitor.call('POST /login/code', { body: { code } })).body.error).toBe('code-dead');
});

test('logs in once with the same right code, sent many times at once, and lets each of them in', async () => {
  const mobile = newMobile();
  const visitor = server.visitor();
  await askForCode(visitor, await addCustomer(server.database), mobile);
  const code = await server.gateway.nextCode(mobile);
  const answers = await Promise.all(Array.from({ length: 10 }, () => visitor.send('POST', '/login/code', { code })));
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { next: 'inside', session: { signedIn: true } } });
  expect((await visitor.call('GET /session')).body.signedIn).toBe(true);
  expect(await server.database('session').where({ mobile })).toHaveLength(1);
  const subject = pseudonym(server.running.services.config.login.key, 'mobile', mobile);
  expect(await server.database('audit').where({ subject, what: 'login' })).toHaveLength(1);
  expect(await server.database('audit').where({ subject, what: 'code-refused' })).toEqual([]);
});

test('lets the browser that sent the right code send it again for a minute, and no other, nor one that logged out', async () => {
  const mobile = newMobile();
  const visitor = server.visitor();
  await askForCode(visitor, await addCustomer(server.database), mobile);
  const before = new Map(visitor.cookies);
  const code = await server.gateway.nextCode(mobile);
  await visitor.call('POST /login/code', { body: { code } });
  const after = visitor.cookies.get('__Host-min-side')!;
  // The answer was lost: the browser has the old cookie still.
  const again = server.visitor();
  for (const [name, value] of before) again.cookies.set(name, value);
  expect((await again.call('GET /session')).body).toEqual({ signedIn: false });
  expect((await again.call('POST /login/code', { body: { code: wrongFor(code) } })).body.error).toBe('code-dead');
  expect((await again.call('POST /login/code', { body: { code } })).body).toMatchObject({ next: 'inside' });
  expect(again.cookies.get('__Host-min-side')).toBe(after);
  expect((await server.visitor().call('POST /login/code', { body: { code } })).body.error).toBe('code-dead');

  const late = server.visitor();
  for (const [name, value] of before) late.cookies.set(name, value);
  server.pass(60_000);
  expect((await late.call('POST /login/code', { body: { code } })).body.error).toBe('code-dead');
});

test('lets nobody in by the same code after the log-out', async () => {
  const mobile = newMobile();
  const visitor = server.visitor();
  await askForCode(visitor, await addCustomer(server.database), mobile);
  const before = new Map(visitor.cookies);
  const code = await server.gateway.nextCode(mobile);
  await visitor.call('POST /login/code', { body: { code } });
  await visitor.call('DELETE /session');
  for (const [name, value] of before) visitor.cookies.set(name, value);
  expect((await visitor.call('POST /login/code', { body: { code } })).body.error).toBe('code-dead');
});

test('takes the code from the browser that asked alone', async () => {
  const customer = await addCustomer(server.database);
  const mobile = newMobile();
  const asked = server.visitor();
  const other = server.visitor();
  await askForCode(asked, customer, mobile);
  const code = await server.gateway.nextCode(mobile);
  await askForCode(other, customer, newMobile());
  expect((await other.call('POST /login/code', { body: { code } })).body.error).toBe('code-wrong');
  expect((await server.visitor().call('POST /login/code', { body: { code } })).body.error).toBe('code-dead');
  expect((await asked.call('POST /login/code', { body: { code } })).status).toBe(200);
});

test('lets a code expire after five minutes', async () => {
  const mobile = newMobile();
  const visitor = server.visitor();
  await askForCode(visitor, await addCustomer(server.database), mobile);
  const code = await server.gateway.nextCode(mobile);
  server.pass(5 * 60_000 + 1000);
  expect((await visitor.call('POST /login/code', { body: { code } })).body.error).toBe('code-expired');
});

test('sends a new code after 60 seconds, then 120, and the one before is dead', async () => {
  const mobile = newMobile();
  const visitor = server.visitor();
  const first = await askForCode(visitor, await addCustomer(server.database), mobile);
  expect(first.body).toEqual({ mobile, digits: 6, crowded: false, expiresInSeconds: 300, resendInSeconds: 60 });
  const old = await server.gateway.nextCode(mobile);
  const early = await visitor.call('POST /login/resend', { body: {} });
  expect(early.body).toMatchObject({ error: 'wait' });
  expect(early.body.retryAfterSeconds).toBeGreaterThan(50);
  expect(early.headers.get('Retry-After')).toBe(String(early.body.retryAfterSeconds));
  server.pass(60_000);
  const both = await Promise.all([visitor.send('POST', '/login/resend', {}), visitor.send('POST', '/login/resend', {})]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 429]);
  const renewed = await server.gateway.nextCode(mobile);
  server.pass(61_000);
  expect((await visitor.call('POST /login/resend', { body: {} })).body.error).toBe('wait');
  if (old !== renewed) expect((await visitor.call('POST /login/code', { body: { code: old } })).body.error).toBe('code-wrong');
  expect((await visitor.call('POST /login/code', { body: { code: renewed } })).status).toBe(200);
});

test('tells what is wrong with a field before anything is looked up', async () => {
  const customer = await addCustomer(server.database);
  const visitor = server.visitor();
  expect((await askForCode(visitor, { ...customer, plantNumber: '66O100' }, newMobile())).body).toEqual({
    error: 'bad-field',
    field: 'plantNumber',
    reason: 'digits-only',
  });
  expect((await askForCode(visitor, { ...customer, meteringPointId: ' ' }, newMobile())).body).toEqual({
    error: 'bad-field',
    field: 'meteringPointId',
    reason: 'required',
  });
  expect((await askForCode(visitor, customer, '69 31 00 00')).body).toEqual({
    error: 'bad-field',
    field: 'mobile',
    reason: 'not-a-mobile',
  });
  expect((await askForCode(visitor, customer, '+46 70 123 45 67')).body).toEqual({
    error: 'bad-field',
    field: 'mobile',
    reason: 'country-not-allowed',
  });
  expect(visitor.cookies.size).toBe(0);
});

test('takes numbers as people write them, and shows the mobile as it was typed', async () => {
  const customer = await addCustomer(server.database);
  const spaced = `${customer.meteringPointId.slice(0, 6)} ${customer.meteringPointId.slice(6)}`;
  const answer = await askForCode(
    server.visitor(),
    { plantNumber: ` ${customer.plantNumber} `, meteringPointId: spaced },
    '+47 940 59 810',
  );
  expect(answer.status).toBe(200);
  expect(answer.body.mobile).toBe('+47 940 59 810');
  await server.gateway.nextCode('+4794059810');
});

test('asks for the newest terms, and records which were accepted', async () => {
  const customer = await addCustomer(server.database);
  const { plantNumber, meteringPointId } = customer;
  const old = await server
    .visitor()
    .call('POST /login/challenge', { body: { plantNumber, meteringPointId, mobile: newMobile(), termsVersion: '0.9' } });
  expect(old.body.error).toBe('terms-changed');
  const before = await server.database('terms_acceptance').count();
  await logInAsGuest(server, customer);
  const rows = await server.database('terms_acceptance').orderBy('terms_acceptance_id');
  expect(rows).toHaveLength(Number(before[0]!['count']) + 1);
  expect(rows.at(-1)).toMatchObject({ version: '1.0', channel: 'guest-login', text_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await expect(server.database('terms_acceptance').update({ version: 'x' })).rejects.toThrow('insert-only');
  await expect(server.database('audit').delete()).rejects.toThrow('insert-only');
});

test('tells the number on the record when another was used', async () => {
  const registered = newMobile();
  await logInAsGuest(server, await addCustomer(server.database, { registeredMobile: registered }));
  await expect.poll(() => server.gateway.received.find(({ to }) => to === registered)?.text).toContain('Et annet mobilnummer');
});

test('sends one GSM-7 segment that names the utility and ends in the WebOTP line', async () => {
  const mobile = newMobile();
  await askForCode(server.visitor(), await addCustomer(server.database), mobile);
  const code = await server.gateway.nextCode(mobile);
  const sms = server.gateway.received.find(({ to }) => to === mobile)!;
  expect(sms.from).toBe('92300070');
  expect(sms.text).toContain('Fredrikstad Fjernvarme');
  expect(sms.text.split('\n').at(-1)).toBe(`@www.fjernvarme.test #${code}`);
});
