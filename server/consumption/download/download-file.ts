import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { ConsumptionLevel, ConsumptionValue } from '../../contract/consumption.ts';
import { csvLine } from '../../ground/csv-line.ts';
import type { Language } from '../../ground/language.ts';

const heads = {
  nb: { columns: ['Fra', 'Til', 'Energi (kWh)', 'Status'], zoned: 'Tidspunkt med tidssone', points: ['Anleggsnummer', 'Målepunkt-ID'] },
  nn: { columns: ['Frå', 'Til', 'Energi (kWh)', 'Status'], zoned: 'Tidspunkt med tidssone', points: ['Anleggsnummer', 'Målepunkt-ID'] },
  en: { columns: ['From', 'To', 'Energy (kWh)', 'Status'], zoned: 'Time with its zone', points: ['Plant number', 'Metering point ID'] },
} satisfies Record<Language, unknown>;
const sheetNames: Record<Language, Record<ConsumptionLevel, string>> = {
  nb: { hour: 'Timer', day: 'Døgn', month: 'Måneder', year: 'År' },
  nn: { hour: 'Timar', day: 'Døgn', month: 'Månader', year: 'År' },
  en: { hour: 'Hours', day: 'Days', month: 'Months', year: 'Years' },
};

/** Numbers have the decimals that the portal shows: two an hour, one for longer, none of a meter that tells whole kWh. */
const decimals = (level: ConsumptionLevel, wholeKwh: boolean): number => (wholeKwh ? 0 : level === 'hour' ? 2 : 1);

/** As CSV: UTF-8 with its mark, semicolons and a decimal comma, as spreadsheets in Norway expect, whatever the customer speaks. */
export function downloadCsv(
  level: ConsumptionLevel,
  rows: readonly ConsumptionValue[],
  { wholeKwh, language }: { wholeKwh: boolean; language: Language },
): string {
  const cells = cellsOf(level, wholeKwh);
  return `\ufeff${csvLine(heads[language].columns)}${rows.map((row) => csvLine(cells(row))).join('')}`;
}

/** The same of several metering points: each line says whose it is. */
export function pointsCsv(
  level: ConsumptionLevel,
  points: readonly { plantNumber: string; id: string; rows: readonly ConsumptionValue[]; wholeKwh: boolean }[],
  language: Language,
): string {
  const lines = points.flatMap(({ plantNumber, id, rows, wholeKwh }) => {
    const cells = cellsOf(level, wholeKwh);
    return rows.map((row) => csvLine([plantNumber, id, ...cells(row)]));
  });
  return `\ufeff${csvLine([...heads[language].points, ...heads[language].columns])}${lines.join('')}`;
}

const cellsOf = (level: ConsumptionLevel, wholeKwh: boolean) => {
  const digits = decimals(level, wholeKwh);
  return ({ from, to, energyKwh, status }: ConsumptionValue): (string | null)[] => [
    from,
    to,
    energyKwh === null ? null : energyKwh.toFixed(digits).replace('.', ','),
    status,
  ];
};

/**
 * As an Excel workbook: a sheet a level, real dates and numbers, the heads frozen. A spreadsheet's clock knows no zone: what is written is
 * the clock on the wall in Norway, and the text beside it says which of the two hours of October it is.
 */
export async function downloadExcel(
  sheets: readonly { level: ConsumptionLevel; rows: readonly ConsumptionValue[] }[],
  { wholeKwh, language }: { wholeKwh: boolean; language: Language },
): Promise<Buffer> {
  return writeXlsxFile(
    sheets.map(({ level, rows }) => ({
      sheet: sheetNames[language][level],
      stickyRowsCount: 1,
      columns: [{ width: 18 }, { width: 18 }, { width: 14 }, { width: 40 }, ...(level === 'hour' ? [{ width: 28 }] : [])],
      data: sheetData(level, rows, decimals(level, wholeKwh), language),
    })),
  ).toBuffer();
}

function sheetData(level: ConsumptionLevel, rows: readonly ConsumptionValue[], digits: number, language: Language): SheetData {
  const number = digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`;
  const date = level === 'hour' ? 'yyyy-mm-dd hh:mm' : 'yyyy-mm-dd';
  const { columns, zoned } = heads[language];
  return [
    [...columns, ...(level === 'hour' ? [zoned] : [])].map((value) => ({ value, fontWeight: 'bold' as const })),
    ...rows.map(({ from, to, energyKwh, status }) => [
      { value: wallClock(from), type: Date, format: date },
      { value: wallClock(to), type: Date, format: date },
      energyKwh === null ? null : { value: energyKwh, type: Number, format: number },
      { value: status, type: String },
      ...(level === 'hour' ? [{ value: from, type: String }] : []),
    ]),
  ];
}

/** `2024-10-27T02:00:00+01:00` as the moment that has 02:00 in UTC, which is how the library writes a date down. */
const wallClock = (at: string): Date => new Date(`${at.slice(0, 10)}T${at.slice(11, 19) || '00:00:00'}Z`);
