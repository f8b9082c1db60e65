import { describe, expect, it } from 'vitest';
import { readCustomersFile } from '../../../server/customers/customers-file.ts';

const head =
  'plant_number;customer_name;address;postal_code;city;registered_mobile;valid_from;valid_to;metering_point_id;metering_point_address;meter_serial';
const row = '746100;Bårdsen;Ørneveien 4;1606;Fredrikstad;;2017-06-01;2018-01-01;707057500000007462;;74600146';
const good = `${head}\n${row}\n`;
const right = readCustomersFile(good).lines;
const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a customers file', () => {
  it('is read', () => {
    expect(right).toMatchObject([{ line: 2, customerName: 'Bårdsen', address: 'Ørneveien 4', meteringPointId: '707057500000007462' }]);
  });

  it.each<[what: string, content: Buffer | string]>([
    ['in UTF-8 with its mark', Buffer.from(`\ufeff${good}`)],
    ['in windows-1252', Buffer.from(good, 'latin1')],
    ['in UTF-16', wide(good)],
    ['in UTF-16, big end first', wide(good).swap16()],
    ['with tabs', good.replaceAll(';', '\t')],
    ['with commas', good.replaceAll(';', ',')],
    ['with quotes', good.replaceAll(/[^;\n]+/g, '"$&"')],
    ['with spaces around', good.replaceAll(';', '\u00a0; ')],
    ['with empty columns behind', good.replaceAll('\n', ';;;\n')],
    ['with empty rows', good.replace('\n', `\n;;;\n\n`).replace(row, row)],
    ['with headings in other letters', good.replace(head, head.toUpperCase())],
    ['with dates as a spreadsheet writes them', good.replace('2017-06-01', '1.6.2017').replace('2018-01-01', '01.01.2018')],
    ['with numbers kept as text', good.replace('74600146', '="74600146"')],
  ])('is read %s', (_, content) => {
    const { lines, faults } = readCustomersFile(content);
    expect(faults).toEqual([]);
    expect(lines.map((one) => ({ ...one, line: 2 }))).toEqual(right);
  });

  it.each<[what: string, content: Buffer | string, line: number, column: string | null, words: RegExp]>([
    [
      'a metering point is rounded',
      good.replace('707057500000007462', '7,07058E+17'),
      2,
      'metering_point_id',
      /lost digits in a spreadsheet/,
    ],
    ['a row is cut off', good.slice(0, -30), 2, null, /fields, and the header 11/],
    ['a row has a column too many', good.replace('Ørneveien 4', 'Ørneveien; 4'), 2, null, /has 12 fields/],
    ['quotes do not match', good.replace('Bårdsen', '"Bårdsen'), 2, null, /quotes of this line do not match/],
    ['it is a workbook', Buffer.from('PK\u0003\u0004....'), 1, null, /a workbook .* save the sheet as "CSV UTF-8"/],
    ['it is empty', '', 1, null, /empty/],
    ['it is no text', Buffer.from([1, 2, 3, 4, 10, 0, 7, 8]), 2, null, /not a text file/],
  ])('is refused by line and column where %s', (_, content, line, column, words) => {
    expect(readCustomersFile(content).faults).toContainEqual({ line, column, message: expect.stringMatching(words) });
  });

  it('tells where a row begins that goes over several lines', () => {
    const { faults } = readCustomersFile(
      `${head}\n${row.replace('Ørneveien 4', '"Ørneveien\n4"')}\n${row.replace('2017-06-01', 'i går')}\n`,
    );
    expect(faults).toEqual([{ line: 4, column: 'valid_from', message: '"i går" is not a date such as 2018-01-31' }]);
  });
});
