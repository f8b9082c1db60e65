import { expect, test } from 'vitest';
import { languages, spokenLanguage } from '../../../server/ground/language.ts';
import { deviceNameIn } from '../../../server/ground/device-name.ts';
import { gsm7Length, toGsm7 } from '../../../server/sms/gsm7.ts';
import { codeText, mobileChangedWarning, otherNumberWarning, passwordChangedWarning } from '../../../server/sms/texts.ts';

test('fits one GSM-7 segment with the longest name and host that are taken', () => {
  const name = 'Æ'.repeat(40);
  for (const text of [
    ...languages.map((language) => codeText(name, '012345', 'x'.repeat(60), '012345', language)),
    ...[passwordChangedWarning, mobileChangedWarning, otherNumberWarning].flatMap((warning) =>
      languages.flatMap((language) => Object.values(warning(name, language))),
    ),
  ]) {
    expect(gsm7Length(text)).not.toBeNull();
    expect(gsm7Length(text)).toBeLessThanOrEqual(160);
  }
});

test('ends in the WebOTP line', () => {
  expect(codeText('Fredrikstad Fjernvarme', '012345', 'www.fjernvarme.no').split('\n').at(-1)).toBe('@www.fjernvarme.no #012345');
});

test('counts æøå as one, euro as two, and knows what GSM-7 cannot write', () => {
  expect(gsm7Length('æøåÆØÅ')).toBe(6);
  expect(gsm7Length('€')).toBe(2);
  expect(gsm7Length('«hei»')).toBeNull();
});

test('writes a name with typographic signs as GSM-7 can', () => {
  expect(toGsm7('Sør–Øst «Varme» Ĉ☃')).toBe('Sør-Øst "Varme" C.');
});

test.each([
  ['', 'nb'],
  ['nn', 'nn'],
  ['en-GB,en;q=0.9,nb;q=0.8', 'en'],
  ['de-DE, NN-NO;q=0.9, en;q=0.8', 'nn'],
  ['no, sv', 'nb'],
  ['*', 'nb'],
] as const)('speaks to who asks for "%s" in %s', (asked, language) => {
  expect(spokenLanguage(asked)).toBe(language);
});

test('writes the code in the language asked for', () => {
  const text = (language: (typeof languages)[number]) => codeText('Varme', '123 456', 'varme.no', '123456', language).split('\n')[0];
  expect(languages.map(text)).toEqual([
    'Varme: Koden din er 123 456. Ikke gi den til andre.',
    'Varme: Koden din er 123 456. Ikkje gi han til andre.',
    'Varme: Your code is 123 456. Do not share it.',
  ]);
});

test('names a device in the language asked for', () => {
  expect([deviceNameIn('Chrome på Android', 'en'), deviceNameIn('Chrome på Android', 'nn'), deviceNameIn(null, 'en')]).toEqual([
    'Chrome on Android',
    'Chrome på Android',
    null,
  ]);
});
