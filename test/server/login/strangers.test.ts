import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { addAccount, addCustomer, askForCode, logInAsGuest, newMobile, type TestCustomer } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/*
 * The table of docs/security.md: what strangers know × which door of the owner's. Each has hundreds of addresses, and goes on while
 * the owner tries: before each of the owner's steps comes another wave.
 */
const password = 'blå himmel over byen';
const minuteMs = 60_000;
let server: TestServer;
beforeAll(async () => (server = await startTestServer({ PASSWORD_WRONG_TRIES_PER_DAY: '5' })));
afterAll(() => server.stop());

interface Owner {
  mobile: string;
  password: string;
  customer: TestCustomer;
  /** A browser that the account knows, logged out. */
  known: Visitor;
  /** One that is signed in. */
  inside: Visitor;
}

async function anOwner(): Promise<Owner> {
  const customer = await addCustomer(server.database);
  const { mobile } = await addAccount(server, [customer], password);
  const known = server.visitor();
  await known.call('POST /login/password', { body: { mobile, password } });
  await known.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
  await known.call('POST /terms/acceptances', { body: { termsVersion: '1.0' } });
  const inside = server.visitor();
  for (const [name, value] of known.cookies) inside.cookies.set(name, value);
  known.cookies.delete('__Host-min-side');
  return { mobile, password, customer, known, inside };
}

type Wave = (owner: Owner) => Promise<void>;

async function guessAt(visitor: Visitor): Promise<void> {
  for (let n = 0; n < 4; n += 1) await visitor.call('POST /login/code', { body: { code: String(100_000 + n) } });
}

/** Each stranger asks, and guesses four times. Whether a code may go is asked behind the reply: theirs before the owner's. */
async function askAndGuess(numbers: TestCustomer, mobile: string): Promise<void> {
  const visitor = server.visitor();
  await askForCode(visitor, numbers, mobile);
  await server.running.services.sms.settle();
  await guessAt(visitor);
}

const nobody = { relationshipId: '', plantNumber: '999999', meteringPointId: '707057500000000009', name: '' };
const guessed = new Set<string>();
let ownInvoice: TestCustomer | undefined;

const waves: Record<string, Wave> = {
  nothing: async () => {
    const numbers = { ...nobody, plantNumber: String(900_000 + Math.floor(Math.random() * 99_999)) };
    const mobile = newMobile();
    await askAndGuess(numbers, mobile);
    await server.visitor().call('POST /login/recovery', { body: { mobile } });
    await server.visitor().call('POST /login/password', { body: { mobile, password: 'galt passord' } });
    await guessAt(server.visitor());
  },
  'the invoice': async ({ customer }) => {
    await Promise.all([newMobile(), newMobile(), newMobile()].map((mobile) => askAndGuess(customer, mobile)));
  },
  'the mobile': async ({ mobile }) => {
    ownInvoice ??= await addCustomer(server.database);
    await Promise.all([nobody, ownInvoice, ownInvoice].map((numbers) => askAndGuess(numbers, mobile)));
    const forgotten = server.visitor();
    await forgotten.call('POST /login/recovery', { body: { mobile } });
    await guessAt(forgotten);
    // A hash takes long, and what has been counted stays counted for the day.
    const guesses = guessed.has(mobile) ? 0 : 5;
    guessed.add(mobile);
    for (let n = 0; n < guesses; n += 1)
      await server.visitor().call('POST /login/password', { body: { mobile, password: `galt passord ${n}` } });
  },
  both: async (owner) => {
    await Promise.all([1, 2, 3].map(() => askAndGuess(owner.customer, owner.mobile)));
    await waves['the mobile']!(owner);
  },
  'both, and have the cookie of a known device': async (owner) => {
    const stolen = server.visitor();
    for (const [name, value] of owner.known.cookies) stolen.cookies.set(name, value);
    stolen.cookies.delete('__Host-min-side');
    for (let n = 0; n < 5; n += 1)
      await stolen.call('POST /login/password', { body: { mobile: owner.mobile, password: `galt passord ${n}` } });
    await waves['both']!(owner);
  },
};

/** The newest code on the owner's telephone, whoever had it sent. */
async function newestCode(mobile: string): Promise<string | null> {
  await server.running.services.sms.settle();
  const messages = server.gateway.received.filter(({ to, text }) => to === mobile && /#\d+$/.test(text));
  return messages.at(-1)?.text.split('#').at(-1) ?? null;
}

async function enter(visitor: Visitor, mobile: string): Promise<Answer> {
  return visitor.call('POST /login/code', { body: { code: (await newestCode(mobile)) ?? '000000' } });
}

/** With a code, too, where one is asked for. */
async function enterWithPassword(visitor: Visitor, { mobile, password }: Owner): Promise<Answer> {
  const answer = await visitor.call('POST /login/password', { body: { mobile, password } });
  return answer.body.next === 'code' ? enter(visitor, mobile) : answer;
}

const byInvoice = 'the log-in with the numbers on the invoice';
const onKnownDevice = 'the password on a device that the account knows';
type Door = (owner: Owner) => Promise<Answer>;

const doors: Record<string, Door> = {
  [byInvoice]: async ({ customer, mobile }) => {
    const visitor = server.visitor();
    await askForCode(visitor, customer, mobile);
    return enter(visitor, mobile);
  },
  [onKnownDevice]: async (owner) => enterWithPassword(owner.known, owner),
  'the password on any other device': async (owner) => enterWithPassword(server.visitor(), owner),
  'the change of password, signed in': async (owner) => {
    const next = 'et ganske nytt passord';
    const answer = await owner.inside.call('PUT /account/password', { body: { oldPassword: owner.password, password: next } });
    if (answer.status === 204) owner.password = next;
    return answer;
  },
  'the change of mobile, signed in': async (owner) => {
    const next = newMobile();
    const asked = await owner.inside.call('POST /account/mobile', { body: { mobile: next } });
    if (asked.status !== 200) return asked;
    const proved = await enterNumber(owner.inside, owner.mobile);
    if (proved.status !== 200) return proved;
    const done = await enterNumber(owner.inside, next);
    if (done.status === 200) owner.mobile = next;
    return done;
  },
  'the forgotten password': async (owner) => {
    const visitor = server.visitor();
    await visitor.call('POST /login/recovery', { body: { mobile: owner.mobile } });
    const proved = await enter(visitor, owner.mobile);
    if (proved.status !== 200) return proved;
    owner.inside = visitor;
    return visitor.call('POST /login/new-password', { body: { password: owner.password } });
  },
  'deleting the account, signed in': async ({ inside, password }) => inside.call('DELETE /account', { body: { password } }),
};

async function enterNumber(visitor: Visitor, mobile: string): Promise<Answer> {
  return visitor.call('POST /account/mobile/code', { body: { code: (await newestCode(mobile)) ?? '000000' } });
}

/** How long the owner stands before the door, trying each minute (or `step`) while strangers go on. */
async function minutesBefore(door: Door, owner: Owner, wave: Wave, { most = 20, step = 1 } = {}): Promise<number> {
  for (let minutes = 0; minutes <= most; minutes += step) {
    await wave(owner);
    const { status } = await door(owner);
    if (status === 200 || status === 204) return minutes;
    server.pass(step * minuteMs);
  }
  return Infinity;
}

/** Who knows the invoice alone, or nothing, keeps nobody who is on record from anything. */
const knowsNoMobile = (known: string) => known === 'nothing' || known === 'the invoice';
const hasTheCookie = (known: string) => known.includes('cookie');

/** Minutes that the table of docs/security.md gives. */
function longestMinutes(known: string, door: string): number {
  const withCode =
    /numbers on the invoice|any other device|forgotten|change of mobile/.test(door) || (hasTheCookie(known) && door === onKnownDevice);
  return withCode && !knowsNoMobile(known) ? 5 : 0;
}

describe.each(Object.keys(waves))('strangers who know %s', (known) => {
  let owner: Owner;
  beforeAll(async () => {
    owner = await anOwner();
    for (let n = 0; n < 2; n += 1) await waves[known]!(owner);
  });

  test('have no code asked for on a device that the account knows, unless they have its cookie', async () => {
    const { body } = await owner.known.call('POST /login/password', { body: { mobile: owner.mobile, password: owner.password } });
    expect(body).toMatchObject({ next: hasTheCookie(known) ? 'code' : 'inside' });
  });

  test.each(Object.keys(doors))(
    'keep the owner from %s for no longer than the table says',
    async (door) => {
      expect(await minutesBefore(doors[door]!, owner, waves[known]!)).toBeLessThanOrEqual(longestMinutes(known, door));
    },
    60_000,
  );

  test('keep somebody who has not logged in before for five minutes at most, a whole day long', async () => {
    const mobile = newMobile();
    // Who has the invoice keeps mobiles out that nobody has on record: see below.
    const customer = await addCustomer(server.database, known === 'the mobile' ? {} : { registeredMobile: mobile });
    const owner = { customer, mobile, known: server.visitor() } as Owner;
    for (let hours = 0; hours < 24; hours += 4) {
      await waves[known]!(owner);
      server.pass(240 * minuteMs);
    }
    expect(await minutesBefore(doors[byInvoice]!, owner, waves[known]!)).toBeLessThanOrEqual(knowsNoMobile(known) ? 0 : 5);
  });
});

describe('a mobile that nobody has on record', () => {
  const wave: Wave = async ({ customer }) => {
    await Promise.all([newMobile(), newMobile(), newMobile()].map((mobile) => askForCode(server.visitor(), customer, mobile)));
    await server.running.services.sms.settle();
  };

  test('waits half an hour where strangers know the invoice and go on, and is told so; and not at all once the utility has it', async () => {
    const customer = await addCustomer(server.database);
    const owner = { customer, mobile: newMobile() } as Owner;
    await wave(owner);
    const visitor = server.visitor();
    const { body } = await askForCode(visitor, customer, owner.mobile);
    expect(body.askAgainInSeconds).toBe(30 * 60);
    expect((await visitor.call('GET /session')).body).toMatchObject({ pending: { askAgainInSeconds: expect.any(Number) } });
    expect(await minutesBefore(doors[byInvoice]!, owner, wave, { most: 60, step: 5 })).toBe(30);
    const other = { customer: await addCustomer(server.database), mobile: newMobile() } as Owner;
    for (let n = 0; n < 2; n += 1) await wave(other);
    await server
      .database('relationship')
      .where({ relationship_id: other.customer.relationshipId })
      .update({ registered_mobile: other.mobile });
    expect(await minutesBefore(doors[byInvoice]!, other, wave)).toBe(0);
  });

  test('does not wait at all where it has logged in before, with whatever numbers, a whole day long', async () => {
    const { mobile } = await logInAsGuest(server, await addCustomer(server.database));
    const owner = { customer: await addCustomer(server.database), mobile } as Owner;
    for (let hours = 0; hours < 24; hours += 4) {
      await wave(owner);
      server.pass(240 * minuteMs);
    }
    await wave(owner);
    expect(await minutesBefore(doors[byInvoice]!, owner, wave)).toBe(0);
  });

  test('is let in after its wait although strangers from the same addresses have waited too, and theirs are few', async () => {
    const customer = await addCustomer(server.database);
    const owner = { customer, mobile: newMobile() } as Owner;
    const from = (n: number) => server.visitor({ 'X-Forwarded-For': `198.51.100.${n}` });
    const strangers = Array.from({ length: 24 }, (_, n) => ({ mobile: newMobile(), address: 1 + (n % 4) }));
    const asked = async () => {
      for (const { mobile, address } of strangers) await askForCode(from(address), customer, mobile);
      await server.running.services.sms.settle();
      return server.gateway.received.filter(({ to }) => strangers.some(({ mobile }) => mobile === to)).length;
    };
    await wave(owner);
    await askForCode(from(9), customer, owner.mobile);
    expect(await asked()).toBe(0);
    server.pass(30 * minuteMs);
    // Two for each of the four addresses.
    expect(await asked()).toBe(8);
    const visitor = from(9);
    expect((await askForCode(visitor, customer, owner.mobile)).body.askAgainInSeconds).toBeUndefined();
    expect((await enter(visitor, owner.mobile)).body).toMatchObject({ next: 'inside' });
  });

  test('is let in after its wait although strangers with many addresses in some blocks have used up what all who waited have', async () => {
    // A tenth of the budget is four, and so is that of the first of each block.
    const small = await startTestServer({ SMS_DAILY_BUDGET: '40' });
    try {
      const customer = await addCustomer(small.database);
      const from = (address: string) => small.visitor({ 'X-Forwarded-For': address });
      const strangers = Array.from({ length: 24 }, (_, n) => ({ mobile: newMobile(), address: `198.51.${100 + (n % 3)}.${n}` }));
      const mobile = newMobile();
      const ask = async (some: typeof strangers) => {
        for (const stranger of some) await askForCode(from(stranger.address), customer, stranger.mobile);
        await small.running.services.sms.settle();
      };
      // The first three have the places of the hour, before any other's turn can come.
      await ask(strangers.slice(0, 3));
      await ask(strangers.slice(3));
      await askForCode(from('203.0.113.9'), customer, mobile);
      await small.running.services.sms.settle();
      small.pass(30 * minuteMs);
      await ask(strangers.slice(3));
      // Three at once, three firsts of a block, and four more.
      expect(small.gateway.received).toHaveLength(3 + 3 + 4);
      const visitor = from('203.0.113.9');
      await askForCode(visitor, customer, mobile);
      const { body } = await visitor.call('POST /login/code', { body: { code: await small.gateway.nextCode(mobile) } });
      expect(body).toMatchObject({ next: 'inside' });
      expect(small.gateway.received.filter(({ to }) => to !== mobile)).toHaveLength(3 + 3 + 4);
    } finally {
      await small.stop();
    }
  });

  test('that is told to wait is told so whether the numbers fit, the mobile is on record, or neither', async () => {
    const registeredMobile = newMobile();
    const real = await addCustomer(server.database, { registeredMobile });
    const unknown = { ...nobody, plantNumber: '888888' };
    const told = async (numbers: TestCustomer, mobile: string) => {
      for (let n = 0; n < 3; n += 1) await askForCode(server.visitor(), numbers, newMobile());
      const { body } = await askForCode(server.visitor(), numbers, mobile);
      return { ...body, mobile: '' };
    };
    const answers = [await told(real, registeredMobile), await told(real, newMobile()), await told(unknown, newMobile())];
    expect(answers[0]!.askAgainInSeconds).toBe(30 * 60);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe('an SMS', () => {
  test('goes to a flooded number five times an hour and ten times a day at most', async () => {
    const owner = { customer: await addCustomer(server.database), mobile: newMobile() } as Owner;
    const received = () => server.gateway.received.filter(({ to }) => to === owner.mobile).length;
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await askForCode(server.visitor(), owner.customer, owner.mobile);
      await askForCode(server.visitor(), owner.customer, owner.mobile);
      server.pass(5 * minuteMs - 1);
    }
    await server.running.services.sms.settle();
    expect(received()).toBeGreaterThan(1);
    expect(received()).toBeLessThanOrEqual(5);
    for (let hours = 1; hours < 24; hours += 1) {
      await askForCode(server.visitor(), owner.customer, owner.mobile);
      server.pass(59 * minuteMs);
    }
    await server.running.services.sms.settle();
    expect(received()).toBeLessThanOrEqual(10);
  });

  test('goes out once when twenty browsers ask at the same moment', async () => {
    const [customer, mobile] = [await addCustomer(server.database), newMobile()];
    /** Twenty stand in one queue: whoever waited for 3 s in it, on a machine that stands still, is told to ask again. */
    const untilTaken = async (browser: Visitor): Promise<number> => {
      const { status } = await askForCode(browser, customer, mobile);
      return status === 503 ? untilTaken(browser) : status;
    };
    const statuses = await Promise.all(Array.from({ length: 20 }, () => untilTaken(server.visitor())));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await server.running.services.sms.settle();
    expect(server.gateway.received.filter(({ to }) => to === mobile)).toHaveLength(1);
  });

  test('serves each browser that asked for the mobile while many ask, each once', async () => {
    const [customer, mobile] = [await addCustomer(server.database), newMobile()];
    for (let n = 0; n < 2; n += 1) await askAndGuess(customer, mobile);
    server.pass(5 * minuteMs);
    const browsers = [server.visitor(), server.visitor()];
    for (const browser of browsers)
      expect((await askForCode(browser, customer, mobile)).body).toMatchObject({
        digits: 12,
        crowded: true,
        resendInSeconds: expect.any(Number),
      });
    const code = (await newestCode(mobile))!;
    expect(code).toHaveLength(12);
    expect(server.gateway.received.findLast(({ to }) => to === mobile)!.text).toContain(code.replace(/(\d{4})(?=\d)/g, '$1 '));
    for (const browser of browsers)
      expect((await browser.call('POST /login/code', { body: { code } })).body).toMatchObject({ next: 'inside' });
    // A browser whose numbers fit nobody is not among them.
    const hollow = server.visitor();
    await askForCode(hollow, nobody, mobile);
    expect((await hollow.call('POST /login/code', { body: { code } })).body.error).toBe('code-wrong');
  });
});

test('a try counts only when the challenge was live and the code wrong', async () => {
  const [customer, mobile] = [await addCustomer(server.database), newMobile()];
  const { visitor } = await logInAsGuest(server, customer, mobile);
  for (let n = 0; n < 10; n += 1) await visitor.call('POST /login/code', { body: { code: '000000' } });
  const late = server.visitor();
  await askForCode(late, customer, mobile);
  server.pass(6 * minuteMs);
  for (let n = 0; n < 10; n += 1)
    expect((await late.call('POST /login/code', { body: { code: '000000' } })).body.error).toBe('code-expired');
  expect((await askForCode(server.visitor(), customer, mobile)).body).toMatchObject({ digits: 6, crowded: false });
});
