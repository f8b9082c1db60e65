import { parse } from 'csv-parse/sync';
import { cellText, isBlank } from './cell.ts';
import { decodeFile } from './decode-text.ts';
import { fileKind } from './file-kind.ts';
import { InputFault } from './input-fault.ts';

export interface TableRow {
  /** Where the row begins, counted from 1. */
  line: number;
  /** Without what stands around them, and without the empty ones at the end. */
  cells: string[];
  /** How many there are with those. */
  width: number;
}

/**
 * Reads a small table that people keep in a spreadsheet: `;`, or tab or comma where the header has no `;`. Empty rows and empty cells at the
 * end of a row are left out. Throws an `InputFault` with the line for what is no such table.
 */
export function readTableFile(content: Buffer | string): TableRow[] {
  if (typeof content !== 'string' && fileKind(content) !== 'text')
    throw new InputFault('this is a workbook or a packed file; save the sheet as "CSV UTF-8"', 1);
  const text = typeof content === 'string' ? content.replace(/^\ufeff/, '') : decodeFile(content);
  const zero = text.indexOf('\0');
  if (zero >= 0) throw new InputFault('this is not a text file', text.slice(0, zero).split('\n').length);
  const header = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const delimiter = [';', '\t', ','].find((sign) => header.includes(sign)) ?? ';';
  return parseRows(text, delimiter)
    .map(({ record, info, raw }) => {
      const cells = record.map(cellText);
      while (cells.length > 0 && cells.at(-1) === '') cells.pop();
      // The parser gives the line where a row has ended; a cell may go over several.
      return { line: info.lines - (raw.trimEnd().match(/\n/g)?.length ?? 0), cells, width: record.length };
    })
    .filter(({ cells }) => !isBlank(cells));
}

interface ParserRow {
  record: string[];
  info: { lines: number };
  raw: string;
}

function parseRows(text: string, delimiter: string): ParserRow[] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      raw: true,
    }) as unknown as ParserRow[];
  } catch (error) {
    const { lines = 1 } = error as { lines?: number };
    throw new InputFault('the quotes of this line do not match', lines);
  }
}
