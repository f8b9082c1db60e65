import { DateTime } from 'luxon';
import { headingText, identifierText } from '../../ground/cell.ts';
import { InputFault } from '../../ground/input-fault.ts';
import { readTableFile } from '../../ground/table-file.ts';
import { isoDate } from '../../ground/written-date.ts';
import { zone } from '../../ground/zone.ts';
import { readAmount } from '../files/amount.ts';
import { isSkipped, readInstant } from '../files/wall-clock.ts';

const registers = ['energy_kwh', 'volume_m3', 'flow_m3c', 'return_m3c'] as const;
const registerColumns = ['opening', 'closing'].flatMap((end) => registers.map((register) => `${end}_${register}`));
const known = ['metering_point_id', 'meter_serial', 'installed_at', 'removed_at', ...registerColumns, 'max_power_kw', 'standstill_hours'];

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
 * columns, the other registers, `max_power_kw` and `standstill_hours`. Times are local or carry an offset; a date alone is some time of that day.
 * Throws an `InputFault` at the first that is wrong.
 */
export function readMeterFile(content: Buffer): MeterLine[] {
  const [header, ...rows] = readTableFile(content);
  if (!header) throw new InputFault('the file is empty', 1);
  const names = readHeader(
    header.cells.map((name) => headingText(name).toLowerCase()),
    header.line,
  );
  return rows.map(({ line, cells, width }) => {
    if (width < names.length || cells.length > names.length)
      throw new InputFault(`the line has ${width} columns, the header ${names.length}: is it cut off?`, line);
    const record = Object.fromEntries(names.map((name, column) => [name, cells[column] ?? '']));
    const need = (column: string, form: RegExp, what: string) => {
      const value = identifier(record[column]!, line, column);
      if (!form.test(value)) throw new InputFault(`"${value}" is not ${what}`, line, column);
      return value;
    };
    const values: MeterLine['values'] = {};
    for (const column of ['installed_at', 'removed_at']) {
      if (!record[column]) continue;
      Object.assign(values, readMoment(column, record[column], line));
    }
    for (const column of registerColumns) if (record[column]) values[column] = amountIn(record[column], line, column);
    if (record['standstill_hours']) values['standstill_hours'] = amountIn(record['standstill_hours'], line, 'standstill_hours');
    return {
      line,
      meteringPointId: need('metering_point_id', /^\d{1,18}$/, 'a metering point number'),
      serial: need('meter_serial', /\S/, 'a serial number'),
      values,
      maxPowerKw: record['max_power_kw'] ? amountIn(record['max_power_kw'], line, 'max_power_kw') : undefined,
    };
  });
}

/** A column that isn't known is a slip: to pass over a register would turn its swap into one without. */
function readHeader(names: string[], line: number): string[] {
  for (const needed of ['metering_point_id', 'meter_serial']) {
    if (!names.includes(needed)) throw new InputFault('this column is missing', line, needed);
  }
  for (const name of names)
    if (!known.includes(name)) throw new InputFault(`there is no such column; there are ${known.join(', ')}`, line, name);
  return names;
}

/** `installed_at` and `installed_by`, or the same of removed: the latter is null for a time, and the end of the day for a date. */
function readMoment(column: string, given: string, line: number): MeterLine['values'] {
  const written = isoDate(given);
  const seconds = readInstant(written, zone);
  if (Number.isNaN(seconds)) throw new InputFault(`"${given}" is not a time like 2019-05-14 10:20`, line, column);
  if (isSkipped(written, zone)) throw new InputFault(`"${given}" does not exist: the clock skipped it`, line, column);
  const moment = DateTime.fromSeconds(seconds, { zone });
  const dateOnly = /^\d{4}-\d\d-\d\d$/.test(written);
  return {
    [column]: moment.toUTC().toISO(),
    [column.replace('_at', '_by')]: dateOnly ? moment.plus({ days: 1 }).toUTC().toISO() : null,
  };
}

function amountIn(written: string, line: number, column: string): number {
  // Of cubic metres three decimals are usual; of kWh it may as well be thousands.
  if (column.endsWith('energy_kwh') && /^[1-9]\d{0,2}[.,]\d{3}$/.test(written))
    throw new InputFault(
      `"${written}" may be ${written.replace(/[.,]/, '')} or less than a thousand: write it without a sign between thousands, or with one decimal more`,
      line,
      column,
    );
  try {
    const value = readAmount(written, { decimal: written.includes(',') ? ',' : '.' });
    if (value >= 0) return value;
  } catch {
    // Told below.
  }
  throw new InputFault(`"${written}" is not an amount`, line, column);
}

function identifier(cell: string, line: number, column: string): string {
  try {
    return identifierText(cell);
  } catch (error) {
    throw new InputFault((error as Error).message, line, column);
  }
}
