import type { PointChoice } from '../../server/contract/consumption.ts';

/** What the page shows: a stretch of time, as energy or power, of one metering point or their sum (undefined: the server's choice). */
export interface View {
  /** Empty for all years, else `2019`, `2019-10` or `2019-10-27`. */
  at: string;
  power: boolean;
  /** In kroner by the price list; of years and months alone. */
  cost?: boolean | undefined;
  point?: PointChoice | undefined;
}

export type Level = 'years' | 'year' | 'month' | 'day';

const powerWord = 'effekt';
const costWord = 'kostnad';
const sumWord = 'sum';

/** How far down a view has gone. */
export const levelOf = ({ at }: Pick<View, 'at'>): Level =>
  ({ 0: 'years', 4: 'year', 7: 'month' }[at.length] as Level | undefined) ?? 'day';

/** Reads `['2019-10', 'effekt', '707057500000006601']`; what isn't understood, or no date, is left out. */
export function parseView(rest: readonly string[]): View {
  const at = rest.find((part) => /^\d{4}(-\d\d){0,2}$/.test(part) && isDate(part)) ?? '';
  const power = rest.includes(powerWord) && at.length > 4;
  const cost = rest.includes(costWord) && at.length < 10 && !power;
  return { at, power, ...(cost && { cost }), point: rest.find((part) => part === sumWord || /^\d{6,}$/.test(part)) };
}

/** The same as parts of the address. */
export const formatView = ({ at, power, cost, point }: View): string[] =>
  [at, power && at.length > 4 ? powerWord : '', cost && at.length < 10 && !power ? costWord : '', point ?? ''].filter(Boolean);

/** `2019-02-30` is none. */
function isDate(at: string): boolean {
  const whole = `${at}-01-01`.slice(0, 10);
  const time = Date.parse(`${whole}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(whole);
}
