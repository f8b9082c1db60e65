import { expect, test } from 'vitest';
import { gsm7Length, toGsm7 } from '../../../server/sms/gsm7.ts';
import { codeText, mobileChangedWarning, otherNumberWarning, passwordChangedWarning } from '../../../server/sms/texts.ts';

test('fits one GSM-7 segment with the longest name and host that are taken', () => {
  const name = 'Æ'.repeat(40);
  for (const text of [
    codeText(name, '012345', 'x'.repeat(60)),
    ...[passwordChangedWarning, mobileChangedWarning, otherNumberWarning].flatMap((warning) => Object.values(warning(name))),
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
