import { parse } from 'csv-parse/sync';
import { InputFault } from '../ground/input-fault.ts';

/** A line of a CSV file by the names of its columns; a column that the file lacks is empty. */
export interface CsvRow<Column extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

/**
 * Reads a CSV file (`;`, UTF-8, a header line with the columns in any order). Columns that nobody knows are refused, since one
 * mistyped would else be left out unseen.
 * @throws InputFault with line and column.
 */
export function readCsvTable<Column extends string>(
  bytes: Uint8Array,
  columns: readonly Column[],
  needed: readonly Column[],
): CsvRow<Column>[] {
  const [header, ...rows] = parseRows(decode(bytes));
  if (header === undefined) throw new InputFault('the file is empty', 1);
  const names = header.record.map((name) => name.trim().toLowerCase());
  const unknown = names.find((name) => !(columns as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InputFault(`there is no such column; there are ${columns.join(', ')}`, header.line, unknown.slice(0, 40));
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined) throw new InputFault('the column stands twice', header.line, twice);
  const missing = needed.find((name) => !names.includes(name));
  if (missing !== undefined) throw new InputFault('the column is missing', header.line, missing);
  return rows.map(({ line, record }) => {
    if (record.length !== names.length) throw new InputFault(`has ${record.length} fields, and the header ${names.length}`, line);
    const cells = Object.fromEntries(columns.map((column) => [column, (record[names.indexOf(column)] ?? '').trim()])) as Record<
      Column,
      string
    >;
    for (const column of needed) if (cells[column] === '') throw new InputFault('is empty', line, column);
    return { line, cells };
  });
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw new InputFault('this is no text', text.slice(0, text.indexOf('\0')).split('\n').length);
    return text;
  } catch (error) {
    if (error instanceof InputFault) throw error;
    const good = new TextDecoder('utf-8').decode(bytes);
    throw new InputFault('is not UTF-8; save the file as "CSV UTF-8"', good.slice(0, good.indexOf('\ufffd')).split('\n').length);
  }
}

function parseRows(text: string): { line: number; record: string[] }[] {
  try {
    const rows = parse(text, { bom: true, delimiter: ';', relax_column_count: true, skip_empty_lines: true, info: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string };
    throw new InputFault(`is not CSV: ${message}`, lines ?? 1);
  }
}

/** A local date, or null where the field is empty. */
export function dateCell<Column extends string>({ line, cells }: CsvRow<Column>, column: Column): string | null {
  const date = cells[column];
  if (date === '') return null;
  if (
    /^(19|20)\d\d-\d\d-\d\d$/.test(date) &&
    !Number.isNaN(Date.parse(`${date}T12:00Z`)) &&
    new Date(`${date}T12:00Z`).toISOString().startsWith(date)
  )
    return date;
  throw new InputFault(`"${date.slice(0, 40)}" is not a date such as 2024-01-31`, line, column);
}

/** A decimal number with comma or point, or null where the field is empty. */
export function numberCell<Column extends string>({ line, cells }: CsvRow<Column>, column: Column): string | null {
  const written = cells[column].replace(',', '.');
  if (written === '') return null;
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(written)) throw new InputFault(`"${cells[column].slice(0, 40)}" is not a number`, line, column);
  return written;
}
