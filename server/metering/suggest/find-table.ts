import { cellText, headingText, type Cell } from '../../ground/cell.ts';
import { guessTime, hasDate, type TimeGuess } from './guess-time.ts';
import { isNumber } from './guess-values.ts';
import type { Sample } from './sample-rows.ts';

/** The table in a file's beginning: below whatever title it has, its header and the rows that may hold readings. */
export interface FoundTable {
  headerLine: number;
  names: string[];
  /** The rows that have a date. */
  data: Cell[][];
  /** The same, column by column. */
  columns: Cell[][];
  time: TimeGuess;
}

/** A title may hold dates too, such as the period of a report: so many rows are tried as the first of the table. */
const mostTried = 20;

/** Finds the first row with a date and a number below a header by which the times of all rows have one form; a sentence where there is none. */
export function findTable(rows: Sample['rows']): FoundTable | string {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cellText(cell) !== ''));
  const [top] = filled;
  if (top && hasDate(top.cells) && top.cells.filter(isNumber).length > 1)
    return 'The file has no header line: let the source write one, or put one in, such as "id;time;kwh".';
  let tried = 0;
  let sentence =
    "No row of the file has both a date and a number: is this a file of readings? Names of months, AM and PM, and seconds since 1970 can't be read.";
  for (let first = 1; first < filled.length && tried < mostTried; first++) {
    const header = filled[first - 1]!;
    const names = header.cells.map(headingText);
    const { cells } = filled[first]!;
    if (!hasDate(cells, names) || !cells.some(isNumber)) continue;
    if (++tried === 1) sentence = `No column of line ${header.line} holds times of one form in every row.`;
    const data = filled.slice(first).flatMap((row) => (hasDate(row.cells, names) ? [row.cells] : []));
    const columns = names.map((_, column) => data.map((row) => row[column] ?? ''));
    const time = guessTime(names, columns);
    if (time) return { headerLine: header.line, names, data, columns, time };
  }
  return sentence;
}
