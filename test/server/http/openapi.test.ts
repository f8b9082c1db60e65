import { afterAll, expect, test } from 'vitest';
import { endpointsOf, rooms } from '../../../server/rooms.ts';
import { describeApi } from '../../support/describe-api.ts';
import { checkReply } from '../../support/reply-schema.ts';
import { startTestServer } from '../../support/server.ts';

const changed = 'The API is another than openapi.json says. If that is meant: npm run snapshots, and look at the difference.';

const server = await startTestServer();
afterAll(() => server.stop());

test('is the API of openapi.json', async () => {
  const kinds = rooms.flatMap(({ deliveries = [] }) => deliveries.map(({ kind }) => kind));
  const api = describeApi(endpointsOf(server.running.services), kinds);
  await expect(`${JSON.stringify(api, null, 2)}\n`, changed).toMatchFileSnapshot('../../../openapi.json');
});

test('holds every reply of these tests against it', () => {
  const utility = { name: 'Fjernvarme', termsVersion: '1.0', termsHash: 'a1', terms: null, smsDelayed: false, smsSpent: false };
  checkReply('GET', '/api/utility', 200, utility);
  expect(() => checkReply('GET', '/api/utility', 200, { ...utility, loginKey: 'x' })).toThrow('additional properties');
  expect(() => checkReply('GET', '/api/utility', 200, { name: 'Fjernvarme' })).toThrow('required');
  expect(() => checkReply('GET', '/api/session', 200, { signedIn: false, mobile: '+4794000000' })).toThrow('GET /api/session');
  expect(() => checkReply('GET', '/api/session', 503, { error: 'away' })).toThrow('allowed values');
});
