import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typedLine } from '../../../server/ground/typed-line.ts';

test.each([
  ['  Nye \n vinduer ', 'Nye vinduer'],
  ['Ny\u0007pumpe\u001b[31m', 'Ny pumpe [31m'],
  ['\u202eregninger', 'regninger'],
  ['Hyt\u200bta\ufeff', 'Hytta'],
  ['\u2028to\u2029linjer\u0085til', 'to linjer til'],
  ['\u200b\u2060 \u200d', ''],
  ['\u00a0', ''],
  ['👩‍🔧 på besøk', '👩‍🔧 på besøk'],
  ['Ærlig talt: 1 < 2 & "så"', 'Ærlig talt: 1 < 2 & "så"'],
])('makes one line of %j', (typed, line) => {
  expect(typedLine(typed)).toBe(line);
});

test('is what it was when it is made once more, and shows something or is empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const line = typedLine(typed);
      expect(typedLine(line)).toBe(line);
      expect(line).not.toMatch(/\p{Cc}|^\s|\s$|\s\s/u);
    }),
  );
});
