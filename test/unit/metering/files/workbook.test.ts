import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { brief, fault, profileOf, readRows } from './reading.ts';
import { serial, writeWorkbook, type CellValue } from './workbook-file.ts';

const head: CellValue[] = ['id', 't', 'kwh'];
const point = '707057500000102593';
const rows: CellValue[][] = [
  [point, serial('2024-01-01T00:00'), 12_345],
  [point, serial('2024-01-01T01:00'), 12_347.5],
];
const right = ['2023-12-31T23:00Z 12345', '2024-01-01T00:00Z 12347.5'];
const sheet = (...lines: CellValue[][]) => writeWorkbook({ Ark1: [head, ...lines] });

describe('a workbook', () => {
  it.each<[what: string, content: Buffer]>([
    ['as it is', sheet(...rows)],
    ['with times that are text', sheet(...rows.map(([id, , kwh], hour): CellValue[] => [id!, `01.01.2024 0${hour}:00`, kwh!]))],
    [
      'with numbers that are text',
      sheet(...rows.map(([id, at, kwh]): CellValue[] => [id!, at!, `${String(kwh).replace('12', '12\u00a0').replace('.', ',')}`])),
    ],
    ['with texts in the cells', sheet(...rows.map(([id, ...more]): CellValue[] => [{ inline: ` ${String(id)} ` }, ...more]))],
    ['with formulas', sheet(...rows.map(([id, at, kwh]): CellValue[] => [id!, at!, { formula: 'A1*2', value: kwh as number }]))],
    ['with a title, empty rows and totals', writeWorkbook({ Ark1: [['Rapport'], [], head, ...rows, [], ['Sum', null, 24_692.5]] })],
    ['with other sheets', writeWorkbook({ Forside: [['Hei & velkommen']], Data: [head, ...rows], Tom: [] })],
    [
      'with dates since 1904',
      writeWorkbook({ Ark1: [head, ...rows.map(([id, at, kwh]): CellValue[] => [id!, (at as number) - 1462, kwh!])] }, { since1904: true }),
    ],
  ])('is read %s', async (_, content) => {
    expect(await brief(content, profileOf())).toEqual(right);
    expect((await readRows(content, profileOf(), 700)).rows).toHaveLength(2);
  });

  it('tells a row by its number in the sheet', async () => {
    const content = writeWorkbook({ Ark1: [['Rapport'], [], head, rows[0]!, [point, serial('2024-01-01T01:00'), 'feil']] });
    expect(await fault(content, profileOf())).toMatch(/^line 5, column "kwh": "feil" is not a number/);
    expect((await readRows(writeWorkbook({ Ark1: [['Rapport'], head, ...rows] }), profileOf())).rows.map(({ line }) => line)).toEqual([
      3, 4,
    ]);
  });

  it('has dates and hours in two columns, of any kind', async () => {
    const profile = profileOf({ time: { column: ['t', 'h'], format: 'dd.MM.yyyy HH:mm' } });
    const write = (first: CellValue, second: CellValue) =>
      writeWorkbook({
        A: [
          ['id', 't', 'h', 'kwh'],
          [point, first, second, 1],
        ],
      });
    for (const content of [
      write(serial('2024-01-01T00:00'), 5 / 24),
      write('01.01.2024', '05:00'),
      write(serial('2024-01-01T00:00'), '05:00'),
      write('01.01.2024', 5 / 24),
      write('01.01.2024', 5),
    ])
      expect(await brief(content, profile)).toEqual(['2024-01-01T04:00Z 1']);
  });

  it('is read from the sheet that the profile names', async () => {
    const content = writeWorkbook({ Januar: [head, rows[0]!], Februar: [head, rows[1]!] });
    expect(await fault(content, profileOf())).toMatch(
      /the sheets "Januar", "Februar" have these columns: say which in the profile, as "sheet"/,
    );
    expect(await brief(content, profileOf({ sheet: 'Februar' }))).toEqual([right[1]]);
    expect(await fault(content, profileOf({ sheet: 'Mars' }))).toMatch(/there is no sheet "Mars"; there are "Januar", "Februar"/);
  });

  it('is read from a hidden sheet only where the profile names it', async () => {
    const both = writeWorkbook({ Gammel: [head, rows[0]!], Data: [head, rows[1]!] }, { hidden: ['Gammel'] });
    expect(await brief(both, profileOf())).toEqual([right[1]]);
    expect(await brief(both, profileOf({ sheet: 'Gammel' }))).toEqual([right[0]]);
    const alone = writeWorkbook({ Forside: [['Hei']], Data: [head, ...rows] }, { hidden: ['Data'] });
    expect(await fault(alone, profileOf())).toMatch(
      /only "Data", which is hidden, has these columns: .* name it in the profile, as "sheet"/,
    );
    expect(await brief(alone, profileOf({ sheet: 'Data' }))).toEqual(right);
  });

  it('has its hidden rows and columns read, as they would be written into a CSV', async () => {
    const part = (name: string, text: string) => ({ [`xl/worksheets/${name}.xml`]: strToU8(text) });
    const cells = (n: number, [id, at, kwh]: CellValue[]) =>
      `<c r="A${n}" t="str"><v>${String(id)}</v></c><c r="B${n}"${n === 1 ? ' t="str"' : ''}><v>${String(at)}</v></c><c r="C${n}"${n === 1 ? ' t="str"' : ''}><v>${String(kwh)}</v></c>`;
    const hidden = `<worksheet><cols><col min="3" max="3" hidden="1"/></cols><sheetData><row r="1">${cells(1, head)}</row>
      <row r="2" hidden="1">${cells(2, rows[0]!)}</row><row r="3">${cells(3, rows[1]!)}</row></sheetData></worksheet>`;
    expect(await brief(writeWorkbook({ Data: [head] }, { extra: part('sheet1', hidden) }), profileOf())).toEqual(right);
  });

  it.each<[what: string, content: Buffer, words: RegExp]>([
    [
      'a metering point that is a number has lost digits',
      sheet([Number(point), ...rows[0]!.slice(1)]),
      /^line 2, column "id": "707057500000102\d+" has lost digits/,
    ],
    ['a formula has no value', sheet([point, rows[0]![1]!, { formula: 'SUM(A1:A2)' }]), /^line 2, column "kwh": "=SUM/],
    ['a column is missing', writeWorkbook({ Ark1: [['id', 'tid', 'kwh'], ...rows] }), /^line 1, column "t": this column is missing/],
    ['it is empty', writeWorkbook({ Ark1: [] }), /^line 1: the file is empty/],
    ['it is cut off', sheet(...rows).subarray(0, 900), /^line 1: the workbook is damaged/],
    [
      'it is a packed file of another kind',
      Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100)]),
      /^line 1: the workbook is damaged/,
    ],
    ['it is of an old Excel', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Excel \(.xls\)/],
    [
      'it has a document type',
      writeWorkbook({ Ark1: [head] }, { extra: { 'xl/sharedStrings.xml': strToU8('<!DOCTYPE a [<!ENTITY x "y">]><sst/>') } }),
      /document type/,
    ],
    [
      'its texts are too many',
      writeWorkbook({ Ark1: [head] }, { extra: { 'xl/sharedStrings.xml': new Uint8Array(25_000_000) } }),
      /texts are more than 24 MB/,
    ],
    [
      'a cell has no end',
      writeWorkbook(
        { Ark1: [head] },
        { extra: { 'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData><row><c t="str"><v>${'x'.repeat(3_000_000)}`) } },
      ),
      /a cell of the workbook has no end/,
    ],
  ])('is refused where %s', async (_, content, words) => {
    expect(await fault(content, profileOf())).toMatch(words);
  });

  it('is refused unread where it would unpack to more than there may be', async () => {
    const content = sheet(...rows);
    // The size of the first sheet, as the directory at the end tells it.
    const entry = content.indexOf(Buffer.from('PK\u0001\u0002'));
    content.writeUInt32LE(2_000_000_000, entry + 24);
    expect(await fault(content, profileOf())).toMatch(/would unpack to more than 800 MB/);
    content.writeUInt32LE(20, entry + 24);
    expect(await fault(content, profileOf())).toMatch(/the workbook is damaged/);
  });

  it('is refused where a checksum is wrong', async () => {
    const content = sheet(...rows);
    content.writeUInt32LE(1, content.indexOf(Buffer.from('PK\u0001\u0002')) + 16);
    expect(await fault(content, profileOf())).toMatch(/the workbook is damaged: the checksum of xl\/worksheets\/sheet1.xml is wrong/);
  });
});
