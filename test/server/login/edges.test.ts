import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spendChallenge } from '../../../server/login/challenge-queries.ts';
import { claimHit, releaseHit } from '../../../server/account/limit-counter.ts';
import { pseudonym } from '../../../server/ground/pseudonym.ts';
import { addAccount, addCustomer, askForCode, logInAsGuest, newMobile } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

/* Edges that nothing else would notice: each says what would go wrong without it. */
const password = 'blå himmel over byen';
const minuteMs = 60_000;
let server: TestServer;
let passwordHash: string;
beforeAll(async () => {
  server = await startTestServer({ PASSWORD_WRONG_TRIES_PER_DAY: '5' });
  passwordHash = await server.running.services.hashes.hash(password);
});
afterAll(() => server.stop());

const subjectOf = (mobile: string) => pseudonym(server.running.services.config.login.key, 'mobile', mobile);
const send = (visitor: Visitor, code: string) => visitor.call('POST /login/code', { body: { code } });
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a new code', () => {
  test('begins with all its tries, or the person who mistyped twice would be out at the third', async () => {
    const [customer, mobile, visitor] = [await addCustomer(server.database), newMobile(), server.visitor()];
    await askForCode(visitor, customer, mobile);
    const first = await server.gateway.nextCode(mobile);
    for (const triesLeft of [3, 2, 1]) expect((await send(visitor, wrongFor(first))).body.triesLeft).toBe(triesLeft);
    server.pass(minuteMs);
    await visitor.call('POST /login/resend', { body: {} });
    const second = await server.gateway.nextCode(mobile);
    for (const triesLeft of [3, 2]) expect((await send(visitor, wrongFor(second))).body.triesLeft).toBe(triesLeft);
    expect((await send(visitor, second)).status).toBe(200);
  });

  test('comes neither after the right one nor an hour later, when somebody else may sit there', async () => {
    const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
    server.pass(2 * minuteMs);
    expect((await visitor.call('POST /login/resend', { body: {} })).body.error).toBe('code-dead');
    const late = server.visitor();
    await askForCode(late, await addCustomer(server.database), newMobile());
    // The session that only waits for the code is kept alive by a look at it.
    for (const _ of [1, 2, 3]) {
      server.pass(21 * minuteMs);
      await late.call('GET /session');
    }
    expect((await late.call('POST /login/resend', { body: {} })).body.error).toBe('not-signed-in');
  });
});

describe('a wrong code', () => {
  test('at numbers that fit nobody kills no code on the telephone', async () => {
    const [customer, mobile, owner] = [await addCustomer(server.database), newMobile(), server.visitor()];
    await askForCode(owner, customer, mobile);
    const code = await server.gateway.nextCode(mobile);
    for (let n = 0; n < 5; n += 1) {
      const stranger = server.visitor();
      await askForCode(stranger, { plantNumber: '999999', meteringPointId: '707057500000000009' }, mobile);
      for (let guess = 0; guess < 4; guess += 1) await send(stranger, wrongFor(code));
    }
    expect((await send(owner, code)).status).toBe(200);
  });

  test('leaves a line in the audit, fitting or not: the operator sees that somebody guesses', async () => {
    for (const plantNumber of [undefined, '999999']) {
      const [customer, mobile, visitor] = [await addCustomer(server.database), newMobile(), server.visitor()];
      await askForCode(visitor, { ...customer, ...(plantNumber && { plantNumber }) }, mobile);
      await send(visitor, '000000');
      expect(await server.database('audit').where({ subject: subjectOf(mobile), what: 'code-refused' })).toHaveLength(1);
    }
  });
});

describe('a forgotten password', () => {
  async function prove(): Promise<{ visitor: Visitor; accountId: string; known: Visitor; mobile: string }> {
    const { mobile, accountId } = await addAccount(server, [await addCustomer(server.database)], password, passwordHash);
    const known = server.visitor();
    await known.call('POST /login/password', { body: { mobile, password } });
    await send(known, await server.gateway.nextCode(mobile));
    const visitor = server.visitor();
    await visitor.call('POST /login/recovery', { body: { mobile } });
    expect((await send(visitor, await server.gateway.nextCode(mobile))).body).toEqual({ next: 'new-password' });
    return { visitor, accountId, known, mobile };
  }

  test('may be replaced for ten minutes after the code, not when the telephone lay open on the table since', async () => {
    const { visitor } = await prove();
    server.pass(10 * minuteMs + 1000);
    expect((await visitor.call('POST /login/new-password', { body: { password: 'et nytt og langt passord' } })).body.error).toBe(
      'code-dead',
    );
  });

  test('is replaced once by a code: what two windows send at the same moment is spent by one', async () => {
    const { accountId } = await prove();
    const { challenge_id: challengeId } = (await server
      .database('challenge')
      .where({ account_id: accountId, purpose: 'recovery' })
      .first())!;
    const at = server.running.services.now();
    const spend = () => spendChallenge(server.database, challengeId, 'recovery', at, 10 * minuteMs);
    const spent = await Promise.all([spend(), spend()]);
    expect(spent.filter((challenge) => challenge !== null)).toHaveLength(1);
    expect(await spend()).toBeNull();
  });

  test('has no second code sent for the one that was right', async () => {
    const { visitor, mobile } = await prove();
    server.pass(2 * minuteMs);
    const before = server.gateway.received.filter(({ to }) => to === mobile).length;
    expect((await visitor.call('POST /login/resend', { body: {} })).body).toEqual({ error: 'code-dead' });
    await server.running.services.sms.settle();
    expect(server.gateway.received.filter(({ to }) => to === mobile)).toHaveLength(before);
  });

  test('forgets the devices that the account knew: whoever has the old one must show a code', async () => {
    const { visitor, known, mobile } = await prove();
    await visitor.call('POST /login/new-password', { body: { password: 'et nytt og langt passord' } });
    const answer = await known.call('POST /login/password', { body: { mobile, password: 'et nytt og langt passord' } });
    expect(answer.body).toMatchObject({ next: 'code' });
  });
});

describe('a counter', () => {
  const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000);
  const rule = { what: 'test', most: 3, windowMs: 60_000 };

  test('has room again when the window has slid past the oldest, and no sooner', async () => {
    const subject = subjectOf('sliding');
    const taken = [];
    for (const seconds of [0, 20, 40, 59, 60, 61, 80, 81]) taken.push(await claimHit(server.database, subject, rule, at(seconds)));
    expect(taken).toEqual([true, true, true, false, true, false, true, false]);
  });

  test('takes no more than its number of fifty at once', async () => {
    const subject = subjectOf('at once');
    const taken = await Promise.all(Array.from({ length: 50 }, () => claimHit(server.database, subject, rule, at(0))));
    expect(taken.filter(Boolean)).toHaveLength(3);
  });

  test('has the room back that a right try gives back, and just that', async () => {
    const subject = subjectOf('released');
    for (const _ of [1, 2, 3]) await claimHit(server.database, subject, rule, at(0));
    await releaseHit(server.database, subject, rule.what);
    expect(await claimHit(server.database, subject, rule, at(1))).toBe(true);
    expect(await claimHit(server.database, subject, rule, at(1))).toBe(false);
  });
});

test('right passwords count for nothing: who logs in often is not taken for a stranger who guesses', async () => {
  const { mobile } = await addAccount(server, [await addCustomer(server.database)], password, passwordHash);
  for (let n = 0; n < 6; n += 1) await server.visitor().call('POST /login/password', { body: { mobile, password } });
  expect((await server.visitor().call('POST /login/password', { body: { mobile, password: 'galt passord' } })).body).toEqual({
    error: 'login-failed',
  });
});

test('a reload tells nothing of a code that is used up, dead or out of time', async () => {
  const customer = await addCustomer(server.database);
  const pending = async (visitor: Visitor) => {
    const { body } = await visitor.call('GET /session');
    return body.signedIn ? null : (body.pending?.next ?? null);
  };
  const dead = server.visitor();
  await askForCode(dead, customer, newMobile());
  expect(await pending(dead)).toBe('code');
  for (let n = 0; n < 4; n += 1) await send(dead, '000000');
  expect(await pending(dead)).toBeNull();
  const late = server.visitor();
  await askForCode(late, customer, newMobile());
  server.pass(5 * minuteMs + 1000);
  expect(await pending(late)).toBeNull();
  const mobile = newMobile();
  const used = server.visitor();
  await askForCode(used, customer, mobile);
  const before = new Map(used.cookies);
  await send(used, await server.gateway.nextCode(mobile));
  const stub = server.visitor();
  for (const [name, value] of before) stub.cookies.set(name, value);
  expect(await pending(stub)).toBeNull();
});
