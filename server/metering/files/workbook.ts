import { InputFault } from '../../ground/input-fault.ts';
import type { ReadingSink } from './reading-row.ts';
import type { Profile } from './profile.ts';
import { createTableReader } from './table-reader.ts';
import { openWorkbook, type Sheet, type Workbook } from './workbook-sheets.ts';

/** Reads the one sheet that has the profile's columns and can be seen, or the one that it names. Hidden rows and columns are read as a spreadsheet writes them into a CSV. A line is a row's number in the sheet. */
export async function readWorkbook(
  pieces: AsyncIterable<Buffer>,
  profile: Profile,
  sink: ReadingSink,
  after?: () => Promise<unknown>,
): Promise<void> {
  if (profile.format === 'gs2') throw new InputFault('this is a workbook and not GS2', 1);
  const workbook = await openWorkbook(pieces);
  const named = profile.sheet === undefined ? workbook.sheets : workbook.sheets.filter(({ name }) => name === profile.sheet);
  const names = (sheets: Sheet[]) => sheets.map(({ name }) => `"${name}"`).join(', ');
  if (workbook.sheets.length === 0) throw new InputFault('the workbook has no sheet with a table', 1);
  if (named.length === 0) throw new InputFault(`there is no sheet "${profile.sheet}"; there are ${names(workbook.sheets)}`, 1);
  const found: Sheet[] = [];
  let fault: unknown;
  for (const sheet of named) {
    try {
      if (await hasHeader(workbook, sheet, profile)) found.push(sheet);
    } catch (error) {
      fault ??= error;
    }
  }
  const seen = profile.sheet === undefined ? found.filter(({ isHidden }) => !isHidden) : found;
  if (seen.length > 1) throw new InputFault(`the sheets ${names(seen)} have these columns: say which in the profile, as "sheet"`, 1);
  if (seen.length === 0 && found.length > 0)
    throw new InputFault(
      `of the sheets only ${names(found)}, which is hidden, has these columns: if it is meant, name it in the profile, as "sheet"`,
      1,
    );
  if (seen.length === 0) throw fault;
  const table = createTableReader(profile, sink);
  table.stamps.since1904 = workbook.since1904;
  await workbook.read(seen[0]!, (cells, line) => table.take(cells, line, true), after);
  table.end();
}

async function hasHeader(workbook: Workbook, sheet: Sheet, profile: Profile & { format: 'csv' }): Promise<boolean> {
  const table = createTableReader(profile, { take() {}, pass() {} });
  await workbook.read(sheet, (cells, line) => {
    table.take(cells, line);
    return table.columns === undefined;
  });
  // Throws what is missing.
  table.end();
  return true;
}
