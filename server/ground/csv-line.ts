export type CsvValue = string | number | boolean | null;

/** One line of CSV with `;`, as Norwegian spreadsheets expect it. Text that a spreadsheet would take for a formula is marked as text. */
export function csvLine(cells: readonly CsvValue[]): string {
  return `${cells.map(cell).join(';')}\r\n`;
}

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace('.', ',');
  const text =
    typeof value === 'boolean' ? (value ? 'ja' : 'nei') : /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
