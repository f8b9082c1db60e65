import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { longTriesPerDay } from '../../server/login/code-pace.ts';
import { readConfig } from '../../server/rooms.ts';
import { budgetOf } from '../../server/sms/sms-budget.ts';

const root = join(import.meta.dirname, '../..');
const [tables, map] = readFileSync(join(root, 'docs/security.md'), 'utf8').split('## ASVS 5.0') as [string, string];

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

test('tells the numbers that follow from the settings as they are from the start', () => {
  const { login, sms } = readConfig({
    DATABASE_URL: 'postgres://min-side@localhost/min-side',
    LOGIN_KEY: 'ab'.repeat(32),
    SMS_TEMPLATE_URL: 'https://gateway.test/sms',
  });
  const { newMobiles, codesPerDay, codesPerHour } = login;
  const general = budgetOf(sms, 'general');
  const told = (count: number) => count.toLocaleString('en');
  expect(tables).toContain(
    `${told(general)} SMS by default: ${general / newMobiles.perBlock} address blocks (/24, /48), ${general / newMobiles.perDay} relationships' numbers`,
  );
  expect(tables).toContain(`${told(sms.dailyBudget - general)} more SMS (${told(sms.dailyBudget - budgetOf(sms, 'waited'))} where`);
  expect(tables).toContain(`${told(longTriesPerDay / codesPerDay)} wrong tries at one mobile for each code`);
  expect(tables).toContain(`${told(longTriesPerDay)} |`);
  expect([newMobiles.perHour, login.triesPerCode, codesPerHour, codesPerDay, login.wrongTriesPerDay]).toEqual([3, 4, 5, 10, 8]);
  expect([login.wrongPasswordsPerDay, login.wrongPasswordsPerDevice, sms.warningsPerDay]).toEqual([20, 5, 3]);
});
