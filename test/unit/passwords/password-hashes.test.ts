import { expect, test } from 'vitest';
import { readConfig } from '../../../server/rooms.ts';
import { createPasswordHashes } from '../../../server/passwords/password-hashes.ts';

const config = readConfig({
  DATABASE_URL: 'postgres://localhost/x',
  LOGIN_KEY: 'ab'.repeat(32),
  SMS_TEMPLATE_URL: 'http://localhost/',
  HASH_QUEUE: '1',
});
const hashes = createPasswordHashes(config.login);

test('knows a password again, however its letters are composed', async () => {
  const stored = await hashes.hash('blåbær på fjellet');
  expect(await hashes.check(stored, 'blåbær på fjellet'.normalize('NFD'))).toEqual({ fits: true, renew: false });
  expect(await hashes.check(stored, 'Blåbær på fjellet')).toEqual({ fits: false, renew: false });
});

test('takes a missing or malformed hash for a wrong password', async () => {
  for (const stored of [null, '', 'c2NyeXB0', 'not base64 at all', Buffer.alloc(96).toString('base64')]) {
    expect(await hashes.check(stored, 'blåbær på fjellet')).toEqual({ fits: false, renew: false });
  }
});

test('works on two at a time, keeps a short queue, and tells the rest to come back', async () => {
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => hashes.check(null, 'blåbær på fjellet')));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect((results[3] as PromiseRejectedResult).reason.reply).toEqual({ error: 'busy', retryAfterSeconds: 2 });
  expect((await hashes.check(null, 'x')).fits).toBe(false);
});
