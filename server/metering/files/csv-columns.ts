import { InputFault } from '../../ground/input-fault.ts';
import type { CsvProfile } from './profile.ts';
import { quantities, units } from './quantity.ts';

/** Where a file's columns stand, counted from 0; -1 where it hasn't got one. */
export interface CsvColumns {
  count: number;
  names: string[];
  point: number;
  serial: number;
  time: number;
  counter: number;
  quality: number;
  /** Per quantity: the column and what its unit is in ours. */
  values: { column: number; factor: number }[];
}

/** Finds the profile's columns in a header; throws an `InputFault` for one that must be there and isn't. */
export function findColumns(profile: CsvProfile, names: string[], line: number): CsvColumns {
  const find = (name: string | undefined) => {
    if (name === undefined) return -1;
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw new InputFault('this column is there twice', line, name);
    return names.indexOf(name);
  };
  const need = (name: string | undefined) => {
    const column = find(name);
    if (name !== undefined && column < 0) throw new InputFault(`this column is missing; the file has ${names.join(', ')}`, line, name);
    return column;
  };
  const values = quantities.map((quantity) => {
    const wanted = profile.values[quantity] ?? [];
    const found = wanted.find(({ column }) => find(column) >= 0);
    if (!found && quantity === 'energy') need(wanted[0]?.column);
    return found ? { column: find(found.column), factor: units[quantity][found.unit]! } : { column: -1, factor: 1 };
  });
  return {
    count: names.length,
    names,
    point: need(profile.meteringPoint?.column),
    // Beside the metering point's own number the meter's may be left out.
    serial: profile.meteringPoint ? find(profile.meter?.column) : need(profile.meter?.column),
    time: need(profile.time.column),
    counter: need(profile.time.autumnHour === 'operating-hours' ? profile.time.operatingHours : undefined),
    quality: need(profile.quality?.column),
    values,
  };
}
