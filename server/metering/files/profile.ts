import * as v from 'valibot';
import { meanPowerFactor, quantities, unitFactor, units, type Quantity } from './quantity.ts';
import { readPeriod, type Period } from './period.ts';
import { profileFaults, type CsvShape } from './profile-faults.ts';
import { compileTimeFormat } from './time-format.ts';
import { readZone } from './wall-clock.ts';

const text = v.pipe(v.string(), v.nonEmpty());

const check = (test: (value: string) => unknown) =>
  v.rawCheck<string>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      test(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
    }
  });

const value = (quantity: Quantity) => {
  const unit = v.pipe(
    text,
    v.check(
      (name) => unitFactor(quantity, name) !== undefined || (quantity === 'energy' && meanPowerFactor(name) !== undefined),
      (issue) => `${JSON.stringify(issue.input)} is not one of ${Object.keys(units[quantity]).join(', ')}`,
    ),
  );
  const column = v.strictObject({ column: text, unit });
  const register = v.strictObject({ register: text, unit: v.optional(unit) });
  const across = v.strictObject({ columns: v.array(text), unit });
  const forms = quantity === 'energy' ? [column, v.array(column), register, across] : [column, v.array(column), register];
  return v.union(forms, `a column with its unit, one of ${Object.keys(units[quantity]).join(', ')} (or a list of such)`);
};

const zone = v.pipe(text, check(readZone));

const csv = v.strictObject({
  format: v.literal('csv'),
  description: v.optional(text),
  encoding: v.optional(v.picklist(['utf-8', 'iso-8859-1', 'windows-1252']), 'utf-8'),
  delimiter: v.optional(v.pipe(v.string(), v.length(1)), ';'),
  decimal: v.optional(v.picklist([',', '.']), ','),
  /** The sign between groups of three digits; without it only those are taken that can't be anything else. */
  thousands: v.optional(v.picklist(['.', ',', ' ', "'", 'none'])),
  /** A header line that begins with this comes again for each meter, with other columns (Elvaco). */
  headerBegins: v.optional(text),
  /** Of a workbook; without it the one sheet that has the columns. */
  sheet: v.optional(text),
  /** What stands for "no value" beside the empty field. */
  noValue: v.optional(v.array(text), []),
  /** The metering point's number, or else the meter's serial number, by which the metering point is found. */
  meteringPoint: v.optional(v.strictObject({ column: text, names: v.optional(v.record(text, v.pipe(v.string(), v.digits()))) })),
  meter: v.optional(v.strictObject({ column: text })),
  time: v.strictObject({
    /** Several, as date and hour, are read as if one space stood between them. */
    column: v.union([text, v.pipe(v.array(text), v.minLength(1))], 'a column, or a list of columns'),
    format: v.pipe(text, check(compileTimeFormat)),
    /** Not asked for where the stamps carry their offset. */
    zone: v.optional(zone),
    autumnHour: v.optional(v.picklist(['file-order', 'rising-register', 'operating-hours']), 'file-order'),
    operatingHours: v.optional(text),
    stamp: v.optional(v.picklist(['start', 'end']), 'start'),
    /** Hours are numbered: by the clock, 1 from 00:00 to 01:00, or counted through the day, 23 in March and 25 in October. */
    hours: v.optional(v.picklist(['1-24', '1-25'])),
  }),
  /** Set for use per interval; without either the energy is a cumulative register. */
  interval: v.optional(v.pipe(text, check(readPeriod))),
  intervalSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(60), v.maxValue(366 * 86_400))),
  /** One row a register: where its name, its value and maybe its unit stand. */
  register: v.optional(v.strictObject({ column: text, value: text, unit: v.optional(text) })),
  values: v.strictObject({ ...v.entriesFromList(quantities, v.optional(v.unknown())), energy: value('energy') }),
  quality: v.optional(
    v.strictObject({ column: text, codes: v.record(v.string(), v.picklist(['measured', 'estimated', 'manual', 'corrected'])) }),
  ),
});

/** The names of all that a CSV profile may set. */
export const settingNames = Object.keys(csv.entries);

const gs2 = v.strictObject({
  format: v.literal('gs2'),
  description: v.optional(text),
  /** Where the file carries no #GMT-reference. */
  zone: v.optional(zone, '+01:00'),
});

const profile = v.variant('format', [csv, gs2]);

export interface ValueColumn {
  column: string;
  unit: string;
}

/** The register of a row: its name in the file, what it is, and its unit where no column says it. */
export interface RegisterName {
  register: string;
  quantity: Quantity;
  unit: string | undefined;
}

type Csv = v.InferOutput<typeof csv>;
/** How a source's CSV files and workbooks read. Every value has one or more columns: the first that a file has is taken. */
export interface CsvProfile extends Omit<Csv, 'values' | 'interval' | 'intervalSeconds' | 'time' | 'register'> {
  time: Omit<Csv['time'], 'column'> & { columns: string[] };
  /** Undefined for registers. */
  period: Period | undefined;
  values: Partial<Record<Quantity, ValueColumn[]>>;
  /** One row a day: the columns of its hours or parts of hours. */
  across: { columns: string[]; unit: string } | undefined;
  register: (NonNullable<Csv['register']> & { names: RegisterName[] }) | undefined;
}
export type Gs2Profile = v.InferOutput<typeof gs2>;
export type Profile = CsvProfile | Gs2Profile;

/** Checks a profile; throws an Error that lists every fault with its place. */
export function readProfile(given: unknown, name: string): Profile {
  const { success, output, issues = [] } = v.safeParse(profile, given);
  const found = issues.map((issue) => `${v.getDotPath(issue) ?? 'the profile'}: ${describe(issue)}`);
  if (success && output.format === 'gs2') return output;
  // What fits together is looked at as far as it was understood, so that one look tells all.
  const shape = (isRecord(given) && given['format'] === 'csv' ? given : {}) as CsvShape;
  const values: CsvProfile['values'] = {};
  const names: RegisterName[] = [];
  let across: CsvProfile['across'];
  for (const quantity of quantities) {
    const written = isRecord(shape.values) ? shape.values[quantity] : undefined;
    if (written === undefined) continue;
    const result = v.safeParse(value(quantity), written);
    if (!result.success) {
      if (quantity !== 'energy') found.push(`values.${quantity}: ${result.issues[0].message}`);
      continue;
    }
    const read = result.output as ValueColumn | ValueColumn[] | { register: string; unit?: string } | { columns: string[]; unit: string };
    if ('register' in read) names.push({ register: read.register, quantity, unit: read.unit });
    else if ('columns' in read) across = read;
    else values[quantity] = [read].flat();
  }
  const fits = { values, names, across };
  if (shape.format) found.push(...profileFaults(shape, fits));
  if (!success || output.format === 'gs2' || found.length) throw new Error(faults(name, found));
  const { interval, intervalSeconds, time, register, ...rest } = output;
  const { column, ...times } = time;
  const hourly = intervalSeconds ?? (times.hours && !across ? 3600 : undefined);
  return {
    ...rest,
    time: { ...times, columns: [column].flat() },
    period: interval
      ? readPeriod(interval)
      : across
        ? partOfDay(across.columns.length)
        : hourly
          ? { seconds: hourly, days: 0, months: 0 }
          : undefined,
    values,
    across,
    register: register && { ...register, names },
  };
}

/** Of 24 hours or, with one for the hour that comes twice, 25. */
const partOfDay = (count: number): Period => ({ seconds: 3600 / (count / (count % 25 === 0 ? 25 : 24)), days: 0, months: 0 });

const isRecord = (given: unknown): given is Record<string, unknown> => typeof given === 'object' && given !== null;

/** An issue in words; valibot's own speak of types. */
function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'there is no such setting';
  const choices = issue.expected?.replace(/[()]/g, '').replaceAll(' | ', ', ');
  if (issue.type === 'picklist' || issue.type === 'variant')
    return issue.received === 'undefined' ? `say which of ${choices}` : `${issue.received} is not one of ${choices}`;
  if (issue.received === 'undefined') return 'this is missing';
  return issue.message;
}

const faults = (name: string, found: string[]) => `The profile ${name} has faults:\n${found.map((fault) => `  ${fault}`).join('\n')}`;
