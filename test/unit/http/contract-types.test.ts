import { expect, test } from 'vitest';
import type { Endpoints } from '../../../server/contract/endpoints.ts';
import { endpoint, type Endpoint } from '../../../server/http/endpoint.ts';
import { wholeApi } from '../../../server/http/whole-api.ts';

// What must not compile: the type check fails where a line marked @ts-expect-error does.

const utility = { name: 'Fjernvarme', termsVersion: '1.0', termsHash: 'a1', terms: null, smsDelayed: false, smsSpent: false };
const invoice = {
  id: '0',
  number: '1',
  kind: 'invoice' as const,
  issuedOn: '2026-01-01',
  dueOn: '2026-01-15',
  period: null,
  amountNok: 1,
  paid: null,
  refersTo: [],
  meterCheck: null,
  hasPdf: false,
};

test('refuses a reply with a field that the contract lacks, at any depth, and one that lacks a field', () => {
  endpoint('GET /utility', { who: 'anyone' }, async () => utility);
  // @ts-expect-error one more
  endpoint('GET /utility', { who: 'anyone' }, async () => ({ ...utility, loginKey: 'secret' }));
  // @ts-expect-error one less
  endpoint('GET /utility', { who: 'anyone' }, async () => ({ name: utility.name, smsDelayed: false, smsSpent: false }));
  // @ts-expect-error one more in a row of the list
  endpoint('GET /invoices', { who: 'relationship' }, async () => ({ invoices: [{ ...invoice, accountId: '1' }] }));
  // @ts-expect-error one more in one of several alternatives
  endpoint('GET /session', { who: 'anyone' }, async () => ({ signedIn: false as const, passwordHash: 'x' }));
  expect(endpoint('DELETE /session', { who: 'anyone' }, async () => null).line).toBe('DELETE /session');
});

test('refuses a list that leaves lines of the contract out, or has one twice', () => {
  const session = endpoint('DELETE /session', { who: 'anyone' }, async () => null);
  const others = {} as Endpoint<Exclude<keyof Endpoints, 'DELETE /session'>>;
  expect(wholeApi([session, others])).toHaveLength(2);
  // @ts-expect-error the others have none
  expect(wholeApi([session])).toHaveLength(1);
  // @ts-expect-error one has two
  expect(wholeApi([session, others, session])).toHaveLength(3);
});
