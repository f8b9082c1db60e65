import { InputFault } from '../ground/input-fault.ts';
import { readCsvTable } from '../invoices/csv-table.ts';

/** Monthly means as a file says them. */
export interface IndexMonths {
  readonly withVat: boolean;
  /** øre/kWh as written, by month in order. */
  readonly months: readonly { readonly month: string; readonly ore: string }[];
}

const columns = ['month', 'ore_per_kwh_with_vat', 'ore_per_kwh_without_vat'] as const;

/**
 * Reads `month;ore_per_kwh_with_vat` or `month;ore_per_kwh_without_vat`: the column says whether the values hold VAT. A month
 * that is twice, or missing between two others, is a fault.
 * @throws InputFault with line and column.
 */
export function readPriceIndex(bytes: Uint8Array): IndexMonths {
  const rows = readCsvTable(bytes, columns, ['month']);
  if (rows.length === 0) throw new InputFault('the file has no months', 1);
  const withVat = rows.every(({ cells }) => cells.ore_per_kwh_with_vat !== '');
  const column = withVat ? 'ore_per_kwh_with_vat' : 'ore_per_kwh_without_vat';
  const other = withVat ? 'ore_per_kwh_without_vat' : 'ore_per_kwh_with_vat';
  const lines = new Map<string, number>();
  const months = rows.map(({ line, cells }) => {
    if (!/^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(cells.month))
      throw new InputFault(`"${cells.month.slice(0, 40)}" is not a month such as 2024-01`, line, 'month');
    if (lines.has(cells.month)) throw new InputFault(`stands in line ${lines.get(cells.month)} already`, line, 'month');
    lines.set(cells.month, line);
    if (cells[other] !== '') throw new InputFault('say it with VAT or without, not both', line, other);
    const ore = cells[column].replace(',', '.');
    if (!/^-?\d{1,6}(\.\d{1,6})?$/.test(ore)) throw new InputFault(`"${cells[column].slice(0, 40)}" is not a number`, line, column);
    return { month: cells.month, ore };
  });
  const sorted = months.toSorted((one, later) => (one.month < later.month ? -1 : 1));
  const gap = sorted.findIndex(({ month }, n) => n > 0 && month !== monthAfter(sorted[n - 1]!.month));
  if (gap > 0)
    throw new InputFault(
      `${monthAfter(sorted[gap - 1]!.month)} is missing before ${sorted[gap]!.month}`,
      lines.get(sorted[gap]!.month),
      'month',
    );
  return { withVat, months: sorted };
}

export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
