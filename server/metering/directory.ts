import type { Knex } from 'knex';
import { defaultMaxPowerKw } from './plausible.ts';

export interface KnownMeter {
  serial: string;
  /** Unix seconds, infinite where unbounded. */
  installedAt: number;
  removedAt: number;
}

export interface KnownPoint {
  id: bigint;
  maxPowerKw: number;
  meters: KnownMeter[];
}

/** The metering points and meters that readings may be for, by the numbers that files use. */
export interface Directory {
  points: Map<string, KnownPoint>;
  bySerial: Map<string, KnownPoint>;
  /** Points without a meter that got one by its first reading: to be stored. */
  registered: { id: bigint; serial: string }[];
}

/** Reads all that is known. Some 300 bytes a metering point. */
export async function readDirectory(database: Knex): Promise<Directory> {
  const directory: Directory = { points: new Map(), bySerial: new Map(), registered: [] };
  const points = await database('metering_point').select('metering_point_id', 'max_power_kw');
  for (const { metering_point_id: id, max_power_kw: maxPowerKw } of points) {
    directory.points.set(id, { id: BigInt(id), maxPowerKw: maxPowerKw ?? defaultMaxPowerKw, meters: [] });
  }
  const meters = await database('meter').select(
    'metering_point_id',
    'serial',
    database.raw('extract(epoch from installed_at)::float8 as installed_at'),
    database.raw('extract(epoch from removed_at)::float8 as removed_at'),
  );
  for (const { metering_point_id: id, serial, installed_at: installedAt, removed_at: removedAt } of meters) {
    const point = directory.points.get(id);
    if (!point) continue;
    point.meters.push({ serial, installedAt, removedAt });
    if (serial) directory.bySerial.set(serial, point);
  }
  return directory;
}

/** The meter that a reading is of; undefined when the point has others. The first reading of a point without one registers it. */
export function findSerial(directory: Directory, point: KnownPoint, serial: string, seconds: number): string | undefined {
  const known = point.meters.find((meter) => meter.serial === serial);
  if (known) return known.serial;
  if (point.meters.length === 0) {
    // What is cut out of a text may keep all of that text in memory.
    const copy = Buffer.from(serial).toString();
    point.meters.push({ serial: copy, installedAt: -Infinity, removedAt: Infinity });
    directory.registered.push({ id: point.id, serial: copy });
    return copy;
  }
  if (serial) return undefined;
  for (const meter of point.meters) if (seconds >= meter.installedAt && seconds < meter.removedAt) return meter.serial;
  return undefined;
}
