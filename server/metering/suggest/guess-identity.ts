import { cellText, type Cell } from '../../ground/cell.ts';
import { unitOf } from './guess-values.ts';

const pointNames = /m[åa]lepunkt|meteringpoint|metering[_ ]point|mpid|\bean\b|gsrn|anleggs?/i;
const serialNames = /m[åa]ler|meter|serie|serial/i;
const plainNames = /^(id|nr|no|nummer|number)$/i;
const valueNames = /forbruk|energi|energy|verdi|value|mengde|consumption|usage/i;

/** Whose a row is: the columns of the metering point and of the meter, -1 where there is none. */
export interface IdentityGuess {
  point: number;
  serial: number;
  notes: string[];
}

const digits = (cells: Cell[]) => cells.some((cell) => cellText(cell) !== '') && cells.every((cell) => /^\d{0,18}$/.test(cellText(cell)));

/** By the headings, else by numbers as metering points have them, else by a number that stays the same from row to row; a sentence where nothing is. */
export function guessIdentity(names: string[], columns: Cell[][], taken: ReadonlySet<number>, headerLine: number): IdentityGuess | string {
  const free = names.flatMap((_, column) => (taken.has(column) ? [] : [column]));
  const called = (names_: RegExp, also: (cells: Cell[]) => boolean, but = -1) =>
    free.find(
      (column) =>
        column !== but && names_.test(names[column]!) && !/stand|reading|type|temp/i.test(names[column]!) && also(columns[column]!),
    ) ?? -1;
  let point = called(pointNames, digits);
  if (point < 0)
    point = free.find((column) => columns[column]!.length > 0 && columns[column]!.every((cell) => /^70\d{16}$/.test(cellText(cell)))) ?? -1;
  const serial = called(serialNames, (cells) => cells.every((cell) => /^[\w-]{0,24}$/.test(cellText(cell))), point);
  if (point >= 0 || serial >= 0) return { point, serial, notes: [] };
  const steady = (column: number) => new Set(columns[column]!.map(cellText)).size === 1 && columns[column]!.length > 1;
  const numbers = free.filter(
    (column) => digits(columns[column]!) && !valueNames.test(names[column]!) && !unitOf(names[column]!, 'energy'),
  );
  point = numbers.find((column) => plainNames.test(names[column]!) || steady(column)) ?? -1;
  if (point >= 0) {
    const note = `"${names[point]}" is taken as the metering point's number; if it is the meter's, say "meter" instead of "meteringPoint".`;
    return { point, serial: -1, notes: [note] };
  }
  const rounded = columns.flat().find((cell) => /^\d[.,]\d+E\+?1\d$/i.test(cellText(cell)));
  return rounded === undefined
    ? `No column of line ${headerLine} names the metering point or the meter: ${names.join(', ')}.`
    : `"${cellText(rounded)}" has lost digits in a spreadsheet: open the source's file anew with that column as text.`;
}
