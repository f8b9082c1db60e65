import { availableParallelism } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../../server/rooms.ts';
import { HashPlaces } from '../../../server/passwords/hash-places.ts';
import { createPasswordHashes } from '../../../server/passwords/password-hashes.ts';

const config = readConfig({
  DATABASE_URL: 'postgres://localhost/x',
  LOGIN_KEY: 'ab'.repeat(32),
  SMS_TEMPLATE_URL: 'http://localhost/',
  HASH_QUEUE: '1',
});
const hashes = createPasswordHashes(config.login);
afterAll(() => hashes.stop());

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

test('leaves a core to the others, keeps a short line, and tells the rest to come back', async () => {
  const atOnce = Math.max(1, availableParallelism() - 1);
  // At once, so that it does not matter how long a hash takes on this machine, and whether the one in line is still in time.
  const asked = Array.from({ length: atOnce + 3 }, () => hashes.check(null, 'blåbær på fjellet', { known: false }));
  const results = await Promise.allSettled(asked);
  expect(results.slice(0, atOnce).map(({ status }) => status)).toEqual(Array.from({ length: atOnce }, () => 'fulfilled'));
  for (const result of results.slice(-2)) expect(result).toMatchObject({ reason: { reply: { error: 'busy', retryAfterSeconds: 2 } } });
  expect((await hashes.check(null, 'x')).fits).toBe(false);
});

test('lets those who are known go before the rest, whose line is no line of theirs', async () => {
  const places = new HashPlaces({ atOnce: 1, queue: 2 });
  const order: string[] = [];
  const work = (name: string, known: boolean, block?: string) =>
    places.inTurn({ known, block }, async () => {
      order.push(name);
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
  const all = Promise.allSettled([
    work('first', false, 'a'),
    work('second', false, 'a'),
    work('third of one block', false, 'a'),
    work('fourth', false, 'b'),
    work('fifth', false, 'c'),
    work('known', true),
  ]);
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
  expect(order).toEqual(['first', 'known', 'second', 'fourth']);
});

test('counts nobody who was told to come back', async () => {
  const places = new HashPlaces({ atOnce: 1, queue: 0 });
  let counted = 0;
  const asker = { known: false, onTurn: async () => void (counted += 1) };
  await Promise.allSettled(Array.from({ length: 4 }, () => places.inTurn(asker, async () => undefined)));
  expect(counted).toBe(1);
});
