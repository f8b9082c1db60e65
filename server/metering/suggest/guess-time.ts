import { cellText, type Cell } from '../../ground/cell.ts';
import { compileTimeFormat, wallSeconds, type StampParts } from '../files/time-format.ts';

/** The columns of a time and how they read. */
export interface TimeGuess {
  columns: number[];
  format: string;
  hours?: '1-24' | '1-25';
  notes: string[];
}

const dates = [
  'yyyy-MM-dd',
  'dd.MM.yyyy',
  'dd/MM/yyyy',
  'dd-MM-yyyy',
  'yyyy/MM/dd',
  'yyyy.MM.dd',
  'MM/dd/yyyy',
  'yyyyMMdd',
  'dd.MM.yy',
  'dd/MM/yy',
];
const clocks = ['HH:mm', 'HH:mm:ss', 'HH.mm', 'HH', 'HH:mm:ss.SSS'];
const joined = ['yyyyMMddHH', 'yyyyMMddHHmm', 'yyyyMMddHHmmss', 'yyyy-MM', 'MM.yyyy'];
const formats = [
  ...['T', ' ', ', '].flatMap((between) => dates.flatMap((date) => clocks.map((clock) => `${date}${between}${clock}`))),
  ...dates,
  ...joined,
].flatMap((format) => [format, ...(format.includes('HH') ? [`${format}ZZ`] : [])]);
const named = /dato|date|tid|time|stamp|periode|period|måned|month|fra|from/i;
const compiled = new Map(formats.map((format) => [format, compileTimeFormat(format)]));

const exists = ({ year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 }: StampParts) =>
  !Number.isNaN(wallSeconds(year, month, day, hour, minute, second));

/** The first format, or all, that every one of the cells reads as. */
function formatsOf(cells: Cell[]): string[] {
  const texts = cells.map(cellText).filter((text) => text !== '');
  if (texts.length === 0) return [];
  return formats.filter((format) =>
    texts.every((text) => {
      const parts = compiled.get(format)!.read(text);
      return parts !== undefined && exists(parts) && parts.year! > 1979 && parts.year! < 2100;
    }),
  );
}

const isSerial = (cell: Cell) => /^(2[89]|[3-6]\d)\d{3}([.,]\d+)?$/.test(cellText(cell));
const isHour = (cell: Cell) => /^\d{1,2}$/.test(cellText(cell)) && Number(cellText(cell)) <= 25;
const isClock = (cell: Cell) => /^\d{1,2}:\d\d(:\d\d)?$/.test(cellText(cell)) || (typeof cell === 'number' && cell >= 0 && cell < 1);

/** Whether a row may hold a reading: one of its cells is a date. */
export const hasDate = (cells: readonly Cell[], names: readonly string[] = []): boolean =>
  cells.some((cell, column) => formatsOf([cell]).length > 0 || (isSerial(cell) && named.test(names[column] ?? '')));

/** The time among the columns of a table; undefined where there is none. */
export function guessTime(names: string[], columns: Cell[][]): TimeGuess | undefined {
  const candidates = columns.flatMap((cells, column) => {
    const filled = cells.filter((cell) => cellText(cell) !== '');
    const found = formatsOf(filled);
    if (found.length > 0) return [{ column, found }];
    return filled.length > 0 && filled.every(isSerial) && named.test(names[column]!) ? [{ column, found: ['excel'] }] : [];
  });
  const first = candidates.find(({ found }) => found[0]!.includes('HH')) ?? candidates[0];
  if (!first) return undefined;
  const [format] = first.found as [string];
  const notes: string[] = [];
  const swapped = format.replace('dd/MM', 'MM/dd');
  if (swapped !== format && first.found.includes(swapped))
    notes.push(`The dates may be ${format} or ${swapped}: no day in the file tells. Day first is assumed.`);
  if (format.includes('HH') || format === 'excel') return { columns: [first.column], format, notes };
  // A date alone: the hour may stand beside it.
  const beside = columns.findIndex((cells, column) => {
    const filled = cells.filter((cell) => cellText(cell) !== '');
    const called = /^(kl|klokke|time|hour|tid|h)/i.test(names[column]!);
    return column !== first.column && filled.length > 0 && ((called && filled.every(isHour)) || filled.every(isClock));
  });
  if (beside < 0) return { columns: [first.column], format, notes };
  const filled = columns[beside]!.filter((cell) => cellText(cell) !== '');
  if (!filled.every(isHour))
    return {
      columns: [first.column, beside],
      format: `${format} ${filled.some((cell) => cellText(cell).split(':').length > 2) ? 'HH:mm:ss' : 'HH:mm'}`,
      notes,
    };
  const numbers = filled.map((cell) => Number(cellText(cell)));
  const hours = Math.max(...numbers) === 25 ? '1-25' : Math.min(...numbers) > 0 && Math.max(...numbers) === 24 ? '1-24' : undefined;
  if (hours === '1-24')
    notes.push('Hours are numbered from 1 to 24, taken as by the clock; where October has an hour 25 set "hours": "1-25".');
  return { columns: [first.column, beside], format: `${format} H`, ...(hours && { hours }), notes };
}
