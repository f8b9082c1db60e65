import { strToU8, zipSync } from 'fflate';

/** A cell: text (in the table of texts), a number, `{ inline }` text, `{ formula, value }`, or null for none. */
export type CellValue = string | number | null | { inline: string } | { formula: string; value?: number };

/** An XLSX workbook as spreadsheets write it, sheet by sheet. */
export function writeWorkbook(
  sheets: Record<string, CellValue[][]>,
  { since1904 = false, hidden = [] as string[], extra = {} as Record<string, Uint8Array> } = {},
): Buffer {
  const texts: string[] = [];
  const text = (value: string) => {
    if (!texts.includes(value)) texts.push(value);
    return texts.indexOf(value);
  };
  const cell = (value: CellValue, reference: string): string => {
    if (value === null) return `<c r="${reference}" s="1"/>`;
    if (typeof value === 'number') return `<c r="${reference}" s="1"><v>${value}</v></c>`;
    if (typeof value === 'string') return `<c r="${reference}" t="s"><v>${text(value)}</v></c>`;
    if ('inline' in value) return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escape(value.inline)}</t></is></c>`;
    return `<c r="${reference}"><f>${escape(value.formula)}</f>${value.value === undefined ? '' : `<v>${value.value}</v>`}</c>`;
  };
  const names = Object.keys(sheets);
  const files: Record<string, Uint8Array> = {};
  for (const [index, rows] of Object.values(sheets).entries()) {
    const body = rows.map(
      (cells, row) => `<row r="${row + 1}">${cells.map((value, column) => cell(value, `${letters(column)}${row + 1}`)).join('')}</row>`,
    );
    files[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(
      `${declaration}<worksheet xmlns="${main}"><sheetData>${body.join('')}</sheetData></worksheet>`,
    );
  }
  files['xl/workbook.xml'] = strToU8(
    `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr${since1904 ? ' date1904="1"' : ''}/><sheets>${names
      .map(
        (name, index) =>
          `<sheet name="${escape(name)}" sheetId="${index + 1}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
  );
  files['xl/_rels/workbook.xml.rels'] = strToU8(
    `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map((_, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`)
      .join('')}<Relationship Id="rId99" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  );
  files['xl/sharedStrings.xml'] = strToU8(
    `${declaration}<sst xmlns="${main}">${texts.map((value) => `<si><t>${escape(value)}</t></si>`).join('')}</sst>`,
  );
  return Buffer.from(zipSync({ ...files, ...extra }));
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function letters(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));
}

/** Days since 1899-12-30 of a wall-clock time such as 2024-01-01T00:00, as spreadsheets keep it. */
export const serial = (wall: string): number => Date.parse(`${wall}Z`) / 86_400_000 + 25_569;
