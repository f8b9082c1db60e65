import fastCheck from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../server/failure.ts';
import { grouped, hashCode, newCode, resendPause } from '../../../server/login/code.ts';
import { readMobile } from '../../../server/ground/typed-mobile.ts';
import { readDigits } from '../../../server/ground/typed-digits.ts';
import { passwordFault } from '../../../server/passwords/password-rules.ts';

function failure(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof Failure ? error.reply : error;
  }
}

describe('a mobile number', () => {
  test.each(['94059810', '940 59 810', '+47 94 05 98 10', '004794059810', ' 9405-9810 ', '(+47) 94059810'])('is taken as %s', (typed) => {
    expect(readMobile(typed, ['47'])).toBe('+4794059810');
  });

  test.each([
    ['', 'required'],
    ['9405981', 'not-a-mobile'],
    ['69310000', 'not-a-mobile'],
    ['abc', 'not-a-mobile'],
    ['+46701234567', 'country-not-allowed'],
  ])('%j is refused as %s', (typed, reason) => {
    expect(failure(() => readMobile(typed, ['47']))).toEqual({ error: 'bad-field', field: 'mobile', reason });
  });

  test('of another country is taken where that is allowed', () => {
    expect(readMobile('+46 70 123 45 67', ['47', '46'])).toBe('+46701234567');
  });

  test('never takes anything but an E.164 number, whatever is typed', () => {
    fastCheck.assert(
      fastCheck.property(fastCheck.string(), (typed) => {
        const result = failure(() => readMobile(typed, ['47']));
        expect(typeof result === 'string' ? /^\+47[49]\d{7}$/.test(result) : (result as { error: string }).error === 'bad-field').toBe(
          true,
        );
      }),
    );
  });
});

describe('a number off the invoice', () => {
  test('may be written with spaces, and keeps its leading zeros', () => {
    expect(readDigits('meteringPointId', '707057 500000 006601', 18)).toBe('707057500000006601');
    expect(readDigits('plantNumber', '007', 18)).toBe('007');
  });

  test.each([
    ['  ', 'required'],
    ['66O100', 'digits-only'],
    ['1'.repeat(19), 'too-long'],
  ])('%j is refused as %s', (typed, reason) => {
    expect(failure(() => readDigits('plantNumber', typed, 18))).toEqual({ error: 'bad-field', field: 'plantNumber', reason });
  });
});

describe('a password', () => {
  const around = { utilityName: 'Fredrikstad Fjernvarme', mobile: '+4794059810', plantNumbers: ['660100'] };

  test.each([
    ['kort123', 'too-short'],
    ['x'.repeat(129), 'too-long'],
    ['password', 'common-password'],
    ['PASSWORD', 'common-password'],
    ['12345678', 'common-password'],
    ['aaaaaaaaaa', 'common-password'],
    ['Passord2024', 'common-password'],
    ['94059810', 'guessable-password'],
    ['+4794059810', 'guessable-password'],
    ['940 59 810!', 'guessable-password'],
    ['Fjernvarme660100', 'guessable-password'],
    ['FredrikstadFjernvarme', 'guessable-password'],
    // Three letters or digits more are the first that anybody tries.
    ['Fjernvarme123', 'guessable-password'],
    ['660100-Fjernvarme-99', 'guessable-password'],
    ['660100660100', 'guessable-password'],
    ['abc660100', 'guessable-password'],
    ['  660100  ', 'guessable-password'],
    ['fredrikstad12', 'guessable-password'],
    ['x'.repeat(7), 'too-short'],
    ['abababab', 'common-password'],
    ['!!passord!!', 'common-password'],
  ])('%j is refused as %s', (password, reason) => {
    expect(passwordFault(password, around)).toBe(reason);
  });

  test.each([
    'abcd660100',
    'x'.repeat(124) + 'y7zk',
    'abcabcab',
    'correct horse battery staple',
    'blåbærsyltetøy på brødskiva',
    'x'.repeat(63) + 'y7zk',
    'Tj3nq-vokse',
    '🔥🐝🌲🏠🪵❄️☀️🌊🎈',
  ])('%j is taken', (password) => {
    expect(passwordFault(password, around)).toBeNull();
  });
});

describe('a password, beside what is known of the customer,', () => {
  const fault = (password: string, around: Partial<Parameters<typeof passwordFault>[1]>) =>
    passwordFault(password, { utilityName: 'Kraft', mobile: '+4794059810', plantNumbers: [], ...around });

  test('may have a plant number of three digits in it, which any password may have by chance, but not be one of four', () => {
    expect(fault('a123b123c123', { plantNumbers: ['123'] })).toBeNull();
    expect(fault('ab1234-1234c', { plantNumbers: ['1234'] })).toBe('guessable-password');
  });

  test('is looked at for the longest words first, so that a name within a name hides none', () => {
    expect(fault('Nordkraft12', { utilityName: 'Nord Nordkraft' })).toBe('guessable-password');
  });

  test('is a word only where its letters stand together', () => {
    expect(fault('vel99kommen', {})).toBeNull();
    expect(fault('2024velkommen', {})).toBe('common-password');
  });
});

describe('a code', () => {
  test('of twelve digits is two draws, and is read in groups of four', () => {
    expect(newCode(12)).toMatch(/^\d{12}$/);
    expect(grouped('123456789012')).toBe('1234 5678 9012');
    expect(grouped('123456')).toBe('123456');
  });

  test('is six digits, with leading zeros', () => {
    const codes = Array.from({ length: 2000 }, () => newCode(6));
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  });

  test('is stored as a hash that neither another key, challenge nor code has', () => {
    const key = Buffer.alloc(32, 1);
    const hashes = [
      hashCode(key, 'a', '000001'),
      hashCode(key, 'a', '000002'),
      hashCode(key, 'b', '000001'),
      hashCode(Buffer.alloc(32, 2), 'a', '000001'),
    ];
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(4);
  });

  test('may be asked for again after 60, 120 and then 300 seconds', () => {
    expect([1, 2, 3, 4].map((sends) => resendPause(sends, [60, 120, 300]))).toEqual([60, 120, 300, 300]);
  });
});
