import { parse } from 'csv-parse/sync';
import { InputFault } from '../../ground/input-fault.ts';
import { createDelimitedLines, type DelimitedLine } from './delimited-lines.ts';
import { createPlainLines } from './plain-lines.ts';
import type { ReadingParser, ReadingSink } from './reading-row.ts';
import { decodeText } from '../../ground/decode-text.ts';
import type { CsvProfile } from './profile.ts';
import { createTableReader } from './table-reader.ts';

/** Characters of lines that a quote holds together, which are taken apart anew with each that comes. */
const longestQuoted = 65_536;

/** Reads CSV by a profile: plain lines in place, any other cell by cell by the table reader, which says what each means. */
export function createCsvParser(profile: CsvProfile, sink: ReadingSink): ReadingParser {
  const { delimiter } = profile;
  const table = createTableReader(profile, sink);
  const plain = createPlainLines(profile, sink);
  const lines = createDelimitedLines(delimiter, readLine);
  /** Lines whose quotes are still open, and where the first of them stands. */
  let held = '';
  let heldFrom = 0;

  const split = (line: string): string[] => parse(line, { delimiter, record_delimiter: '\n', relax_quotes: true })[0]!;

  /** To CSV the quote after "=" is a letter of the cell; who writes ="00123" means it to enclose what follows. */
  const withoutFormulas = (line: string): string =>
    line
      .split(delimiter)
      .map((cell) => (cell.startsWith('="') ? cell.slice(1) : cell))
      .join(delimiter);

  /** A line that isn't plain, and what it says of those after it. */
  function readCells(bytes: string, number: number): void {
    const line = decodeText(bytes);
    let cells: string[];
    try {
      cells = line.includes('"') ? split(withoutFormulas(line)) : line.split(delimiter);
    } catch {
      if (bytes.length > longestQuoted) throw unmatched(number);
      held = `${bytes}\n`;
      heldFrom = number;
      return;
    }
    table.take(cells, number);
    plain.follow(table);
  }

  function readLine(line: DelimitedLine): void {
    if (held) {
      const bytes = held + line.text.slice(line.start, line.end);
      held = '';
      readCells(bytes, heldFrom);
    } else if (!plain.take(line)) {
      readCells(line.text.slice(line.start, line.end), line.number);
    }
  }

  return {
    get line() {
      return lines.line;
    },
    push: lines.push,
    end() {
      lines.end();
      if (held) throw unmatched(heldFrom);
      table.end();
    },
  };
}

const unmatched = (line: number) => new InputFault('the quotes of this line do not match', line);
