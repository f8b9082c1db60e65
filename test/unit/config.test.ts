import { expect, test } from 'vitest';
import { readConfig } from '../../server/rooms.ts';
import { ConfigFaults } from '../../server/settings/config.ts';

const least = {
  DATABASE_URL: 'postgres://min-side@localhost/min-side',
  LOGIN_KEY: 'ab'.repeat(32),
  SMS_TEMPLATE_URL: 'https://gateway.test/sms',
};

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
  return [];
}

test('needs a database, a key and a gateway, and has a default for the rest', () => {
  expect(readConfig(least).login).toMatchObject({
    codeMinutes: 5,
    triesPerCode: 4,
    idleMinutes: 30,
    totalHours: 12,
    codeWithPassword: 'new-device',
  });
});

test('keeps hours of three full years and the current one, and day totals of ten, or no fewer than the hours', () => {
  expect(readConfig(least).retention).toEqual({ hourYears: 3, dayYears: 10 });
  expect(readConfig({ ...least, KEEP_HOUR_YEARS: '12' }).retention).toEqual({ hourYears: 12, dayYears: 12 });
  expect(readConfig({ ...least, KEEP_HOUR_YEARS: '5', KEEP_DAY_YEARS: '20' }).retention).toEqual({ hourYears: 5, dayYears: 20 });
});

test('lists every fault at once, by name', () => {
  const faults = faultsOf({
    LOGIN_KEY: 'short',
    CODE_MINUTES: '11',
    SESSION_TOTAL_HOURS: 'twelve',
    SMS_GATEWAY: 'pigeon',
    ALLOWED_ORIGINS: 'https://a.no/,http://b.no',
  });
  for (const name of ['DATABASE_URL', 'LOGIN_KEY', 'CODE_MINUTES', 'SESSION_TOTAL_HOURS', 'SMS_GATEWAY', 'ALLOWED_ORIGINS']) {
    expect(faults.some((fault) => fault.startsWith(`${name} `))).toBe(true);
  }
  expect(faults.filter((fault) => fault.startsWith('ALLOWED_ORIGINS'))).toHaveLength(2);
});

test('quotes no secret in what it says', () => {
  expect(faultsOf({ ...least, LOGIN_KEY: 'my-secret', SMS_TEMPLATE_HEADERS: '{"Authorization":"Bearer hush"' }).join()).not.toMatch(
    /my-secret|hush/,
  );
});

test.each([
  ['CODE_TRIES', '6'],
  ['CODE_WRONG_TRIES_PER_DAY', '11'],
  ['RESEND_FIRST_SECONDS', '29'],
  ['SESSION_IDLE_MINUTES', '61'],
  ['SCRYPT_LOG_N', '14'],
  ['SCRYPT_P', '2'],
  ['BODY_LIMIT_BYTES', '1000000'],
  ['SMS_CIRCUIT_FAILURES', '4'],
  ['KEEP_HOUR_YEARS', '0'],
  ['KEEP_DAY_YEARS', '2'],
  ['INGEST_STALL_MS', '999'],
  ['INGEST_MEGABYTES', '0'],
])('holds %s to its floor and ceiling', (name, value) => {
  expect(faultsOf({ ...least, [name]: value })).toHaveLength(1);
});

test('takes cookies without TLS only where all pages are on this machine', () => {
  expect(faultsOf({ ...least, SECURE_COOKIES: 'no', ALLOWED_ORIGINS: 'http://localhost:8080' })).toEqual([]);
  expect(faultsOf({ ...least, SECURE_COOKIES: 'no', ALLOWED_ORIGINS: 'https://www.fjernvarme.no' })).toHaveLength(1);
});

test('cannot be changed afterwards', () => {
  const config = readConfig(least);
  expect(() => Object.assign(config.login, { triesPerCode: 1000 })).toThrow('read only');
});
