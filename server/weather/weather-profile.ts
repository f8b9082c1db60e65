import * as v from 'valibot';
import { compileTimeFormat } from '../metering/files/time-format.ts';
import { readZone } from '../metering/files/wall-clock.ts';
import { readProfileFile } from '../ground/read-profile-file.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const fits = (test: (value: string) => unknown) =>
  v.rawCheck<string>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      test(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
    }
  });

const schema = v.strictObject({
  description: v.optional(text),
  encoding: v.optional(v.picklist(['utf-8', 'iso-8859-1']), 'utf-8'),
  delimiter: v.optional(v.pipe(v.string(), v.length(1)), ';'),
  decimal: v.optional(v.picklist([',', '.']), ','),
  /** Names of the columns, for a file without a header line. */
  columns: v.optional(v.array(text)),
  /** One station for the whole file, or the column that names it. */
  station: v.union([v.strictObject({ name: text }), v.strictObject({ column: text })]),
  time: v.strictObject({
    column: text,
    format: v.pipe(text, fits(compileTimeFormat)),
    /** Not needed where the stamps carry their offset. */
    zone: v.optional(v.pipe(text, fits(readZone)), 'UTC'),
  }),
  temperature: v.strictObject({ column: text }),
  /** Rows whose code is not among these are left out. */
  quality: v.optional(v.strictObject({ column: text, good: v.array(v.string()) })),
  noValue: v.optional(v.array(text), []),
});

/** How a CSV file of temperatures reads. */
export type WeatherProfile = v.InferOutput<typeof schema>;

/** Checks a profile. @throws Error that lists every fault with its place. */
export function readWeatherProfile(given: unknown, name: string): WeatherProfile {
  const { success, output, issues = [] } = v.safeParse(schema, given);
  if (success) return output;
  const faults = issues.map((issue) => `  ${v.getDotPath(issue) ?? 'the profile'}: ${issue.message}`);
  throw new Error(`The profile ${name} has faults:\n${faults.join('\n')}`);
}

/** One of the shipped profiles by its name (`own`, `frost-csv`), or a JSON file by its path. @throws Error with every fault and its place. */
export function loadWeatherProfile(nameOrPath: string): WeatherProfile {
  const shipped = new URL('profiles/', import.meta.url);
  return readWeatherProfile(readProfileFile({ nameOrPath, shipped, names: ['own', 'frost-csv'] }), nameOrPath);
}
