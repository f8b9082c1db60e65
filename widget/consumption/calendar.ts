import { listOf } from '../list-of.ts';

/** Arithmetic of local dates (`2019-10-27`) and months (`2019-10`) as texts: no clock, no zone. */

/** `2019-10` and -10 give `2018-12`. */
export function addMonths(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** `2019-03-01` and -1 give `2019-02-28`. */
export function addDays(date: string, count: number): string {
  const at = new Date(`${date}T00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** 28 to 31. */
export const daysInMonth = (month: string): number => Number(addDays(`${addMonths(month, 1)}-01`, -1).slice(8));

/** Every date of a month. */
export const datesOf = (month: string): string[] => listOf(daysInMonth(month), (index) => addDays(`${month}-01`, index));

/** Months from the first to the last, both included. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}
