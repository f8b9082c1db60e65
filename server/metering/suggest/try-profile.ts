import { InputFault } from '../../ground/input-fault.ts';
import { localTime, skippedTime } from '../../ground/local-time.ts';
import type { CsvProfile, Profile } from '../files/profile.ts';
import { dateOf, localDay, localDayOf } from '../pack/local-day.ts';
import { readFile } from '../files/read-file.ts';
import { emptyRow, type PassedOver, type ReadingRow } from '../files/reading-row.ts';

/** A reading as it would be taken: times are the utility's, energy in kWh. */
export interface TrialReading {
  line: number;
  meteringPoint: string;
  meter: string;
  time: string;
  intervalHours: number | null;
  energyKwh: number | null;
  /** Why it would be set aside at once, or what of it is still to be told apart. */
  mark: 'no-such-local-time' | 'autumn-hour' | null;
}

/** What a profile reads of a file, nothing being stored. */
export interface Trial {
  readings: number;
  withoutValue: number;
  meters: number;
  first: TrialReading[];
  last: TrialReading[];
  earliest: string | null;
  latest: string | null;
  /** Seconds between neighbouring stamps of one meter, the most common one; null where there is one reading a meter. */
  usualStep: number | null;
  /** Readings at times that the clock skipped in March, and at those that it showed twice in October. */
  skippedTimes: number;
  twiceTimes: { once: number; twice: number };
  /** Days on which the clock is turned, of 23 or 25 hours, and how many readings the file has of each. */
  clockChanges: { date: string; hours: number; readings: number }[];
  /** Which column is read as what, in which unit. */
  units: { quantity: string; column: string; unit: string }[];
  passedOver: { lines: number; first: { line: number; what: PassedOver }[] };
  fault: { line: number | null; column: string | null; message: string } | null;
}

const shown = 3;
const mostMeters = 50_000;
const mostTwice = 100_000;
const mostSteps = 1_000;

export async function tryProfile(pieces: AsyncIterable<Buffer>, profile: Profile): Promise<Trial> {
  const tried: Trial = {
    readings: 0,
    withoutValue: 0,
    meters: 0,
    first: [],
    last: [],
    earliest: null,
    latest: null,
    usualStep: null,
    skippedTimes: 0,
    twiceTimes: { once: 0, twice: 0 },
    clockChanges: [],
    units: profile.format === 'csv' ? unitsOf(profile) : [],
    passedOver: { lines: 0, first: [] },
    fault: null,
  };
  const last = Array.from({ length: shown }, emptyRow);
  const before = new Map<string, number>();
  const steps = new Map<number, number>();
  const twice = new Map<string, number>();
  const changes = new Map<number, number>();
  let earliest = Infinity;
  let latest = -Infinity;
  const take = (row: ReadingRow) => {
    tried.readings++;
    if (Number.isNaN(row.values[0]!)) tried.withoutValue++;
    if (tried.first.length < shown) tried.first.push(shownReading(row));
    // Only the last are put into words, at the end.
    const kept = last[tried.readings % shown]!;
    Object.assign(kept, row, { values: kept.values });
    kept.values.set(row.values);
    const day = localDayOf(row.seconds);
    if (day.end - day.start !== 86_400) changes.set(day.number, (changes.get(day.number) ?? 0) + 1);
    earliest = Math.min(earliest, row.seconds);
    latest = Math.max(latest, row.seconds);
    if (row.missing) tried.skippedTimes++;
    const meter = `${row.point}/${row.serial}`;
    if (row.ambiguous && twice.size < mostTwice) twice.set(`${meter}/${row.seconds}`, (twice.get(`${meter}/${row.seconds}`) ?? 0) + 1);
    const earlier = before.get(meter);
    if (earlier !== undefined && row.seconds !== earlier) {
      const step = Math.abs(row.seconds - earlier);
      if (steps.has(step) || steps.size < mostSteps) steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    if (earlier !== undefined || before.size < mostMeters) before.set(meter, row.seconds);
  };
  try {
    await readFile(pieces, profile, {
      take,
      pass(line, what) {
        if (++tried.passedOver.lines <= 20) tried.passedOver.first.push({ line, what });
      },
    });
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    tried.fault = { line: error.line ?? null, column: error.column ?? null, message: error.message };
  }
  tried.last = Array.from({ length: Math.min(shown, tried.readings) }, (_, back) =>
    shownReading(last[(tried.readings - back) % shown]!),
  ).toReversed();
  tried.clockChanges = [...changes].map(([number, readings]) => {
    const day = localDay(number);
    return { date: dateOf(day), hours: (day.end - day.start) / 3600, readings };
  });
  tried.meters = before.size;
  if (tried.readings > 0) [tried.earliest, tried.latest] = [localTimeOf(earliest), localTimeOf(latest)];
  tried.usualStep = [...steps].sort((left, right) => right[1] - left[1])[0]?.[0] ?? null;
  for (const count of twice.values()) tried.twiceTimes[count > 1 ? 'twice' : 'once']++;
  return tried;
}

function unitsOf({ values, across, register }: CsvProfile): Trial['units'] {
  const columns = Object.entries(values).flatMap(([quantity, all]) => all.map(({ column, unit }) => ({ quantity, column, unit })));
  const named =
    register?.names.map(({ register: name, quantity, unit }) => ({
      quantity,
      column: name,
      unit: unit ?? `as column "${register.unit}" says`,
    })) ?? [];
  return [
    ...columns,
    ...named,
    ...(across ? [{ quantity: 'energy', column: `${across.columns[0]} … ${across.columns.at(-1)}`, unit: across.unit }] : []),
  ];
}

const localTimeOf = (seconds: number) => localTime(new Date(seconds * 1000));

function shownReading({ line, point, serial, seconds, intervalSeconds, values, missing, ambiguous }: ReadingRow): TrialReading {
  return {
    line,
    meteringPoint: point,
    meter: serial,
    time: missing ? skippedTime(new Date(seconds * 1000)) : localTimeOf(seconds),
    intervalHours: intervalSeconds > 0 ? intervalSeconds / 3600 : null,
    // What a unit's factor makes of the last binary digits is nobody's to read.
    energyKwh: Number.isNaN(values[0]!) ? null : Math.round(values[0]! * 1e6) / 1e6,
    mark: missing ? 'no-such-local-time' : ambiguous ? 'autumn-hour' : null,
  };
}
