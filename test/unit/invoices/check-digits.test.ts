import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAccountNumber, isKid, readAccount } from '../../../server/invoices/document/check-digits.ts';
import { formatOre, readOre } from '../../../server/ground/ore.ts';

describe('a KID', () => {
  it('is right by mod 10 or by mod 11, whose check may be a dash', () => {
    // Worked by hand. Mod 10 of 234567: 7·2=14→5, 6, 5·2=10→1, 4, 3·2=6, 2 make 24, so 6.
    expect(isKid('2345676')).toBe(true);
    // Mod 11 of 12345678: 8·2+7·3+6·4+5·5+4·6+3·7+2·2+1·3 = 138, 138 mod 11 = 6, so 5.
    expect(isKid('123456785')).toBe(true);
    // Mod 11 of 6: 12 mod 11 = 1, and 11 − 1 is ten.
    expect(isKid('6-')).toBe(true);
    expect(isKid('123456786')).toBe(false);
  });

  it('has 2 to 25 characters and nothing but digits before the last', () => {
    for (const wrong of ['', '0', '-', '1-2', ' 2345676', 'RF18539007547034', '2345676 ', '0'.repeat(26)]) expect(isKid(wrong)).toBe(false);
    expect(isKid('0'.repeat(25))).toBe(true);
  });

  it('is wrong by any one digit mistyped, where the digit is checked by mod 10 alone', () => {
    const kid = '2345676';
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 9 }), (place, add) => {
        const typed = kid.slice(0, place) + ((Number(kid[place]) + add) % 10) + kid.slice(place + 1);
        // One of eleven is right by mod 11 by chance: none by mod 10.
        const sum = [...typed]
          .toReversed()
          .reduce((all, digit, n) => all + [...String(Number(digit) * (n % 2 === 0 ? 1 : 2))].reduce((a, b) => a + Number(b), 0), 0);
        expect(sum % 10).not.toBe(0);
      }),
    );
  });
});

describe('an account', () => {
  it('has eleven digits and a check by mod 11', () => {
    // 8601.11.17947 is the example of Norway's IBAN registry entry.
    expect(isAccountNumber('86011117947')).toBe(true);
    expect(isAccountNumber('86011117948')).toBe(false);
    expect(isAccountNumber('8601111794')).toBe(false);
  });

  it('may be written with full stops, spaces or as IBAN', () => {
    for (const written of ['8601.11.17947', '8601 11 17947', 'NO93 8601 1117 947', 'no9386011117947'])
      expect(readAccount(written)).toBe('86011117947');
    expect(readAccount('NO9486011117947')).toBeUndefined();
    expect(readAccount('SE4550000000058398257466')).toBe('SE4550000000058398257466');
    expect(readAccount('faktura')).toBeUndefined();
  });
});

describe('an amount', () => {
  it('comes back to the øre as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), (ore) => {
        expect(readOre(formatOre(ore))).toBe(ore);
      }),
    );
  });

  it('is exact, and refused where it has more than two decimals or is no number', () => {
    expect([readOre('0.1'), readOre('.5'), readOre('12.'), readOre('+1.00'), readOre('1.2300'), readOre('-0.00')]).toEqual([
      10, 50, 1200, 100, 123, 0,
    ]);
    for (const wrong of ['', '-', '.', '1,00', '1e3', '1.001', ' 1', 'NaN', '0x10', '999999999999']) expect(readOre(wrong)).toBeUndefined();
  });
});
