import { parse } from 'csv-parse/sync';
import { InputFault } from '../../ground/input-fault.ts';
import type { Cell } from '../../ground/cell.ts';
import { decodeBytes } from '../../ground/decode-text.ts';
import { encodingOf, fileKind } from '../../ground/file-kind.ts';
import { openWorkbook } from '../files/workbook-sheets.ts';

/** The beginning of a file as a table. */
export interface Sample {
  kind: 'csv' | 'gs2' | 'workbook';
  delimiter: string;
  sheet: string | undefined;
  /** Why others of the workbook's sheets were not looked at. */
  notes: string[];
  rows: { line: number; cells: Cell[] }[];
}

const sampleBytes = 400_000;
const sampleRows = 600;
const delimiters = [';', '\t', ',', '|'];

/** Reads as much of a file as tells how it is written; throws an `InputFault` for what is no table. */
export async function readSample(pieces: AsyncIterable<Buffer>): Promise<Sample> {
  const source = pieces[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let size = 0;
  try {
    while (size < sampleBytes) {
      const { done, value } = await source.next();
      if (done) break;
      parts.push(Buffer.from(value));
      size += value.length;
    }
    const head = Buffer.concat(parts);
    const kind = fileKind(head);
    if (kind === 'workbook') {
      const all = (async function* () {
        yield head;
        yield* { [Symbol.asyncIterator]: () => source };
      })();
      return await sampleWorkbook(all);
    }
    const encoding = encodingOf(head);
    const text = encoding ? new TextDecoder(encoding).decode(head) : decodeBytes(head.subarray(0, wholeCharacters(head)));
    if (text.includes('\0')) throw new InputFault('this is not a text file', 1);
    if (text.trimStart().startsWith('##')) return { kind: 'gs2', delimiter: '', sheet: undefined, notes: [], rows: [] };
    return sampleText(size < sampleBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1));
  } finally {
    await source.return?.();
  }
}

/** Without the beginning of a character that the sample's end has cut. */
function wholeCharacters(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  return end > 0 && bytes[end - 1]! >= 0xc0 ? end - 1 : bytes.length;
}

function sampleText(text: string): Sample {
  const lines = text.split(text.includes('\n') ? /\r?\n/ : '\r').slice(0, sampleRows);
  if (lines.every((line) => line.trim() === '')) throw new InputFault('the file is empty', 1);
  const tables = delimiters.map((delimiter) => ({ delimiter, rows: parseLines(lines, delimiter) }));
  // The right one gives most lines the same number of columns, more than one.
  const score = ({ rows }: (typeof tables)[number]) => {
    const counts = Map.groupBy(
      rows.filter(({ cells }) => cells.length > 1),
      ({ cells }) => cells.length,
    );
    return Math.max(0, ...[...counts].map(([columns, found]) => found.length * (1 + Math.log10(columns))));
  };
  const best = tables.reduce((left, right) => (score(right) > score(left) ? right : left));
  if (score(best) === 0) throw new InputFault('no delimiter (; , tab |) parts the lines into columns', 1);
  return { kind: 'csv', ...best, sheet: undefined, notes: [] };
}

function parseLines(lines: string[], delimiter: string): Sample['rows'] {
  return lines.flatMap((text, index) => {
    if (text.trim() === '') return [];
    try {
      return [{ line: index + 1, cells: (parse(text, { delimiter, relax_column_count: true, relax_quotes: true })[0] ?? []) as Cell[] }];
    } catch {
      return [{ line: index + 1, cells: text.split(delimiter) }];
    }
  });
}

async function sampleWorkbook(pieces: AsyncIterable<Buffer>): Promise<Sample> {
  const workbook = await openWorkbook(pieces);
  let best: Sample = { kind: 'workbook', delimiter: ';', sheet: undefined, notes: [], rows: [] };
  const hidden = workbook.sheets.filter(({ isHidden }) => isHidden).map(({ name }) => `"${name}"`);
  if (hidden.length > 0)
    best.notes.push(`Hidden sheets are not looked at: ${hidden.join(', ')}. If one is meant, name it in the profile, as "sheet".`);
  for (const sheet of workbook.sheets) {
    if (sheet.isHidden) continue;
    const rows: Sample['rows'] = [];
    await workbook.read(
      sheet,
      (cells, line) => {
        if (cells.length > 0) rows.push({ line, cells });
        return rows.length < sampleRows;
      },
      () => Promise.resolve(),
    );
    if (rows.length > best.rows.length) best = { ...best, rows, sheet: workbook.sheets.length > 1 ? sheet.name : undefined };
  }
  if (best.rows.length === 0) throw new InputFault('the workbook is empty', 1);
  return best;
}
