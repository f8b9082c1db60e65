import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** The numbers of log-in and sessions. Each has a floor and a ceiling, because a wrong one opens the door. */
export interface LoginConfig {
  /** Key of every HMAC (codes, counters, pseudonyms): at least 32 random bytes, kept outside the database. */
  readonly key: Buffer;
  readonly codeMinutes: number;
  readonly triesPerCode: number;
  /** Wrong tries in 24 h per mobile at codes of six digits; from then on codes have twelve. */
  readonly wrongTriesPerDay: number;
  /** Wrong passwords in 24 h per mobile, from devices that the account doesn't know. */
  readonly wrongPasswordsPerDay: number;
  /** Wrong passwords in 24 h from one known device, which is then forgotten: the SMS code is asked for again. */
  readonly wrongPasswordsPerDevice: number;
  readonly codesPerHour: number;
  readonly codesPerDay: number;
  /** Seconds before the next code may be asked for: after the first, the second, and every later one. */
  readonly resendSeconds: readonly [number, number, number];
  /** New mobiles, which neither the utility nor an account has, that get a code: per relationship in an hour and a day, per address block in a day. */
  readonly newMobiles: { readonly perHour: number; readonly perDay: number; readonly perBlock: number };
  /** Who may get a code: any Norwegian mobile, or only the one on the customer's record. */
  readonly numbers: 'any' | 'registered';
  /** Country calling codes of the mobiles that get SMS. */
  readonly countryCodes: readonly string[];
  /** When a password log-in needs a code too. */
  readonly codeWithPassword: 'new-device' | 'always' | 'never';
  readonly deviceDays: number;
  /** Months without a log-in after which a mobile must show plant number and metering point again. */
  readonly mobileMonths: number;
  readonly idleMinutes: number;
  readonly totalHours: number;
  /** scrypt: N = 2^logN, r = 8, p. */
  readonly scryptLogN: number;
  readonly scryptP: number;
  /** Password hashes that may wait for one of the two places; more are refused as busy. */
  readonly hashQueue: number;
}

export function readLoginConfig(reader: EnvironmentReader): LoginConfig {
  const scryptLogN = reader.whole('SCRYPT_LOG_N', { fallback: 15, from: 15, to: 20 });
  // OWASP: 2^15 with p=3 costs an attacker what 2^16 does with p=2 and 2^17 with p=1.
  const leastP = scryptLogN >= 17 ? 1 : scryptLogN === 16 ? 2 : 3;
  return {
    key: readLoginKey(reader),
    codeMinutes: reader.whole('CODE_MINUTES', { fallback: 5, from: 2, to: 10 }),
    triesPerCode: reader.whole('CODE_TRIES', { fallback: 4, from: 1, to: 5 }),
    wrongTriesPerDay: reader.whole('CODE_WRONG_TRIES_PER_DAY', { fallback: 8, from: 4, to: 8 }),
    wrongPasswordsPerDay: reader.whole('PASSWORD_WRONG_TRIES_PER_DAY', { fallback: 20, from: 5, to: 100 }),
    wrongPasswordsPerDevice: reader.whole('PASSWORD_WRONG_TRIES_PER_DEVICE', { fallback: 5, from: 3, to: 10 }),
    codesPerHour: reader.whole('CODES_PER_HOUR', { fallback: 5, from: 2, to: 10 }),
    codesPerDay: reader.whole('CODES_PER_DAY', { fallback: 10, from: 4, to: 20 }),
    resendSeconds: [
      reader.whole('RESEND_FIRST_SECONDS', { fallback: 60, from: 30, to: 600 }),
      reader.whole('RESEND_SECOND_SECONDS', { fallback: 120, from: 30, to: 600 }),
      reader.whole('RESEND_LATER_SECONDS', { fallback: 300, from: 30, to: 3600 }),
    ],
    newMobiles: {
      perHour: reader.whole('NEW_MOBILES_PER_HOUR', { fallback: 3, from: 1, to: 10 }),
      perDay: reader.whole('NEW_MOBILES_PER_DAY', { fallback: 10, from: 3, to: 30 }),
      perBlock: reader.whole('NEW_MOBILES_PER_BLOCK', { fallback: 100, from: 10, to: 1000 }),
    },
    numbers: reader.choice('SMS_NUMBERS', ['any', 'registered'], 'any'),
    countryCodes: reader.list('SMS_COUNTRY_CODES', '47').map((code) => {
      if (!/^[1-9]\d{0,2}$/.test(code)) reader.fault('SMS_COUNTRY_CODES', `has "${code}", which is not a country calling code such as 47`);
      return code;
    }),
    codeWithPassword: reader.choice('CODE_WITH_PASSWORD', ['new-device', 'always', 'never'], 'new-device'),
    deviceDays: reader.whole('DEVICE_DAYS', { fallback: 90, from: 1, to: 180 }),
    mobileMonths: reader.whole('MOBILE_MONTHS', { fallback: 12, from: 1, to: 24 }),
    idleMinutes: reader.whole('SESSION_IDLE_MINUTES', { fallback: 30, from: 5, to: 60 }),
    totalHours: reader.whole('SESSION_TOTAL_HOURS', { fallback: 12, from: 1, to: 24 }),
    scryptLogN,
    scryptP: reader.whole('SCRYPT_P', { fallback: leastP, from: leastP, to: 8 }),
    hashQueue: reader.whole('HASH_QUEUE', { fallback: 16, from: 0, to: 100 }),
  };
}

/** The key of every HMAC, which the operator's commands look mobiles up with too. */
export function readLoginKey(reader: EnvironmentReader): Buffer {
  const text = reader.text('LOGIN_KEY');
  const key = /^[0-9a-f]{64,}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (text !== '' && key.length < 32) reader.fault('LOGIN_KEY', 'must be at least 32 random bytes as hex or base64 (openssl rand -hex 32)');
  return key;
}

declare module '../settings/config.ts' {
  interface Config {
    readonly login: LoginConfig;
  }
}
