import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { statementsOf } from '../../support/statements.ts';
import { addAccount, addCustomer, askForCode, newMobile, type TestCustomer } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/*
 * Neither the answer nor its time tells whether anything fits: the same bytes, headers and statements before the reply. How long each
 * takes can't be held by a test that others disturb; that the same is done can.
 */

const nobody = { plantNumber: '999999', meteringPointId: '707057500000000009' };

interface Observation {
  status: number;
  body: unknown;
  headers: Record<string, string>;
  statements: string[];
}

/** What a caller can see, without what differs from call to call, and what was done for it. */
async function seen(server: TestServer, ask: () => Promise<Answer>): Promise<Observation> {
  let answer: Answer | undefined;
  const statements = await statementsOf(async () => void (answer = await ask()), { untilReply: true });
  await server.running.services.sms.settle();
  const { status, body, headers } = answer!;
  const plain = Object.fromEntries(headers);
  for (const name of ['date', 'content-length', 'x-request-id']) delete plain[name];
  plain['set-cookie'] = (plain['set-cookie'] ?? '').replace(/=[\w-]{43}/, '=…').replace(/expires=[^;]+/, '');
  return { status, body: { ...(body as object), mobile: '' }, headers: plain, statements };
}

describe('with any mobile', () => {
  let server: TestServer;
  let customer: TestCustomer;
  let mobile: string;
  beforeAll(async () => {
    server = await startTestServer({ NEW_MOBILES_PER_HOUR: '10' });
    customer = await addCustomer(server.database);
    ({ mobile } = await addAccount(server, [customer], 'blå himmel over byen', 'none'));
    await seen(server, () => server.visitor().call('GET /session'));
  });
  afterAll(() => server.stop());

  const asking = async (numbers: { plantNumber: string; meteringPointId: string }, to = newMobile()) => {
    const visitor = server.visitor();
    return { visitor, seen: await seen(server, () => askForCode(visitor, numbers, to)) };
  };
  const wrong = (visitor: Visitor) => seen(server, () => visitor.call('POST /login/code', { body: { code: '000000' } }));

  test('a code is asked for with numbers that fit, an unknown plant, and another’s metering point', async () => {
    await asking(nobody);
    const other = await addCustomer(server.database);
    const fits = await asking(customer);
    expect(fits.seen.statements).toContainEqual(expect.stringContaining('insert into "challenge"'));
    for (const numbers of [nobody, { ...customer, meteringPointId: other.meteringPointId }, { ...nobody, plantNumber: '1' }])
      expect((await asking(numbers)).seen).toEqual(fits.seen);
  });

  test('a wrong code is typed where one was sent, and where none was', async () => {
    const [fits, hollow] = [await asking(customer), await asking({ ...nobody, plantNumber: '888888' })];
    expect(await wrong(hollow.visitor)).toEqual(await wrong(fits.visitor));
    for (let n = 0; n < 2; n += 1) await Promise.all([wrong(fits.visitor), wrong(hollow.visitor)]);
    // The last try, and beyond it.
    for (let n = 0; n < 2; n += 1) expect(await wrong(hollow.visitor)).toEqual(await wrong(fits.visitor));
  });

  test('a password is forgotten by somebody with an account, and by nobody', async () => {
    const forgets = (who: string) => seen(server, () => server.visitor().call('POST /login/recovery', { body: { mobile: who } }));
    await forgets(newMobile());
    const known = await forgets(mobile);
    expect(known.statements).toContainEqual(expect.stringContaining('insert into "challenge"'));
    expect(await forgets(newMobile())).toEqual(known);
  });
});

test('with the registered mobile alone, a code is asked for to it, to another, and with numbers that fit nobody', async () => {
  const server = await startTestServer({ SMS_NUMBERS: 'registered' });
  try {
    const registeredMobile = newMobile();
    const customer = await addCustomer(server.database, { registeredMobile });
    const asking = (numbers: { plantNumber: string; meteringPointId: string }, to: string) =>
      seen(server, () => askForCode(server.visitor(), numbers, to));
    await asking(nobody, newMobile());
    const own = await asking(customer, registeredMobile);
    expect(await asking(customer, newMobile())).toEqual(own);
    expect(await asking({ ...nobody, plantNumber: '888888' }, newMobile())).toEqual(own);
  } finally {
    await server.stop();
  }
});
