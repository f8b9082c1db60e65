import { describe, expect, it } from 'vitest';
import { createDelimitedLines } from '../../../../server/metering/files/delimited-lines.ts';

interface Told {
  number: number;
  cells: string[];
  whole: string;
  quoted: boolean;
}

/** The lines of a text that comes in these pieces, without asking for its end where `ends` is false. */
function linesOf(pieces: string[], { delimiter = ';', ends = true } = {}): Told[] {
  const found: Told[] = [];
  const lines = createDelimitedLines(delimiter, ({ text, start, end, count, starts, ends: cellEnds, quoted, number }) => {
    const cells = Array.from({ length: count }, (_, cell) => text.slice(starts[cell], cellEnds[cell]));
    found.push({ number, cells, whole: text.slice(start, end), quoted });
  });
  for (const piece of pieces) lines.push(piece);
  if (ends) lines.end();
  expect(lines.line).toBe(found.length);
  return found;
}
const cellsOf = (text: string, delimiter?: string) => linesOf([text], { delimiter }).map(({ cells }) => cells);

describe('the lines of a table', () => {
  it('are told one by one with their cells and their number', () => {
    expect(linesOf(['id;t;kwh\n17;;5\n'])).toEqual([
      { number: 1, cells: ['id', 't', 'kwh'], whole: 'id;t;kwh', quoted: false },
      { number: 2, cells: ['17', '', '5'], whole: '17;;5', quoted: false },
    ]);
  });

  it('may end with a carriage return, and the last without anything', () => {
    expect(cellsOf('a;b\r\n\r\nc;\r\nd;e')).toEqual([['a', 'b'], [''], ['c', ''], ['d', 'e']]);
    expect(linesOf(['a;b\r\n', 'c\r'])).toMatchObject([{ whole: 'a;b' }, { whole: 'c' }]);
    expect(cellsOf('\n\na\n')).toEqual([[''], [''], ['a']]);
    expect(cellsOf('a\n')).toEqual([['a']]);
    expect(cellsOf('')).toEqual([]);
  });

  it.each(['\t', ',', '|', ' '])('are divided by %j where the profile says so', (delimiter) => {
    expect(cellsOf(`a${delimiter}b;c\n${delimiter}d`, delimiter)).toEqual([
      ['a', 'b;c'],
      ['', 'd'],
    ]);
  });

  it('say whether they have quotes, which may enclose a delimiter', () => {
    expect(linesOf(['a;"b;c"\nd;e\n"f"\n']).map(({ cells, quoted }) => [cells.length, quoted])).toEqual([
      [3, true],
      [2, false],
      [1, true],
    ]);
  });

  it('are the same wherever the pieces end', () => {
    const text = 'id;t;kwh\r\n17;01.01.2024;5\n\n"18";;6\r\nlast;line;7';
    const whole = linesOf([text]);
    expect(whole).toHaveLength(5);
    for (let length = 1; length <= text.length; length++) {
      const pieces = Array.from({ length: Math.ceil(text.length / length) }, (_, n) => text.slice(n * length, (n + 1) * length));
      expect(linesOf(pieces)).toEqual(whole);
    }
  });

  it('are told as soon as they have ended, and the last at the end', () => {
    expect(linesOf(['a;b\nc;d\ne'], { ends: false }).map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('are a million letters long at most, ended or not', () => {
    const most = 'x'.repeat(1_000_000);
    const endless = 'the line has no end: this is not such a CSV file';
    expect(linesOf([`a\n${most}\nb\n`, most]).map(({ whole }) => whole.length)).toEqual([1, 1_000_000, 1, 1_000_000]);
    for (const pieces of [[`a\nb\n${most}x\n`], ['a\nb\n', `${most}x`], ['a\nb', `\n${most}`, 'x', '\n'], [`a\nb\n${most}x`]])
      expect(() => linesOf(pieces)).toThrow(expect.objectContaining({ message: endless, line: 3 }) as Error);
  });

  it('are refused as soon as one is longer, without waiting for its end', () => {
    expect(() => linesOf(['a\n', 'x'.repeat(900_000), 'x'.repeat(100_001)], { ends: false })).toThrow('the line has no end');
    expect(linesOf(['a\n', 'x'.repeat(900_000), 'x'.repeat(100_000)], { ends: false })).toHaveLength(1);
  });

  it('are no text where a zero byte is among them', () => {
    for (const [pieces, line] of [
      [['\0a;b\n'], 1],
      [['a;b\nc\0;d\n\0'], 2],
      [['a\nb\n', 'c\nd', 'e\0\nf\n'], 4],
      [['a\n', 'b\nc\n\0'], 4],
    ] as const)
      expect(() => linesOf([...pieces])).toThrow(expect.objectContaining({ message: 'this is not a text file', line }) as Error);
  });
});
