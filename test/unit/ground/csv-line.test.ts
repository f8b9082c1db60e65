import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from '../../../server/ground/csv-line.ts';

test.each([
  ['=HYPERLINK("http://evil.test";"Faktura")', `"'=HYPERLINK(""http://evil.test"";""Faktura"")"`],
  ['+47 940 59 810', "'+47 940 59 810"],
  ['+4794059810', '+4794059810'],
  ['-1+1', "'-1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['Hytta; den gamle', '"Hytta; den gamle"'],
])('writes %j as text, never as a formula', (value, cell) => {
  expect(csvLine([value])).toBe(`${cell}\r\n`);
});

test('keeps numbers numbers, with a comma', () => {
  expect(csvLine([-1.5, 0, null, true])).toBe('-1,5;0;;ja\r\n');
});

test('begins no cell of text with what a spreadsheet would run', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('=1', '+1 ', '-1', '@a', '\r=1')), (text) => {
      const line = csvLine([text]);
      const first = line.startsWith('"') && text !== '' && !text.startsWith('"') ? line.slice(1) : line;
      expect(/^[=+\-@\t\r]/.test(first.replace(/\r\n$/, '')) && !/^\+\d+$/.test(text)).toBe(false);
    }),
  );
});
