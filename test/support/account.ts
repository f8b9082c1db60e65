import { expect } from 'vitest';
import type { Session } from '../../server/contract/session.ts';
import { addCustomer, logInAsGuest, newMobile, type TestCustomer, forgetCounters } from './customer.ts';
import type { TestServer } from './server.ts';
import type { Visitor } from './visitor.ts';

export const password = 'fire gule fjell';

export interface TestHolder {
  visitor: Visitor;
  mobile: string;
  customers: TestCustomer[];
}

/** Someone who made an account the ordinary way, linked to as many customers. */
export async function becomeHolder(server: TestServer, { links = 1, mobile = newMobile() } = {}): Promise<TestHolder> {
  const customers = await Promise.all(Array.from({ length: links }, () => addCustomer(server.database)));
  let { visitor } = await logInAsGuest(server, customers[0]!, mobile);
  expect((await visitor.call('POST /account', { body: { password } })).status).toBe(200);
  for (const customer of customers.slice(1)) {
    await forgetCounters(server.database);
    ({ visitor } = await logInAsGuest(server, customer, mobile));
    expect((await visitor.call('POST /account/links', { body: {} })).status).toBe(200);
  }
  return { visitor, mobile, customers };
}

/** Another browser of the same person, in with mobile and password. */
export async function logInWithPassword(server: TestServer, mobile: string, secret = password): Promise<Visitor> {
  const visitor = server.visitor();
  const answer = await visitor.call('POST /login/password', { body: { mobile, password: secret } });
  expect(answer.status).toBe(200);
  if (answer.body.next === 'code') {
    const entered = await visitor.call('POST /login/code', { body: { code: await server.gateway.nextCode(mobile) } });
    expect(entered.status).toBe(200);
  }
  return visitor;
}

/** Who is signed in, as the widget sees it. @throws when nobody is. */
export async function sessionOf(visitor: Visitor): Promise<Extract<Session, { signedIn: true }>> {
  const { body } = await visitor.call('GET /session');
  if (!body.signedIn) throw new Error('Nobody is signed in');
  return body;
}
