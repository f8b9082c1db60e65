import { meanPowerFactor, type Quantity } from './quantity.ts';
import { isCalendar, readPeriod } from './period.ts';
import type { RegisterName, ValueColumn } from './profile.ts';
import { compileTimeFormat } from './time-format.ts';

/** A CSV profile as somebody wrote it, of which anything may be missing or something else. */
export interface CsvShape {
  format?: unknown;
  decimal?: unknown;
  thousands?: unknown;
  meteringPoint?: unknown;
  meter?: unknown;
  interval?: unknown;
  intervalSeconds?: unknown;
  register?: { unit?: unknown };
  time?: Partial<Record<'column' | 'format' | 'zone' | 'autumnHour' | 'operatingHours' | 'stamp' | 'hours', unknown>>;
  values?: Record<string, unknown>;
}

/** The values of a profile as far as they were understood. */
export interface FoundValues {
  values: Partial<Record<Quantity, ValueColumn[]>>;
  names: RegisterName[];
  across: { columns: string[]; unit: string } | undefined;
}

/** What of a CSV profile doesn't fit together, each with its place and what to do. */
export function profileFaults(shape: CsvShape, { values, names, across }: FoundValues): string[] {
  const found: string[] = [];
  const { time = {}, interval, intervalSeconds } = shape;
  const perInterval = interval !== undefined || intervalSeconds !== undefined || across !== undefined || time.hours !== undefined;
  if (!shape.meteringPoint && !shape.meter)
    found.push('meteringPoint: say by which column the metering point, or else the meter, is named');
  if (shape.thousands === (shape.decimal ?? ',')) found.push('thousands: this is the decimal sign too; set the other "decimal"');
  if (interval !== undefined && intervalSeconds !== undefined) found.push('intervalSeconds: "interval" says it already');
  if (typeof time.format === 'string') found.push(...formatFaults(time.format, shape, across !== undefined, perInterval));
  if (time.autumnHour === 'operating-hours' && !time.operatingHours) found.push('time.operatingHours: name the column of the counter');
  if (time.stamp === 'end' && !perInterval)
    found.push('time.stamp: a register has a moment, no end; "end" goes with interval or intervalSeconds');
  if (time.stamp === 'end' && (time.hours !== undefined || across)) found.push('time.stamp: hours that are numbered have no "end"');
  if (
    time.hours !== undefined &&
    !across &&
    ((interval !== undefined && interval !== 'PT1H') || (intervalSeconds !== undefined && intervalSeconds !== 3600))
  )
    found.push('time.hours: only hours are numbered so; leave "interval" out');
  if (across) {
    const count = across.columns.length;
    if (![24, 25, 48, 50, 96, 100].includes(count))
      found.push(`values.energy.columns: name the 24 hours of the day (or 25, or the 48, 50, 96 or 100 parts), not ${count}`);
    if (count % 25 === 0 && time.hours === undefined)
      found.push(
        'time.hours: say "1-25" where the columns are counted through the day, "1-24" where the fourth is the second 02 of October',
      );
    if (interval !== undefined || intervalSeconds !== undefined) found.push('interval: the columns say it already');
  }
  if (names.length > 0 && !shape.register) found.push('register: say in which column the register is named and in which its value stands');
  if (shape.register && !names.some(({ quantity }) => quantity === 'energy'))
    found.push('values.energy: one row a register needs { "register": its name, "unit": its unit }');
  for (const { quantity, unit } of names)
    if (unit === undefined && !shape.register?.unit)
      found.push(`values.${quantity}.unit: this is missing; or name the column "unit" in "register"`);
  const energyUnits = [...(values.energy ?? []), ...names.filter(({ quantity }) => quantity === 'energy')];
  for (const { unit } of energyUnits)
    if (unit !== undefined && meanPowerFactor(unit) !== undefined && !perInterval)
      found.push(`values.energy.unit: ${unit} is power; of an interval it is read as its mean: say "interval"`);
  return found;
}

function formatFaults(format: string, { time = {}, interval, intervalSeconds }: CsvShape, across: boolean, perInterval: boolean): string[] {
  const found: string[] = [];
  const columns = [time.column].flat().length;
  if (!format.endsWith('ZZ') && time.zone === undefined)
    found.push('time.zone: this is missing; say in which zone the stamps are, unless they carry an offset ("ZZ" at the end of the format)');
  if (columns > 1 && format !== 'excel' && format.split(' ').length !== columns)
    found.push(`time.format: ${columns} columns need ${columns} parts with a space between, such as "dd.MM.yyyy HH:mm"`);
  if (format === 'excel') return found;
  let has: ReadonlySet<string>;
  try {
    has = compileTimeFormat(format).has;
  } catch {
    return found;
  }
  const calendar = typeof interval === 'string' && safely(() => isCalendar(readPeriod(interval)));
  const months = typeof interval === 'string' && safely(() => readPeriod(interval).months > 0);
  const lacks = (part: string, token: string, more = '') => {
    if (!has.has(part)) found.push(`time.format: the time format "${format}" has no ${token}${more}`);
  };
  lacks('year', 'yyyy');
  lacks('month', 'MM');
  if (!months) lacks('day', 'dd');
  if (across && has.has('hour')) found.push('time.format: one row a day has a date alone');
  // A date alone is its first moment: enough for days, months and registers, not for hours.
  if (!across && perInterval && !calendar && !(typeof intervalSeconds === 'number' && intervalSeconds >= 86_400))
    lacks('hour', 'HH', '; for a date alone say "interval": "P1D"');
  return found;
}

function safely(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}
