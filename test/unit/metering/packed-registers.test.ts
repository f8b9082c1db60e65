import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostBytes, packed, packRegisters } from '../../../server/metering/pack/packed-registers.ts';

/** As the database unpacks them: decimals and width in the first byte, the lowest value in five, then how far each lies above it. */
function unpacked(bytes: Buffer, count: number): number[] {
  const [decimals, width] = [bytes[0]! >> 2, bytes[0]! & 3];
  const lowest = bytes.readUIntBE(1, 5);
  expect(bytes).toHaveLength(6 + width * count);
  return Array.from({ length: count }, (_, n) => (lowest + (width === 0 ? 0 : bytes.readUIntBE(6 + n * width, width))) / 10 ** decimals);
}
const bytesOf = (...values: (number | null)[]) =>
  packed(values)
    ?.toString('hex')
    .replace(/^(..)(.{10})/, '$1 $2 ')
    .trim();

describe('a day of one quantity', () => {
  it('comes out to its last digit, in so few bytes that no reading of four decimals takes more than three', () => {
    const register = fc.record({
      decimals: fc.integer({ min: 0, max: 4 }),
      lowest: fc.integer({ min: 0, max: 2 ** 40 - 2 ** 24 - 1 }),
      above: fc.array(fc.oneof(fc.nat(3), fc.nat(300), fc.nat(70_000), fc.nat(2 ** 24 - 1)), { minLength: 1, maxLength: 25 }),
    });
    fc.assert(
      fc.property(register, ({ decimals, lowest, above }) => {
        const values = above.map((one) => (lowest + one) / 10 ** decimals);
        const bytes = packed(values)!;
        expect(unpacked(bytes, values.length)).toEqual(values);
        expect(bytes.length).toBeLessThanOrEqual(mostBytes(values.length));
      }),
    );
  });

  it('is kept as it is, or comes out the same, whatever the file said', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.integer({ min: -5, max: 2 ** 31 })), { minLength: 1, maxLength: 6 }), (values) => {
        const bytes = packed(values);
        if (bytes) expect(unpacked(bytes, values.length).map((value) => value + 0)).toEqual(values.map((value) => value + 0));
      }),
    );
  });

  it.each([
    ['that stand still take the head alone', [20_031, 20_031, 20_031], '00 0000004e3f'],
    ['up to 255 apart take a byte each', [100, 355], '01 0000000064 00ff'],
    ['256 apart take two', [100, 356], '02 0000000064 00000100'],
    ['65,535 apart take two', [0, 65_535], '02 0000000000 0000ffff'],
    ['65,536 apart take three', [0, 65_536], '03 0000000000 000000010000'],
    ['nearly 2^24 apart take three', [1, 2 ** 24], '03 0000000001 000000ffffff'],
    ['in any order: how far each lies above the lowest', [7, 5, 6], '01 0000000005 020001'],
    ['of one decimal are tenths', [0.5, 0.75 + 0.25], '05 0000000005 0005'],
    ['of two decimals are hundredths', [0.25, 0.5], '09 0000000019 0019'],
    ['of four decimals are ten thousandths', [0.0001, 0.0002], '11 0000000001 0001'],
    ['as high as five bytes hold', [2 ** 40 - 1], '00 ffffffffff'],
    ['as high as five bytes hold, in tenths', [109_951_162_777.5], '04 ffffffffff'],
    ['of 0', [0, 0], '00 0000000000'],
  ])('%s', (_, values, bytes) => {
    expect(bytesOf(...values)).toBe(bytes);
  });

  it.each([
    ['more than four decimals', [0.00001]],
    ['one with more than four decimals among others', [1, 2.00005, 3]],
    ['a register that would take more than five bytes', [2 ** 40]],
    ['one that would with its decimals', [109_951_162_777.7]],
    ['what lies 2^24 apart', [0, 2 ** 24]],
    ['what is below 0', [-1, 5]],
    ['a missing value', [1, null, 3]],
    ['only missing values', [null]],
    ['no number', [Number.NaN]],
    ['no end', [Infinity]],
    ['nothing at all', []],
  ])('is kept as it is: %s', (_, values) => {
    expect(packed(values as number[])).toBeNull();
  });
});

describe('a quantity among others', () => {
  it('is read from its place, and written to where there is room for it, and nowhere else', () => {
    const to = Buffer.alloc(20, 0xee);
    expect(packRegisters([9.5, 100, 101, 9.5], 1, 2, to, 4)).toBe(8);
    expect(to.toString('hex')).toBe(`eeeeeeee${'010000000064'}${'0001'}${'ee'.repeat(8)}`);
    expect(packRegisters([0.125, 7, 7, 0.125], 1, 2, to, 12)).toBe(6);
    expect(to.toString('hex', 12)).toBe('000000000007eeee');
  });

  it('that cannot be packed writes nothing', () => {
    const to = Buffer.alloc(12, 0xee);
    for (const values of [
      [1, 0.00001],
      [-1, 1],
      [0, 2 ** 24],
    ])
      expect(packRegisters(values, 0, 2, to, 0)).toBe(0);
    expect(to.every((byte) => byte === 0xee)).toBe(true);
  });

  it('needs three bytes a value at most, and six before them', () => {
    expect(mostBytes(0)).toBe(6);
    expect(mostBytes(24)).toBe(78);
  });
});
