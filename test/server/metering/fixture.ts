import { Readable } from 'node:stream';
import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { afterAll, expect } from 'vitest';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import { quantityColumns } from '../../../server/metering/files/quantity.ts';
import { importMeters } from '../../../server/metering/meters/import-meters.ts';
import { importReadings } from '../../../server/metering/import-readings.ts';
import type { ImportReport } from '../../../server/metering/import-report.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { readProfile, type Profile } from '../../../server/metering/files/profile.ts';
import { freshDatabase } from '../../support/database.ts';

export const point = '707057500000000017';

/** A register at a local time in Oslo (or an instant with offset). */
export type Register = [time: string, energyKwh: number];

export interface Base {
  database: Knex;
  /** For a process of its own. */
  url: string;
  /** Imports text by a profile's name or the profile itself. */
  deliver(
    content: string | Buffer,
    profile?: string | Profile,
    options?: { database?: Knex; check?: boolean; now?: Date; judgedAtOnce?: number; mostPoints?: number },
  ): Promise<ImportReport>;
  /** Imports registers in our own CSV. */
  deliverRegisters(registers: Register[], options?: { serial?: string; meteringPoint?: string }): Promise<ImportReport>;
  deliverMeters(content: string): ReturnType<typeof importMeters>;
  day(date: string, meteringPoint?: string): Promise<Day | undefined>;
  /** All that is derived, for comparing. */
  everything(): Promise<unknown[]>;
  total(): Promise<number>;
}

interface Day {
  status: string;
  hours: (number | null)[];
  energy_kwh: number | null;
  peak_kwh: number | null;
  peak_hour: number | null;
  volume_m3: number | null;
  measured_hours: number;
  estimated_hours: number;
  missing_hours: number;
}

const zone = 'Europe/Oslo';

/** Our own CSV of registers. */
export const ownCsv = (registers: Register[], serial = 'A1', meteringPoint = point) =>
  [
    'metering_point_id;meter_serial;time;energy_kwh',
    ...registers.map(
      ([time, energy]) =>
        `${meteringPoint};${serial};${DateTime.fromISO(time, { zone }).toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'")};${energy}`,
    ),
    '',
  ].join('\n');

/** Registers each hour of real time from a local time on, so much more each. */
export function hourly(from: string, count: number, energy = 1000, each: (hour: number) => number = () => 2): Register[] {
  const start = DateTime.fromISO(from, { zone });
  let sum = energy;
  return Array.from({ length: count }, (_, hour): Register => {
    const register = sum;
    sum += each(hour);
    return [start.plus({ hours: hour }).toISO()!, register];
  });
}

/** Kamstrup-style without an hour counter: local time, no offset. */
export const localProfile = (autumnHour: 'file-order' | 'rising-register' | 'operating-hours') =>
  readProfile(
    {
      format: 'csv',
      delimiter: ',',
      decimal: '.',
      meteringPoint: { column: 'point' },
      time: {
        column: 'time',
        format: 'yyyy-MM-dd HH:mm',
        zone,
        autumnHour,
        operatingHours: autumnHour === 'operating-hours' ? 'hours' : undefined,
      },
      values: { energy: { column: 'kWh', unit: 'kWh' } },
    },
    'test',
  );

/** Every reading delivered is in exactly one of three: shown, superseded or set aside; or it has no value. */
export function addsUp(report: ImportReport): ImportReport {
  const { read, shown, stored, corrected, unchanged, superseded, rejected, empty } = report;
  expect({ read, shown }).toEqual({ read: shown + superseded + rejected + empty, shown: expect.any(Number) });
  expect(shown).toBeLessThanOrEqual(stored + corrected + unchanged);
  for (const count of [shown, stored, corrected, unchanged, superseded, rejected, empty]) expect(count).toBeGreaterThanOrEqual(0);
  return report;
}

/** How many readings are kept, shown or beside: none is lost, and none is there twice. */
export async function countKept({ database }: Base): Promise<number> {
  const { rows } = await database.raw(`select
    (select coalesce(sum(coalesce(count, cardinality(energy_kwh))), 0) from reading_day)::int + (select coalesce(sum(count), 0) from reading_beside)::int as kept`);
  return rows[0].kept;
}

/** A base of its own with one metering point. */
export async function openBase(): Promise<Base> {
  const fresh = await freshDatabase();
  const database = openDatabaseForWork(fresh.url);
  afterAll(async () => {
    await database.destroy();
    await fresh.drop();
  });
  await database('metering_point').insert({ metering_point_id: point });
  const deliver: Base['deliver'] = async (content, profile = 'own', options = {}) =>
    addsUp(
      await importReadings({
        database,
        profile: typeof profile === 'string' ? loadProfile(profile) : profile,
        profileName: 'test',
        fileName: 'test.csv',
        input: Readable.from([Buffer.from(content)].filter(({ length }) => length > 0)),
        now: new Date(),
        ...options,
      }),
    );
  return {
    database,
    url: fresh.url,
    deliver,
    deliverRegisters: (registers, { serial = 'A1', meteringPoint = point } = {}) => deliver(ownCsv(registers, serial, meteringPoint)),
    deliverMeters: (content) => importMeters(database, 'meters.csv', Buffer.from(content), { now: new Date() }),
    day: async (date, meteringPoint = point) =>
      (await database('consumption_day').where({ metering_point_id: meteringPoint }).where('day', date).first()) as Day | undefined,
    everything: () =>
      database('consumption_day').select('*', database.raw('day::text')).orderBy(['metering_point_id', 'consumption_day.day']),
    total: async () => (await database('consumption_day').sum({ kwh: 'energy_kwh' }).first())!['kwh'],
  };
}

/** As if a version without packing had stored all that is there. */
export async function unpackAll({ database }: Base): Promise<void> {
  const values = quantityColumns.map(
    (name) =>
      `${name} = case when ${name}_packed is null then ${name} else array(select register_at(${name}_packed, n) from generate_series(1, count) n) end, ${name}_packed = null`,
  );
  for (const table of ['reading_day', 'reading_beside'])
    await database.raw(`update ${table} set ${values.join(', ')} where count is not null`);
  await database.raw('update reading_day set count = null');
}

/** Empties everything but the metering points. */
export async function clear({ database }: Base): Promise<void> {
  await database.raw(
    'truncate reading_day, consumption_day, reading_beside, reading_withdrawal, standstill, meter, meter_line, source_file',
  );
}
