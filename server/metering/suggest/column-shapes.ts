import { cellText, type Cell } from '../../ground/cell.ts';

/** 24, 25, 48, 50, 96 or 100 neighbouring columns whose headings are hours. */
export function hourColumns(names: string[], taken: ReadonlySet<number>): number[] | undefined {
  const isHourName = (name: string) => /^(h|t|kl\.?|time|hour|v)?[ _-]?(\d{1,2})([:.]?\d\d)?([ab]|[-–].*)?$/i.test(name);
  const found = names.flatMap((name, column) => (!taken.has(column) && isHourName(name) ? [column] : []));
  return [24, 25, 48, 50, 96, 100].includes(found.length) ? found : undefined;
}

export function numberIn(cell: Cell | undefined): number {
  if (typeof cell === 'number') return cell;
  return Number(
    cellText(cell)
      .replace(/[^\d.,-]/g, '')
      .replace(/[.,](?=\d{3}(\D|$))/g, '')
      .replace(',', '.'),
  );
}

/** No meter's value falls, and some rise: a register, unless a reading a meter tells nothing. */
export function isCumulative(readings: [meter: string, value: number][]): boolean {
  const meters = Map.groupBy(
    readings.filter(([, value]) => !Number.isNaN(value)),
    ([meter]) => meter,
  );
  let falls = 0;
  let rises = 0;
  for (const all of meters.values()) {
    const descending =
      all.length > 1 && all[0]![1] > all.at(-1)![1] && all.every(([, value], index) => index === 0 || value <= all[index - 1]![1]);
    if (descending) continue;
    for (let index = 1; index < all.length; index++) {
      if (all[index]![1] < all[index - 1]![1]) falls++;
      if (all[index]![1] > all[index - 1]![1]) rises++;
    }
  }
  return (falls === 0 && rises > 0) || rises > falls * 50;
}
