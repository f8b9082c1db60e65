import { describe, expect, it } from 'vitest';
import { createCsvParser } from '../../../../server/metering/files/csv.ts';
import type { CsvProfile } from '../../../../server/metering/files/profile.ts';
import { brief, fault, profileOf as anyProfile, readRows } from './reading.ts';

const profileOf = (changes: Record<string, unknown> = {}) => anyProfile({ thousands: 'none', ...changes }) as CsvProfile;
const at = (hour: number) => `01.01.2024 0${hour}:00`;
const three = ['2023-12-31T23:00Z 5', '2024-01-01T00:00Z 6.5', '2024-01-01T01:00Z 7'];

describe('a CSV file', () => {
  it('may have plain lines and others, in any order', async () => {
    const lines = [`17;${at(0)};5`, `"17";${at(1)};6,5`, `17;${at(2)};7`];
    for (const order of [lines, [lines[1]!, lines[0]!, lines[2]!], [lines[0]!, '', lines[2]!, '', lines[1]!]]) {
      const told = await brief(`id;t;kwh\r\n${order.join('\r\n')}\r\n`, profileOf());
      expect(told.toSorted()).toEqual(three);
    }
    const { rows } = await readRows(`id;t;kwh\n${lines[0]}\n\n${lines[1]}\n\n\n${lines[2]}`, profileOf());
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 7]);
  });

  it('has delimiters and line ends in quotes, which belong to the cell', async () => {
    const content = `id;t;merknad;kwh\n"17";${at(0)};"bytte; ny\nmåler ""A""\r\n";5\n17;${at(1)};x;6,5\n`;
    const { rows } = await readRows(content, profileOf());
    expect(rows.map(({ line, point, values }) => [line, point, values[0]])).toEqual([
      [2, '17', 5],
      [5, '17', 6.5],
    ]);
    expect(await brief(content.replace('"17"', '"1;7"'), profileOf())).toHaveLength(2);
    expect((await readRows(content.replace('"17"', '"1;7"'), profileOf())).rows[0]!.point).toBe('1;7');
  });

  it('has quotes inside a cell, as of inches, that mean nothing', async () => {
    const content = `id;t;merknad;kwh\n17;${at(0)};rør 2" og 3";5\n17;${at(1)};2";6,5\n`;
    expect(await brief(content, profileOf())).toEqual(three.slice(0, 2));
  });

  it.each([';', '|', '\t', ','])('divided by %j may keep digits by ="00123"', async (delimiter) => {
    const content = [
      ['id', 't', 'kwh'],
      ['="0017"', at(0), '5'],
      ['0017', '="01.01.2024 01:00"', '="6.5"'],
      ['a="b', at(2), '7'],
    ];
    const profile = profileOf({ delimiter, decimal: '.' });
    const { rows } = await readRows(content.map((cells) => cells.join(delimiter)).join('\n'), profile);
    expect(rows.map(({ point, values }) => [point, values[0]])).toEqual([
      ['0017', 5],
      ['0017', 6.5],
      ['a="b', 7],
    ]);
    expect(
      (await readRows(`id${delimiter}t${delimiter}kwh\n="1${delimiter}7"${delimiter}${at(0)}${delimiter}5\n`, profile)).rows[0]!.point,
    ).toBe(`1${delimiter}7`);
  });

  it('has a carriage return in a line with quotes as a letter of its cell, and nothing is lost behind it', async () => {
    expect(await fault(`id;t;kwh\n"17";${at(0)};5\r"17";${at(1)};6\n`, profileOf())).toMatch(
      /^line 2: the line has 5 columns, the header 3/,
    );
    expect(await fault(`id;t;kwh\n17;${at(0)};5\r17;${at(1)};6\n`, profileOf())).toMatch(/^line 2: the line has 5 columns, the header 3/);
  });

  it('ends its lines with a carriage return alone as on an old Mac', async () => {
    expect(await brief(`id;t;kwh\r17;${at(0)};5\r"17";${at(1)};6,5\r17;${at(2)};7`, profileOf())).toEqual(three);
  });

  it('is refused where quotes do not match, at the line where they open', async () => {
    const open = `id;t;kwh\n17;${at(0)};5\n17;${at(1)};"6,5\n`;
    expect(await fault(open, profileOf())).toBe('line 3: the quotes of this line do not match.');
    expect(await fault(`${open}17;${at(2)};7\n17;${at(3)};8\n`, profileOf())).toBe('line 3: the quotes of this line do not match.');
    expect(await fault(`${open.trimEnd()}`, profileOf())).toBe('line 3: the quotes of this line do not match.');
  });

  it('holds lines together by quotes as far as 65,536 letters, and reads no further', () => {
    const found: number[] = [];
    const parser = () => createCsvParser(profileOf(), { take: ({ values }) => void found.push(values[0]!), pass: () => undefined });
    const open = '"x';
    const most = `${open}\n${'y'.repeat(65_536 - open.length - 1)}`;
    const right = parser();
    right.push(`id;t;kwh;merknad\n17;${at(0)};5;${most.slice(0, -`17;${at(0)};5;`.length)}\n"\n`);
    right.end();
    expect(found).toEqual([5]);
    const wrong = parser();
    wrong.push('id;t;kwh;merknad\n');
    expect(() => wrong.push(`17;${at(0)};5;${most}\ny\n`)).toThrow(
      expect.objectContaining({ message: 'the quotes of this line do not match', line: 2 }) as Error,
    );
  });

  it('says how many lines have been read', () => {
    const parser = createCsvParser(profileOf(), { take: () => undefined, pass: () => undefined });
    parser.push(`id;t;kwh\n17;${at(0)};5\n17;${at(1)}`);
    expect(parser.line).toBe(2);
    parser.push(';6\n');
    expect(parser.line).toBe(3);
  });

  it('is empty where it has no header', async () => {
    expect(await fault('', profileOf())).toBe('line 1: the file is empty.');
    expect(await fault('\n ;\n', profileOf())).toBe('line 1: the file is empty.');
  });

  it('follows the header that comes again with other columns', async () => {
    const changes = { headerBegins: '#id', meteringPoint: { column: '#id' }, meter: { column: 'm' } };
    const content = `#id;t;kwh;m\n17;${at(0)};5;M1\n17;${at(1)};6,5;M1\n#id;kwh;t\n17;7;${at(2)}\n17;8;${at(3)}\n`;
    const { rows, passed } = await readRows(content, profileOf(changes));
    expect(rows.map(({ serial, values }) => [serial, values[0]])).toEqual([
      ['M1', 5],
      ['M1', 6.5],
      ['', 7],
      ['', 8],
    ]);
    expect(passed).toEqual([]);
  });
});
