import { InputFault } from '../../ground/input-fault.ts';
import { quantities, unitFactor } from './quantity.ts';
import { headingText, type Cell } from '../../ground/cell.ts';
import type { CsvProfile } from './profile.ts';

/** Where a table's columns stand, counted from 0; -1 where it hasn't got one. */
export interface TableColumns {
  count: number;
  names: string[];
  point: number;
  serial: number;
  times: number[];
  counter: number;
  quality: number;
  /** Per quantity: the column, its unit, and what the unit is in ours; 0 where it is a mean power. */
  values: { column: number; unit: string; factor: number }[];
  across: number[];
  register: { column: number; value: number; unit: number } | undefined;
}

/** A line in which columns are missing that the profile needs; `found` is how many it has. */
export class ColumnsMissing extends InputFault {
  readonly found: number;

  constructor(message: string, line: number, column: string, found: number) {
    super(message, line, column);
    this.found = found;
  }
}

/** Finds the profile's columns in a header; throws an `InputFault` for one that must be there and isn't. */
export function findColumns(profile: CsvProfile, cells: readonly Cell[], line: number): TableColumns {
  const names = cells.map(headingText);
  while (names.at(-1) === '') names.pop();
  const lower = names.map((name) => name.toLowerCase());
  let found = 0;
  let missing: string | undefined;
  const find = (name: string | undefined) => {
    if (name === undefined) return -1;
    const wanted = headingText(name);
    const exact = names.includes(wanted);
    const [among, key] = exact ? [names, wanted] : [lower, wanted.toLowerCase()];
    if (among.indexOf(key) !== among.lastIndexOf(key)) throw new InputFault('this column is there twice', line, name);
    return among.indexOf(key);
  };
  const need = (name: string | undefined) => {
    const column = find(name);
    if (column >= 0) found++;
    else missing ??= name;
    return column;
  };
  const columns = {
    count: names.length,
    names,
    point: need(profile.meteringPoint?.column),
    // Beside the metering point's own number the meter's may be left out.
    serial: profile.meteringPoint ? find(profile.meter?.column) : need(profile.meter!.column),
    times: profile.time.columns.map(need),
    counter: need(profile.time.autumnHour === 'operating-hours' ? profile.time.operatingHours : undefined),
    quality: need(profile.quality?.column),
    values: quantities.map((quantity) => {
      const wanted = profile.values[quantity];
      const has = wanted?.find(({ column }) => find(column) >= 0);
      if (quantity === 'energy') need((has ?? wanted?.[0])?.column);
      return has
        ? { column: find(has.column), unit: has.unit, factor: unitFactor(quantity, has.unit) ?? 0 }
        : { column: -1, unit: '', factor: 1 };
    }),
    across: profile.across?.columns.map(need) ?? [],
    register: profile.register && {
      column: need(profile.register.column),
      value: need(profile.register.value),
      unit: need(profile.register.unit),
    },
  };
  if (missing !== undefined) throw new ColumnsMissing(`this column is missing; the file has ${listed(names)}`, line, missing, found);
  return columns;
}

const listed = (names: string[]) => (names.length > 30 ? [...names.slice(0, 30), '…'] : names).join(', ').slice(0, 600);
