import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { isGiven, valueAt } from '../stage/packed-sql.ts';
import { zone } from '../../ground/zone.ts';

const statuses: Record<string, string> = { m: 'measured', e: 'estimated', h: 'manual', c: 'corrected', '-': 'missing' };

export interface ShownHour {
  /** ISO 8601 with its offset. */
  start: string;
  energyKwh: number | null;
  /** measured, estimated, manual, corrected; without a value missing, not-come (after the last) or not-kept. */
  status: string;
}

/** What the portal shows of a metering point: days without any data are left out. */
export interface ShownDays {
  point: string;
  days: { date: string; energyKwh: number | null; hours: ShownHour[]; readings?: ShownReading[]; standstills?: ShownStandstill[] }[];
}

/** A register that stood still and then rose by more than its house uses in an hour, so that the rise is spread over all that time. Times are ISO 8601. */
export interface ShownStandstill {
  serial: string;
  since: string;
  till: string;
  riseKwh: number;
  /** The largest hour of the house within a month. */
  largestKwh: number;
}

/** A reading behind an hour: shown, superseded, or why it is set aside. */
export interface ShownReading {
  at: string;
  serial: string;
  energyKwh: number;
  intervalSeconds: number;
  file: string;
  line: number;
  state: string;
}

/** Days from one local date to another, both inclusive; with `explain` the readings of each, wherever they lie. */
export async function showDays(
  database: Knex,
  { point, from, to, explain = false }: { point: string; from: string; to: string; explain?: boolean },
): Promise<ShownDays> {
  const { rows } = await database.raw<{
    rows: { date: string; energy_kwh: number | null; hours: (number | null)[] | null; status: string }[];
  }>(
    `select day::text as date, energy_kwh, hours, status from consumption_day where metering_point_id = ? and day between ? and ? order by day`,
    [point, from, to],
  );
  const {
    rows: [last],
  } = await database.raw<{ rows: { date: string; hours: number }[] }>(
    `select day::text as date, length(rtrim(status, '-')) as hours from consumption_day
     where metering_point_id = ? and status ~ '[^-]' order by day desc limit 1`,
    [point],
  );
  const isAfter = (date: string, hour: number) => last === undefined || date > last.date || (date === last.date && hour >= last.hours);
  const statusOf = (date: string, hour: number, letter: string, kept: boolean): string => {
    if (!kept) return 'not-kept';
    return letter === '-' && isAfter(date, hour) ? 'not-come' : statuses[letter]!;
  };
  const readings = explain ? await readReadings(database, point, from, to) : new Map<string, ShownReading[]>();
  const standstills = explain ? await readStandstills(database, point, from, to) : [];
  return {
    point,
    days: rows.map(({ date, energy_kwh: energyKwh, hours, status }) => {
      const midnight = DateTime.fromISO(date, { zone });
      const size = midnight.plus({ days: 1 }).diff(midnight, 'hours').hours;
      return {
        date,
        energyKwh,
        hours: Array.from({ length: size }, (_, hour) => ({
          start: midnight.plus({ hours: hour }).toISO({ suppressMilliseconds: true })!,
          energyKwh: hours?.[hour] ?? null,
          status: statusOf(date, hour, status[hour] ?? '-', hours !== null),
        })),
        ...(explain && { readings: readings.get(date) ?? [], standstills: standstills.filter((one) => touches(one, midnight)) }),
      };
    }),
  };
}

const touches = ({ since, till }: ShownStandstill, midnight: DateTime) =>
  DateTime.fromISO(since) < midnight.plus({ days: 1 }) && DateTime.fromISO(till) > midnight;

async function readStandstills(database: Knex, point: string, from: string, to: string): Promise<ShownStandstill[]> {
  const { rows } = await database.raw<{ rows: { serial: string; since: Date; till: Date; rise_kwh: number; largest_kwh: number }[] }>(
    `select serial, since, till, rise_kwh, largest_kwh from standstill
     where metering_point_id = :point and spread and till > cast(:from as date) - 1 and since < cast(:to as date) + 2 order by since`,
    { point, from, to },
  );
  const local = (at: Date) => DateTime.fromJSDate(at, { zone }).toISO({ suppressMilliseconds: true })!;
  return rows.map(({ serial, since, till, rise_kwh: riseKwh, largest_kwh: largestKwh }) => ({
    serial,
    since: local(since),
    till: local(till),
    riseKwh,
    largestKwh,
  }));
}

async function readReadings(database: Knex, point: string, from: string, to: string): Promise<Map<string, ShownReading[]>> {
  const { rows } = await database.raw(
    `select day::text as date, at, serial, energy_kwh, interval_seconds, file_id, line, 'shown' as state from reading
       where metering_point_id = :point and day between :from and :to
     union all
     select d.day::text, d.first_at + coalesce(d.offsets[n], (n - 1) * d.step_seconds) * interval '1 second', d.serial, ${valueAt('d', 'energy_kwh', 'n')}, d.interval_seconds, d.file_id,
       coalesce(d.lines[n], d.line + (n - 1) * d.line_step)::int, coalesce(d.reason, 'superseded')
     from reading_beside d cross join lateral generate_series(1, d.count) n
       where ${isGiven('d', 'energy_kwh')} and d.metering_point_id = :point and d.day between :from and :to
     order by at, state`,
    { point, from, to },
  );
  const files = await database('source_file').select('file_id', 'name');
  const names = new Map(files.map((file) => [file.file_id, file.name]));
  const shown = rows.map((row: Record<string, any>): ShownReading & { date: string } => ({
    date: row['date'],
    at: DateTime.fromJSDate(row['at'], { zone }).toISO({ suppressMilliseconds: true })!,
    serial: row['serial'],
    energyKwh: row['energy_kwh'],
    intervalSeconds: row['interval_seconds'],
    file: names.get(row['file_id']) ?? '',
    line: row['line'] ?? 0,
    state: row['state'],
  }));
  return Map.groupBy<string, ShownReading & { date: string }>(shown, ({ date }) => date);
}
