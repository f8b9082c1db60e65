/** A cell of a table: text as it stands in the file, decoded, or the number that a workbook holds. */
export type Cell = string | number;

/** Every kind of space, no-break, narrow, zero-width and the byte order mark among them. */
const spaces = String.raw`[\s\u200b\u2060\u180e]`;
const around = new RegExp(`^${spaces}+|${spaces}+$`, 'g');
const inside = new RegExp(`${spaces}+`, 'g');
/** How spreadsheets are made to keep a number's digits: `="00123"`. */
const formula = /^="(.*)"$/s;

/** A cell's text without what stands around it. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  const text = typeof cell === 'number' ? String(cell) : cell.replace(around, '');
  const kept = formula.exec(text);
  return kept ? kept[1]!.replaceAll('""', '"').replace(around, '') : text;
}

/** A column's name as it is compared: one space between words, and line ends within a heading are spaces too. */
export const headingText = (cell: Cell | undefined): string => cellText(cell).replace(inside, ' ');

export const isBlank = (cells: readonly Cell[]): boolean => cells.every((cell) => cellText(cell) === '');

/** Whether a text is a number as a spreadsheet shortens it: `7,07058E+17`. */
export const isMangled = (text: string): boolean => /^\d([.,]\d+)?E\+?\d+$/i.test(text);

/**
 * The number of a metering point or meter, which a spreadsheet must have kept as text: throws an Error that says so where digits are lost.
 */
export function identifierText(cell: Cell | undefined): string {
  const text = cellText(cell);
  const lost = typeof cell === 'number' ? !Number.isSafeInteger(cell) || Math.abs(cell) >= 1e15 : isMangled(text);
  if (lost && (typeof cell !== 'number' || Number.isInteger(cell)))
    throw new Error(
      `"${text}" has lost digits in a spreadsheet, which keeps 15; make the column text in the source and save the file again`,
    );
  return text;
}

/** A cell as a message quotes it. */
export const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
