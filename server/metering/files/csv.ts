import { parse } from 'csv-parse/sync';
import { InputFault } from '../../ground/input-fault.ts';
import { emptyRow, type ReadingParser, type ReadingSink } from './reading-row.ts';
import { decodeText } from '../../ground/decode-text.ts';
import { readNumber } from './number.ts';
import type { CsvProfile } from './profile.ts';
import type { TableColumns } from './table-columns.ts';
import { createTableReader } from './table-reader.ts';
import { compileTimeFormat, readTime } from './time-format.ts';
import { createWallClock, readZone } from './wall-clock.ts';

const newline = 10;
const quote = 34;
/** Characters: ten thousand columns are less. */
const longestLine = 1_000_000;
/** Of lines that a quote holds together, which are taken apart anew with each that comes. */
const longestQuoted = 65_536;

/**
 * Reads CSV by a profile. Plain lines are taken apart in place, since a year of 500 houses is four million of them; any other
 * goes to the table reader cell by cell, which says what each means.
 */
export function createCsvParser(profile: CsvProfile, sink: ReadingSink): ReadingParser {
  const delimiter = profile.delimiter.charCodeAt(0);
  const decimal = profile.decimal.charCodeAt(0);
  const table = createTableReader(profile, sink);
  const format = profile.time.format === 'excel' ? undefined : compileTimeFormat(profile.time.format);
  const isPlainShape =
    format?.fixed !== undefined &&
    format.has.has('day') &&
    profile.time.columns.length === 1 &&
    profile.time.hours === undefined &&
    !profile.across &&
    !profile.register &&
    !(profile.period && profile.period.seconds === 0);
  const wallClock = createWallClock(readZone(format?.offset ? 'UTC' : (profile.time.zone ?? 'UTC')));
  const row = emptyRow();
  row.intervalSeconds = profile.period?.seconds ?? 0;
  const back = profile.time.stamp === 'end' ? row.intervalSeconds : 0;
  const enclosed = new RegExp(`(^|${profile.delimiter.replace(/[^\w\s]/, String.raw`\$&`)})="`, 'g');
  const starts: number[] = [];
  const ends: number[] = [];
  let plain: TableColumns | undefined;
  let carry = '';
  let held = '';
  let heldFrom = 0;
  let point = '';
  let line = 0;
  let begun = false;

  const split = (from: string): string[] =>
    parse(from, { delimiter: profile.delimiter, relax_column_count: true, relax_quotes: true })[0] ?? [];

  /** `last` is what the line before had: mostly the same, and then no new string is made. Undefined for what is not plain. */
  function field(from: string, column: number, last: string): string | undefined {
    if (column < 0) return '';
    const start = starts[column]!;
    const end = ends[column]!;
    if (end - start === last.length && from.startsWith(last, start)) return last;
    const cell = from.slice(start, end);
    return /^[!-~](?:[ -~]*[!-~])?$/.test(cell) && !cell.startsWith('=') && !/^\d[.,]?\d*E\+?\d+$/i.test(cell) ? cell : undefined;
  }

  /** NaN for none and undefined for what is not plain. */
  function number(from: string, column: number, factor: number): number | undefined {
    let start = starts[column]!;
    let end = ends[column]!;
    while (start < end && from.charCodeAt(start) === 32) start++;
    while (end > start && from.charCodeAt(end - 1) === 32) end--;
    if (start === end) return Number.NaN;
    const value = readNumber(from, start, end, decimal);
    if (Number.isNaN(value)) return undefined;
    return factor === 1 ? value : value * factor;
  }

  /** Takes a line in place; answers false, having done nothing, where something of it is not plain. */
  function readPlain(from: string, count: number): boolean {
    const { times, values, counter } = plain!;
    if (count !== plain!.count) return false;
    for (let quantity = 0; quantity < values.length; quantity++) {
      const { column, factor } = values[quantity]!;
      const value = column < 0 ? Number.NaN : number(from, column, factor);
      if (value === undefined) return false;
      row.values[quantity] = value;
    }
    const name = field(from, plain!.point, point);
    const serial = field(from, plain!.serial, row.serial);
    if (name === undefined || serial === undefined || (plain!.point < 0 ? serial : name) === '') return false;
    const wall = readTime(format!, from, starts[times[0]!]!, ends[times[0]!]!);
    if (Number.isNaN(wall)) return false;
    const hours = counter < 0 ? Number.NaN : number(from, counter, 1);
    if (hours === undefined) return false;
    point = name;
    row.line = line;
    row.point = profile.meteringPoint?.names?.[point] ?? point;
    row.serial = serial;
    row.counter = hours;
    const instant = wallClock(wall);
    row.seconds = instant.seconds - back;
    row.ambiguous = instant.ambiguous;
    row.missing = instant.missing;
    sink.take(row);
    return true;
  }

  /** A line that isn't plain, and what it says of those after it. */
  function readCells(bytes: string, number: number): void {
    const decoded = decodeText(bytes);
    // To CSV the quote after "=" is a letter of the cell; who writes ="00123" means it to enclose what follows.
    const whole = decoded.includes('="') ? decoded.replace(enclosed, '$1"') : decoded;
    let cells: string[];
    try {
      cells = whole.includes('"') ? split(whole) : whole.split(profile.delimiter);
    } catch {
      if (bytes.length > longestQuoted) throw new InputFault('the quotes of this line do not match', number);
      held = `${bytes}\n`;
      heldFrom = number;
      return;
    }
    const before = table.columns;
    table.take(cells, number);
    if (table.columns !== before) point = row.serial = '';
    const { columns } = table;
    const readable = columns && isPlainShape && table.settled && columns.quality < 0 && columns.values[0]!.factor > 0;
    plain = readable ? columns : undefined;
  }

  /** One line from `start` to `end` in `from`, its delimiters already found. */
  function readLine(from: string, start: number, end: number, count: number, quoted: boolean): void {
    line++;
    if (end > start && from.charCodeAt(end - 1) === 13) {
      end--;
      ends[count - 1] = end;
    }
    if (held) {
      const bytes = held + from.slice(start, end);
      held = '';
      readCells(bytes, heldFrom);
      return;
    }
    if (start === end) return;
    if (plain && !quoted && !isHeader(from, start) && readPlain(from, count)) return;
    readCells(from.slice(start, end), line);
  }

  const isHeader = (from: string, start: number) => profile.headerBegins !== undefined && from.startsWith(profile.headerBegins, start);

  const endless = () => new InputFault('the line has no end: this is not such a CSV file', line + 1);

  /** The lines that end in `from`, from `begin` on; answers where what is left begins. */
  function readLines(from: string, begin: number): number {
    let lineStart = begin;
    let count = 0;
    let quoted = false;
    starts[0] = begin;
    for (let position = begin; position < from.length; position++) {
      const code = from.charCodeAt(position);
      if (code === delimiter) {
        ends[count++] = position;
        starts[count] = position + 1;
      } else if (code === newline) {
        ends[count] = position;
        if (position - lineStart > longestLine) throw endless();
        readLine(from, lineStart, position, count + 1, quoted);
        lineStart = position + 1;
        count = 0;
        quoted = false;
        starts[0] = lineStart;
      } else if (code === quote) {
        quoted = true;
      }
    }
    return lineStart;
  }

  function withoutMark(from: string): string {
    const marked = !begun && from.startsWith('\u00ef\u00bb\u00bf');
    begun = true;
    return marked ? from.slice(3) : from;
  }

  return {
    get line() {
      return line;
    },
    push(piece) {
      const zero = piece.indexOf('\0');
      if (zero >= 0) throw new InputFault('this is not a text file', line + piece.slice(0, zero).split('\n').length);
      const cut = piece.indexOf('\n') + 1;
      if (cut === 0) {
        carry += piece;
      } else {
        // The line that began in the piece before is read by itself, so that no whole piece is copied.
        readLines(withoutMark(carry + piece.slice(0, cut)), 0);
        carry = piece.slice(readLines(piece, cut));
      }
      if (carry.length > longestLine) throw endless();
    },
    end() {
      if (carry) readLines(withoutMark(`${carry}\n`), 0);
      if (held) throw new InputFault('the quotes of this line do not match', heldFrom);
      table.end();
    },
  };
}
