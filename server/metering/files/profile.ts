import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { quantities, units, type Quantity } from './quantity.ts';
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
  const one = v.strictObject({ column: text, unit: v.picklist(Object.keys(units[quantity])) });
  return v.union([one, v.array(one)], `a column with its unit, one of ${Object.keys(units[quantity]).join(', ')} (or a list of such)`);
};

const zone = v.pipe(text, check(readZone));

const csv = v.strictObject({
  format: v.literal('csv'),
  description: v.optional(text),
  encoding: v.optional(v.picklist(['utf-8', 'iso-8859-1']), 'utf-8'),
  delimiter: v.optional(v.pipe(v.string(), v.length(1)), ';'),
  decimal: v.optional(v.picklist([',', '.']), ','),
  /** A header line that begins with this comes again for each meter, with other columns (Elvaco). */
  headerBegins: v.optional(text),
  /** What stands for "no value" beside the empty field. */
  noValue: v.optional(v.array(text), []),
  /** The metering point's number, or else the meter's serial number, by which the metering point is found. */
  meteringPoint: v.optional(v.strictObject({ column: text, names: v.optional(v.record(text, v.pipe(v.string(), v.digits()))) })),
  meter: v.optional(v.strictObject({ column: text })),
  time: v.strictObject({
    column: text,
    format: v.pipe(text, check(compileTimeFormat)),
    /** Not asked for where the stamps carry their offset. */
    zone: v.optional(zone),
    autumnHour: v.optional(v.picklist(['file-order', 'rising-register', 'operating-hours']), 'file-order'),
    operatingHours: v.optional(text),
    stamp: v.optional(v.picklist(['start', 'end']), 'start'),
  }),
  /** Set for use per interval; without it the energy is a cumulative register. */
  intervalSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(60))),
  values: v.strictObject({ ...v.entriesFromList(quantities, v.optional(v.unknown())), energy: value('energy') }),
  quality: v.optional(
    v.strictObject({ column: text, codes: v.record(v.string(), v.picklist(['measured', 'estimated', 'manual', 'corrected'])) }),
  ),
});

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

type CsvShape = v.InferOutput<typeof csv>;
/** How a source's CSV files read. Every value has one or more columns: the first that a file has is taken. */
export type CsvProfile = Omit<CsvShape, 'values'> & { values: Partial<Record<Quantity, ValueColumn[]>> };
export type Gs2Profile = v.InferOutput<typeof gs2>;
export type Profile = CsvProfile | Gs2Profile;

/** Checks a profile; throws an Error that lists every fault with its place. */
export function readProfile(given: unknown, name: string): Profile {
  const { success, output, issues = [] } = v.safeParse(profile, given);
  const found = issues.map((issue) => `${v.getDotPath(issue) ?? 'the profile'}: ${describe(issue)}`);
  if (success && output.format === 'gs2') return output;
  // What fits together is looked at as far as it was understood, so that one look tells all.
  const csvShape = (isRecord(given) && given['format'] === 'csv' ? given : {}) as Partial<CsvShape>;
  const values: CsvProfile['values'] = {};
  for (const quantity of quantities) {
    const written = isRecord(csvShape.values) ? csvShape.values[quantity] : undefined;
    if (written === undefined) continue;
    const result = v.safeParse(value(quantity), written);
    if (result.success) values[quantity] = [result.output].flat() as ValueColumn[];
    else if (quantity !== 'energy') found.push(`values.${quantity}: ${result.issues[0].message}`);
  }
  if (csvShape.format && !csvShape.meteringPoint && !csvShape.meter)
    found.push('meteringPoint: say by which column the metering point, or else the meter, is named');
  if (typeof csvShape.time?.format === 'string' && !csvShape.time.format.endsWith('ZZ') && csvShape.time.zone === undefined)
    found.push('time.zone: this is missing; say in which zone the stamps are, unless they carry an offset ("ZZ" at the end of the format)');
  if (csvShape.time?.autumnHour === 'operating-hours' && !csvShape.time.operatingHours)
    found.push('time.operatingHours: name the column of the counter');
  if (csvShape.time?.stamp === 'end' && !csvShape.intervalSeconds)
    found.push('time.stamp: a register has a moment, no end; "end" goes with intervalSeconds');
  if (!success || output.format === 'gs2' || found.length) throw new Error(faults(name, found));
  return { ...output, values };
}

const isRecord = (given: unknown): given is Record<string, unknown> => typeof given === 'object' && given !== null;

/** An issue in words; valibot's own speak of types. */
function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'there is no such setting';
  const choices = issue.expected?.replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ', ');
  if (issue.type === 'picklist' || issue.type === 'variant')
    return issue.received === 'undefined' ? `say which of ${choices}` : `${issue.received} is not one of ${choices}`;
  if (issue.received === 'undefined') return 'this is missing';
  return issue.message;
}

const faults = (name: string, found: string[]) => `The profile ${name} has faults:\n${found.map((fault) => `  ${fault}`).join('\n')}`;

const shipped = fileURLToPath(new URL('profiles/', import.meta.url));

/** One of the shipped profiles by its name (`own`, `kamstrup`, `elvaco`, `gs2`), or a JSON file by its path. */
export function loadProfile(nameOrPath: string): Profile {
  const path = /^[\w-]+$/.test(nameOrPath) ? `${shipped}${nameOrPath}.json` : nameOrPath;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(
      missing
        ? `There is no profile "${nameOrPath}". There are own, kamstrup, elvaco and gs2, or name a JSON file.`
        : `The profile ${nameOrPath} is not JSON: ${(error as Error).message}`,
    );
  }
  return readProfile(content, nameOrPath);
}
