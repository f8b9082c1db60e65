import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import { InputFault } from '../../ground/input-fault.ts';
import { zone } from '../../ground/zone.ts';
import { readNumber } from '../files/number.ts';
import { readInstant } from '../files/wall-clock.ts';

const registers = ['energy_kwh', 'volume_m3', 'flow_m3c', 'return_m3c'] as const;
const registerColumns = ['opening', 'closing'].flatMap((end) => registers.map((register) => `${end}_${register}`));
const known = ['metering_point_id', 'meter_serial', 'installed_at', 'removed_at', ...registerColumns, 'max_power_kw'];

/** A line of a meters file. Columns of `meter` that the file leaves empty are left out. */
export interface MeterLine {
  line: number;
  meteringPointId: string;
  serial: string;
  /** Columns of `meter` to be set: instants as ISO 8601, registers as numbers. */
  values: Record<string, string | number | null>;
  maxPowerKw: number | undefined;
}

/**
 * Reads `metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh` and, where there are such
 * columns, the other registers and `max_power_kw`. Times are local or carry an offset; a date alone is some time of that day.
 * Throws an `InputFault` at the first that is wrong.
 */
export function readMeterFile(content: Buffer): MeterLine[] {
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(content, { delimiter: ';', bom: true, columns: readHeader, trim: true, info: true, skip_empty_lines: true }) as never;
  } catch (error) {
    if (error instanceof InputFault) throw error;
    throw new InputFault(`this line does not fit the header: ${(error as Error).message}`, (error as { lines?: number }).lines);
  }
  if (content.length === 0) throw new InputFault('the file is empty');
  return records.map(({ record, info: { lines: line } }) => {
    const need = (column: string, form: RegExp, what: string) => {
      const value = record[column]!;
      if (!form.test(value)) throw new InputFault(`"${value}" is not ${what}`, line, column);
      return value;
    };
    const values: MeterLine['values'] = {};
    for (const column of ['installed_at', 'removed_at']) {
      if (!record[column]) continue;
      Object.assign(values, readMoment(column, record[column], line));
    }
    for (const column of registerColumns) if (record[column]) values[column] = readAmount(record[column], line, column);
    return {
      line,
      meteringPointId: need('metering_point_id', /^\d{1,18}$/, 'a metering point number'),
      serial: need('meter_serial', /\S/, 'a serial number'),
      values,
      maxPowerKw: record['max_power_kw'] ? readAmount(record['max_power_kw'], line, 'max_power_kw') : undefined,
    };
  });
}

/** A column that isn't known is a slip: to pass over a register would turn its swap into one without. */
function readHeader(names: string[]): string[] {
  for (const needed of ['metering_point_id', 'meter_serial']) {
    if (!names.includes(needed)) throw new InputFault('this column is missing', 1, needed);
  }
  for (const name of names)
    if (!known.includes(name)) throw new InputFault(`there is no such column; there are ${known.join(', ')}`, 1, name);
  return names;
}

/** `installed_at` and `installed_by`, or the same of removed: the latter is null for a time, and the end of the day for a date. */
function readMoment(column: string, written: string, line: number): MeterLine['values'] {
  const seconds = readInstant(written, zone);
  if (Number.isNaN(seconds)) throw new InputFault(`"${written}" is not a time like 2019-05-14 10:20`, line, column);
  const moment = DateTime.fromSeconds(seconds, { zone });
  const dateOnly = /^\d{4}-\d\d-\d\d$/.test(written);
  return {
    [column]: moment.toUTC().toISO(),
    [column.replace('_at', '_by')]: dateOnly ? moment.plus({ days: 1 }).toUTC().toISO() : null,
  };
}

function readAmount(written: string, line: number, column: string): number {
  const value = readNumber(written, 0, written.length, written.includes(',') ? 44 : 46);
  if (!(value >= 0)) throw new InputFault(`"${written}" is not an amount`, line, column);
  return value;
}
