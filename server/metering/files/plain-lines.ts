import { isMangled } from '../../ground/cell.ts';
import type { DelimitedLine } from './delimited-lines.ts';
import { readNumber } from './number.ts';
import type { CsvProfile } from './profile.ts';
import { emptyRow, type ReadingSink } from './reading-row.ts';
import type { TableColumns } from './table-columns.ts';
import type { TableReader } from './table-reader.ts';
import { compileTimeFormat, readTime } from './time-format.ts';
import { createWallClock, readZone } from './wall-clock.ts';

/** Reads plain lines in place, since a year of 500 houses is four million of them. */
export interface PlainLines {
  /** From the next line on the columns are the table's, as far as such can be read in place. */
  follow(table: Pick<TableReader, 'columns' | 'settled'>): void;
  /** Takes a line; answers false, having done nothing, where something of it is not plain and is to be looked at cell by cell. */
  take(line: DelimitedLine): boolean;
}

const space = 32;
/** Letters of ASCII without a space around. */
const plainText = /^[!-~](?:[ -~]*[!-~])?$/;

export function createPlainLines(profile: CsvProfile, sink: ReadingSink): PlainLines {
  const { time, period } = profile;
  const decimal = profile.decimal.charCodeAt(0);
  const format = compileTimeFormat(time.format);
  const isPlainShape =
    format.fixed !== undefined &&
    time.columns.length === 1 &&
    time.hours === undefined &&
    !profile.across &&
    !profile.register &&
    period?.seconds !== 0;
  const wallClock = createWallClock(readZone(format.offset ? 'UTC' : time.zone!));
  const row = emptyRow();
  row.intervalSeconds = period?.seconds ?? 0;
  const back = time.stamp === 'end' ? row.intervalSeconds : 0;
  let columns: TableColumns | undefined;
  let point = '';

  /** `last` is what the line before had: mostly the same, and then no new string is made. Undefined for what is not plain. */
  function field({ text, starts, ends }: DelimitedLine, column: number, last: string): string | undefined {
    if (column < 0) return '';
    const start = starts[column]!;
    const end = ends[column]!;
    if (end - start === last.length && text.startsWith(last, start)) return last;
    const cell = text.slice(start, end);
    return plainText.test(cell) && !isMangled(cell) ? cell : undefined;
  }

  /** NaN for none and undefined for what is not plain. */
  function number({ text, starts, ends }: DelimitedLine, column: number, factor: number): number | undefined {
    if (column < 0) return Number.NaN;
    let start = starts[column]!;
    let end = ends[column]!;
    while (start < end && text.charCodeAt(start) === space) start++;
    while (end > start && text.charCodeAt(end - 1) === space) end--;
    if (start === end) return Number.NaN;
    const value = readNumber(text, start, end, decimal);
    return Number.isNaN(value) ? undefined : value * factor;
  }

  return {
    follow(table) {
      const readable = isPlainShape && table.settled && table.columns && table.columns.quality < 0 && table.columns.values[0]!.factor > 0;
      columns = readable ? table.columns : undefined;
    },
    take(line) {
      if (!columns || line.quoted || line.count !== columns.count) return false;
      const { values } = columns;
      for (let quantity = 0; quantity < values.length; quantity++) {
        const { column, factor } = values[quantity]!;
        const value = number(line, column, factor);
        if (value === undefined) return false;
        row.values[quantity] = value;
      }
      const name = field(line, columns.point, point);
      const serial = field(line, columns.serial, row.serial);
      if (name === undefined || serial === undefined || (columns.point < 0 ? serial : name) === '') return false;
      const [at] = columns.times;
      const wall = readTime(format, line.text, line.starts[at!]!, line.ends[at!]!);
      if (Number.isNaN(wall)) return false;
      const counter = number(line, columns.counter, 1);
      if (counter === undefined) return false;
      point = name;
      row.line = line.number;
      row.point = profile.meteringPoint?.names?.[point] ?? point;
      row.serial = serial;
      row.counter = counter;
      const instant = wallClock(wall);
      row.seconds = instant.seconds - back;
      row.ambiguous = instant.ambiguous;
      row.missing = instant.missing;
      sink.take(row);
      return true;
    },
  };
}
