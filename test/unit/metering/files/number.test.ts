import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber } from '../../../../server/metering/files/number.ts';

const [point, comma] = ['.', ','].map((mark) => mark.charCodeAt(0)) as [number, number];
const read = (text: string, mark = point): number => readNumber(text, 0, text.length, mark);

describe('a number of a file', () => {
  it.each([
    ['0', 0],
    ['12', 12],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['-3.25', -3.25],
    ['007', 7],
    ['123456789012345', 123_456_789_012_345],
    ['1234567890123456', 1_234_567_890_123_456],
    ['0.1234567890123456', 0.1234567890123456],
    ['-0.1234567890123456', -0.1234567890123456],
    ['9007199254740993', 9_007_199_254_740_992],
  ])('is read to its last digit: %s', (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each(['', '-', '.', '-.', '--1', '+1', '1-', '1.2.3', '1..5', '..5', '1,5', '1e5', ' 1', '1 ', 'NaN', 'Infinity', '0x10', '1\0', '١'])(
    'is none: "%s"',
    (text) => {
      expect(read(text)).toBeNaN();
    },
  );

  it('has the decimal mark that the profile says, and no other, however long it is', () => {
    expect(read('1,5', comma)).toBe(1.5);
    expect(read('1.5', comma)).toBeNaN();
    expect(read('1234567890,1234567', comma)).toBe(1_234_567_890.1234567);
  });

  it('stands between two places of a longer text', () => {
    const line = 'a;1.5;1234567890.1234567;-;2';
    expect(readNumber(line, 2, 5, point)).toBe(1.5);
    expect(readNumber(line, 6, 24, point)).toBe(1_234_567_890.1234567);
    expect(readNumber(line, 25, 26, point)).toBeNaN();
    expect(readNumber(line, 2, 2, point)).toBeNaN();
  });

  it('is the nearest that a computer knows, as JavaScript reads it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat(17), fc.boolean(), (digits, decimals, negative) => {
        const text = digits.toString().padStart(decimals + 1, '0');
        const whole = text.slice(0, text.length - decimals);
        const written = `${negative ? '-' : ''}${whole}${decimals > 0 ? `.${text.slice(text.length - decimals)}` : ''}`;
        expect(read(written)).toBe(Number(written));
      }),
    );
  });
});
