import { describe, expect, it } from 'vitest';
import { TextTable } from '../../../../server/metering/files/text-table.ts';

const tableOf = (texts: readonly string[]): TextTable => {
  const table = new TextTable();
  for (const text of texts) table.add(text);
  return table;
};

describe('a table of texts', () => {
  it('gives each back by its number, the empty ones too, and nothing for a number that it has not', () => {
    const table = tableOf(['a', '', 'øre', '']);
    expect([0, 1, 2, 3, 4, -1, 1.5, Number.NaN].map((index) => table.get(index))).toEqual(['a', '', 'øre', '', '', '', '', '']);
    table.add('later');
    expect([table.get(4), table.get(0), table.get(5)]).toEqual(['later', 'a', '']);
    expect(new TextTable().get(0)).toBe('');
  });

  it('gives back what is asked between what is added, piece by piece', () => {
    const table = new TextTable();
    const texts = Array.from({ length: 50 }, (_, n) => `text ${n}`);
    texts.forEach((text, n) => {
      table.add(text);
      expect(table.get(n)).toBe(text);
    });
    expect(texts.map((_, n) => table.get(n))).toEqual(texts);
  });

  it.each([1, 30, 1023, 1024, 1025, 65_535, 65_536, 65_537])('keeps texts of %d letters whole, however many there are', (length) => {
    const texts = Array.from({ length: length < 100 ? 9_000 : 20 }, (_, n) => `${n} `.padEnd(length, String.fromCharCode(97 + (n % 26))));
    const table = tableOf(texts);
    expect(texts.findIndex((text, n) => table.get(n) !== text)).toBe(-1);
  });
});
