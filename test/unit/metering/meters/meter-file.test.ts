import { describe, expect, it } from 'vitest';
import { InputFault } from '../../../../server/ground/input-fault.ts';
import { readMeterFile } from '../../../../server/metering/meters/meter-file.ts';

const head = 'metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh';
const good = `${head}\n707057500000003006;30020045;;2020-05-14 09:20;;77638,5\n707057500000003006;66120777;2020-05-14;;0;\n`;
const right = readMeterFile(Buffer.from(good));

function fault(content: Buffer | string): unknown {
  try {
    return readMeterFile(Buffer.from(content));
  } catch (error) {
    return error;
  }
}

describe('a meters file', () => {
  it('is read', () => {
    expect(right).toMatchObject([
      { line: 2, serial: '30020045', values: { removed_at: '2020-05-14T07:20:00.000Z', removed_by: null, closing_energy_kwh: 77_638.5 } },
      { line: 3, values: { installed_at: '2020-05-13T22:00:00.000Z', installed_by: '2020-05-14T22:00:00.000Z', opening_energy_kwh: 0 } },
    ]);
  });

  it.each<[what: string, content: Buffer | string]>([
    ['in UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le')],
    ['with its mark', `\ufeff${good}`],
    ['with commas', good.replace('77638,5', '77638.5').replaceAll(';', ',')],
    ['with quotes and spaces', good.replaceAll(/[^;\n]+/g, ' "$&"').replaceAll(' "', '"')],
    ['with empty columns behind', good.replaceAll('\n', ';;\n')],
    ['with thousands', good.replace('77638,5', '77\u00a0638,5')],
    ['with dates as a spreadsheet writes them', good.replace('2020-05-14 09:20', '14.5.2020 9:20').replace('2020-05-14;', '14.05.2020;')],
  ])('is read %s', (_, content) => {
    expect(readMeterFile(Buffer.from(content))).toEqual(right);
  });

  it.each<[what: string, content: Buffer | string, line: number, column: string | undefined, words: RegExp]>([
    ['a column is not known', good.replace('closing_energy', 'closing_energi'), 1, 'closing_energi_kwh', /there is no such column/],
    [
      'a register may be thousands',
      good.replace('77638,5', '77.638'),
      2,
      'closing_energy_kwh',
      /"77.638" may be 77638 or less than a thousand/,
    ],
    ['a serial is rounded', good.replace('66120777', '6,6E+07'), 3, 'meter_serial', /lost digits/],
    ['a row is cut off', good.slice(0, -6), 3, undefined, /is it cut off/],
    [
      'a time was skipped by the clock',
      good.replace('2020-05-14 09:20', '2020-03-29 02:20'),
      2,
      'removed_at',
      /does not exist: the clock skipped it/,
    ],
    ['a time is none', good.replace('2020-05-14 09:20', '14/5'), 2, 'removed_at', /"14\/5" is not a time/],
    ['it is empty', '', 1, undefined, /empty/],
  ])('is refused by line and column where %s', (_, content, line, column, words) => {
    const thrown = fault(content);
    expect(thrown).toBeInstanceOf(InputFault);
    expect(thrown).toMatchObject({ line, column, message: expect.stringMatching(words) });
  });
});
