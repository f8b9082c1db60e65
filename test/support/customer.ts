import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { TestServer } from './server.ts';
import type { Answer, Visitor } from './visitor.ts';
import type { CodeLogin } from '../../server/contract/login.ts';

export interface TestCustomer {
  relationshipId: string;
  plantNumber: string;
  meteringPointId: string;
  name: string;
}

let customers = 0;
let mobiles = 0;

/** A customer in a warm house, whom nobody else in the test is. */
export async function addCustomer(
  database: Knex,
  more: { registeredMobile?: string; validFrom?: Date; validTo?: Date } = {},
): Promise<TestCustomer> {
  customers += 1;
  const plantNumber = String(770_000 + customers);
  const meteringPointId = String(707_057_500_000_000_000n + BigInt(customers));
  const name = `Kari Fjernvarmesen ${customers}`;
  const [row] = await database('relationship')
    .insert({
      plant_number: plantNumber,
      customer_name: name,
      address: 'Storgata 1',
      postal_code: '1607',
      city: 'Fredrikstad',
      registered_mobile: more.registeredMobile ?? null,
      valid_from: more.validFrom ?? new Date('2018-01-01T00:00:00+01:00'),
      valid_to: more.validTo ?? null,
    })
    .returning('relationship_id');
  await database('relationship_metering_point').insert({ relationship_id: row!.relationship_id, metering_point_id: meteringPointId });
  return { relationshipId: row!.relationship_id, plantNumber, meteringPointId, name };
}

/** A Norwegian mobile that nobody else in the test has, E.164. */
export function newMobile(): string {
  mobiles += 1;
  return `+4794${String(100_000 + mobiles)}`;
}

/** As if nobody had asked for a code or typed anything wrong in the last day. */
export async function forgetCounters(database: Knex): Promise<void> {
  await database('limit_counter').delete();
  await database('mobile_code').delete();
}

export function askForCode(
  visitor: Visitor,
  { plantNumber, meteringPointId }: Pick<TestCustomer, 'plantNumber' | 'meteringPointId'>,
  mobile: string,
) {
  return visitor.call('POST /login/challenge', { body: { plantNumber, meteringPointId, mobile, termsVersion: '1.0' } });
}

/** The whole way in as a guest. */
export async function logInAsGuest(
  server: TestServer,
  customer: TestCustomer,
  mobile = newMobile(),
): Promise<{ visitor: Visitor; mobile: string; answer: Answer<CodeLogin> }> {
  const visitor = server.visitor();
  await askForCode(visitor, customer, mobile);
  const code = await server.gateway.nextCode(mobile);
  return { visitor, mobile, answer: await visitor.call('POST /login/code', { body: { code } }) };
}

/** An account with a password, linked to the customers; made in the database, for tests of something else than making it. */
export async function addAccount(
  server: TestServer,
  customers: TestCustomer[],
  password: string,
  passwordHash?: string,
): Promise<{ accountId: string; mobile: string }> {
  const account = {
    account_id: randomUUID(),
    mobile: newMobile(),
    password_hash: passwordHash ?? (await server.running.services.hashes.hash(password)),
    created_at: server.running.services.now(),
    last_used_at: server.running.services.now(),
  };
  await server.database('account').insert(account);
  for (const { relationshipId } of customers) {
    await server.database('link').insert({
      account_id: account.account_id,
      relationship_id: relationshipId,
      linked_at: account.created_at,
      last_viewed_at: account.created_at,
    });
  }
  return { accountId: account.account_id, mobile: account.mobile };
}
