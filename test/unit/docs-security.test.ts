import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const map = readFileSync(join(root, 'docs/security.md'), 'utf8').split('## ASVS 5.0')[1]!;

test('names tests and files that there are', () => {
  const named = [...map.matchAll(/`((?:server|unit|long|browser)\/[\w/-]+\.test\.ts|docs\/[\w./-]+|server\/[\w/-]+\.ts)`/g)].map(
    ([, path]) => path!,
  );
  expect(named.length).toBeGreaterThan(50);
  for (const path of new Set(named)) expect(existsSync(join(root, path.endsWith('.test.ts') ? `test/${path}` : path)), path).toBe(true);
});

test('says something of each requirement of levels 1 and 2 in its chapters, once', () => {
  const most = {
    '3.2': 2,
    '3.3': 4,
    '3.4': 6,
    '3.5': 5,
    '3.7': 2,
    '4.1': 3,
    '4.2': 1,
    '4.3': 2,
    '4.4': 4,
    '6.1': 3,
    '6.2': 12,
    '6.3': 4,
    '6.4': 4,
    '6.5': 5,
    '6.6': 3,
    '6.8': 4,
    '7.1': 3,
    '7.2': 4,
    '7.3': 2,
    '7.4': 5,
    '7.5': 2,
    '7.6': 2,
    '8.1': 2,
    '8.2': 3,
    '8.3': 1,
    '8.4': 1,
    '14.1': 2,
    '14.2': 4,
    '14.3': 3,
    '16.1': 1,
    '16.2': 5,
    '16.3': 4,
    '16.4': 3,
    '16.5': 3,
  };
  const wanted = Object.entries(most).flatMap(([section, count]) => Array.from({ length: count }, (_, n) => `${section}.${n + 1}`));
  const said = map
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .flatMap((line) => line.split('|')[1]!.trim().split(', '));
  expect(said.toSorted()).toEqual(wanted.toSorted());
});
