import { parse } from 'csv-parse/sync';
import { InputFault } from '../../ground/input-fault.ts';
import type { CsvProfile } from './profile.ts';
import { emptyRow, type ReadingParser, type ReadingSink } from './reading-row.ts';
import { findColumns, type CsvColumns } from './csv-columns.ts';
import { readNumber } from './number.ts';
import { compileTimeFormat, readTime } from './time-format.ts';
import { createWallClock, readZone } from './wall-clock.ts';

const newline = 10;
const quote = 34;
const longestLine = 65_536;
const letters = { measured: 'm', estimated: 'e', manual: 'h', corrected: 'c' };

/**
 * Reads CSV by a profile. Lines are taken apart in place, since a year of 500 houses is four million of them; a line
 * with quotes goes to csv-parse.
 */
export function createCsvParser(profile: CsvProfile, sink: ReadingSink): ReadingParser {
  const delimiter = profile.delimiter.charCodeAt(0);
  const decimal = profile.decimal.charCodeAt(0);
  const format = compileTimeFormat(profile.time.format);
  // A stamp that carries its offset is an instant: a zone beside it has nothing to say.
  const wallClock = createWallClock(readZone(format.offset ? 'UTC' : profile.time.zone!));
  const noValue = new Set(profile.noValue);
  const row = emptyRow();
  row.intervalSeconds = profile.intervalSeconds ?? 0;
  const back = profile.time.stamp === 'end' ? row.intervalSeconds : 0;
  const starts: number[] = [];
  const ends: number[] = [];
  let columns: CsvColumns | undefined;
  let carry = '';
  let point = '';
  let line = 0;
  let begun = false;

  const decode = (text: string) => (profile.encoding === 'utf-8' ? Buffer.from(text, 'latin1').toString('utf8') : text);
  const shown = (cell: string) => decode(cell).slice(0, 40);
  const split = (text: string): string[] => {
    try {
      return parse(text, { delimiter: profile.delimiter, relax_column_count: true })[0] ?? [];
    } catch {
      throw new InputFault('the quotes of this line do not match', line);
    }
  };
  /** `last` is what the line before had: mostly the same, and then no new string is made. */
  const field = (text: string, column: number, last = '') => {
    if (column < 0) return '';
    const start = starts[column]!;
    const end = ends[column]!;
    return end - start === last.length && text.startsWith(last, start) ? last : text.slice(start, end).trim();
  };

  function readHeader(text: string): void {
    columns = findColumns(
      profile,
      split(decode(text)).map((name) => name.trim()),
      line,
    );
  }

  function number(text: string, column: number, factor: number): number {
    let start = starts[column]!;
    let end = ends[column]!;
    while (start < end && text.charCodeAt(start) === 32) start++;
    while (end > start && text.charCodeAt(end - 1) === 32) end--;
    if (start === end) return Number.NaN;
    const value = readNumber(text, start, end, decimal);
    if (!Number.isNaN(value)) return factor === 1 ? value : value * factor;
    const written = text.slice(start, end);
    if (noValue.has(written)) return Number.NaN;
    throw new InputFault(`"${shown(written)}" is not a number with decimal "${profile.decimal}"`, line, columns!.names[column]);
  }

  function readFields(text: string, count: number): void {
    const { names, count: expected, time, values } = columns!;
    const extraEmpty = count === expected + 1 && starts[count - 1] === ends[count - 1];
    if (count !== expected && !extraEmpty)
      throw new InputFault(`the line has ${count} columns, the header ${expected}: is it cut off?`, line);
    row.line = line;
    for (let quantity = 0; quantity < values.length; quantity++) {
      const { column, factor } = values[quantity]!;
      row.values[quantity] = column < 0 ? Number.NaN : number(text, column, factor);
    }
    point = field(text, columns!.point, point);
    row.point = profile.meteringPoint?.names?.[point] ?? point;
    row.serial = field(text, columns!.serial, row.serial);
    if (columns!.point >= 0 && row.point === '') throw new InputFault('the metering point is missing', line, names[columns!.point]);
    const wall = readTime(format, text, starts[time]!, ends[time]!);
    if (Number.isNaN(wall)) {
      throw new InputFault(`"${shown(text.slice(starts[time], ends[time]))}" is not a time like ${profile.time.format}`, line, names[time]);
    }
    const instant = wallClock(wall);
    row.seconds = instant.seconds - back;
    row.ambiguous = instant.ambiguous;
    row.missing = instant.missing;
    row.counter = columns!.counter < 0 ? Number.NaN : number(text, columns!.counter, 1);
    if (columns!.quality >= 0) row.quality = letters[profile.quality!.codes[field(text, columns!.quality)] ?? 'measured'];
    sink.take(row);
  }

  function readQuoted(text: string): void {
    const fields = split(text);
    let position = 0;
    fields.forEach((value, index) => {
      starts[index] = position;
      ends[index] = position += value.length;
      position++;
    });
    readFields(fields.join('\n'), fields.length);
  }

  /** One line from `start` to `end` in `text`, its delimiters already found. */
  function readLine(text: string, start: number, end: number, count: number, quoted: boolean): void {
    line++;
    if (end > start && text.charCodeAt(end - 1) === 13) {
      end--;
      ends[count - 1] = end;
    }
    if (start === end) return;
    const header = !columns || (profile.headerBegins !== undefined && text.startsWith(profile.headerBegins, start));
    if (header) readHeader(text.slice(start, end));
    else if (quoted) readQuoted(text.slice(start, end));
    else readFields(text, count);
  }

  /** The lines that end in `text`, from `from` on; answers where what is left begins. */
  function readLines(text: string, from: number): number {
    let lineStart = from;
    let count = 0;
    let quoted = false;
    starts[0] = from;
    for (let position = from; position < text.length; position++) {
      const code = text.charCodeAt(position);
      if (code === delimiter) {
        ends[count++] = position;
        starts[count] = position + 1;
      } else if (code === newline) {
        ends[count] = position;
        readLine(text, lineStart, position, count + 1, quoted);
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

  function withoutMark(text: string): string {
    const marked = !begun && text.startsWith('\u00ef\u00bb\u00bf');
    begun = true;
    return marked ? text.slice(3) : text;
  }

  return {
    push(text) {
      if (text.includes('\0')) throw new InputFault('this is not a text file', line + 1);
      const cut = text.indexOf('\n') + 1;
      if (cut === 0) {
        carry += text;
      } else {
        // The line that began in the piece before is read by itself, so that no whole piece is copied.
        readLines(withoutMark(carry + text.slice(0, cut)), 0);
        carry = text.slice(readLines(text, cut));
      }
      if (carry.length > longestLine) throw new InputFault('the line has no end: this is not such a CSV file', line + 1);
    },
    end() {
      if (carry) readLines(withoutMark(`${carry}\n`), 0);
      if (!columns) throw new InputFault('the file is empty');
    },
  };
}
