import type { TableCell, TableModel } from '../chart/model.ts';
import { listOf } from '../list-of.ts';
import type { Words } from './page-model.ts';

/** Months down, years across, with the years' totals. `months` are the chart's values, in its order; from `own` on they are none of them, and lead nowhere. */
export function monthsByYears(
  months: readonly string[],
  {
    unit,
    cell,
    total,
    own = months.length,
  }: { unit: string; cell: (index: number) => string; total: (year: string) => string; own?: number },
  { text, format }: Words,
): TableModel {
  const years = [...new Set(months.map((month) => month.slice(0, 4)))].toSorted();
  const row = (number: string): TableCell[] => [
    { text: format.monthName(`2000-${number}`) },
    ...years.map((year): TableCell => {
      const index = months.indexOf(`${year}-${number}`);
      return index < 0 ? { text: '' } : { text: cell(index), ...(index < own && { opens: index }) };
    }),
  ];
  return {
    columns: [text.month, ...years.map((year) => `${year}, ${unit}`)],
    groups: [{ rows: listOf(12, (index) => row(String(index + 1).padStart(2, '0'))) }],
    total: [{ text: text.total }, ...years.map((year) => ({ text: total(year) }))],
  };
}
