import type { Knex } from 'knex';
import type { ReadingRow } from '../files/reading-row.ts';
import { nameBySerial, type Directory, type KnownPoint } from './directory.ts';
import { meterTimeColumns, type MeterTime } from './meter-time.ts';
import { defaultMaxPowerKw } from './register-step.ts';

/** Metering points, at some hundreds of bytes each, that are read before a file where there are no more; and how many are held where there are. */
const [mostPoints, mostHeld] = [50_000, 20_000];

type MeterRow = { metering_point_id: string } & MeterTime;

/**
 * Reads all that is known where those are few enough to be held; else nothing, and `LookAhead` reads what a file names as it goes on. `most` is for tests.
 */
export async function readDirectory(database: Knex, most = mostPoints): Promise<Directory> {
  const directory: Directory = { points: new Map(), bySerial: new Map(), registered: [], isWhole: true };
  const points = await database('metering_point')
    .select('metering_point_id', 'max_power_kw')
    .limit(most + 1);
  if (points.length > most) return { ...directory, isWhole: false };
  for (const point of points) addPoint(directory, point);
  const meters = await database('meter').select<MeterRow[]>('metering_point_id', database.raw(meterTimeColumns));
  for (const { metering_point_id: id, ...meter } of meters) {
    const point = directory.points.get(id);
    if (!point) continue;
    point.meters.push(meter);
    nameBySerial(directory, point, meter.serial);
  }
  return directory;
}

function addPoint(
  { points }: Directory,
  { metering_point_id: id, max_power_kw: maxPowerKw }: { metering_point_id: string; max_power_kw: number | null },
): void {
  points.set(id, { id: BigInt(id), maxPowerKw: maxPowerKw ?? defaultMaxPowerKw, meters: [] });
}

/** Reads what some rows name into a directory that doesn't hold all, and forgets others where they become many; those of `isOpen` stay. */
export async function lookUp(
  database: Knex,
  directory: Directory,
  rows: readonly ReadingRow[],
  isOpen: (point: KnownPoint) => boolean,
  most = mostHeld,
): Promise<void> {
  if (directory.points.size > most) forget(directory, isOpen);
  const named = new Set<string>();
  const alone = new Set<string>();
  for (const { point, serial } of rows) {
    if (point) named.add(point);
    else alone.add(serial);
  }
  await readPoints(database, directory, [...named]);
  // The first reading of a metering point without a meter registers it, unless the meter hangs elsewhere.
  for (const { point, serial } of rows) if (point && directory.points.get(point)?.meters.length === 0) alone.add(serial);
  await readSerials(database, directory, [...alone]);
}

/** What has been registered by the file is known nowhere else. */
function forget(directory: Directory, isOpen: (point: KnownPoint) => boolean): void {
  const registered = new Set(directory.registered.map(({ id }) => id));
  for (const [name, point] of directory.points) if (!registered.has(point.id) && !isOpen(point)) directory.points.delete(name);
  directory.bySerial.clear();
  for (const { id, serial } of directory.registered) nameBySerial(directory, directory.points.get(id.toString())!, serial);
}

/** As a number is written: other names are of no metering point. */
const isNumber = /^[1-9]\d{0,17}$/;

async function readPoints(database: Knex, directory: Directory, names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !directory.points.has(name) && isNumber.test(name));
  if (unknown.length === 0) return;
  const { rows: points } = await database.raw(
    'select metering_point_id, max_power_kw from metering_point where metering_point_id = any(cast(? as bigint[]))',
    [unknown],
  );
  for (const point of points) addPoint(directory, point);
  const meters = await database('meter')
    .whereRaw('metering_point_id = any(cast(? as bigint[]))', [unknown])
    .select<MeterRow[]>('metering_point_id', database.raw(meterTimeColumns));
  for (const { metering_point_id: id, ...meter } of meters) directory.points.get(id)?.meters.push(meter);
}

async function readSerials(database: Knex, directory: Directory, serials: readonly string[]): Promise<void> {
  const unknown = serials.filter((serial) => serial !== '' && !directory.bySerial.has(serial));
  if (unknown.length === 0) return;
  const { rows } = await database.raw<{ rows: { metering_point_id: string; serial: string }[] }>(
    'select distinct metering_point_id, serial from meter where serial = any(?)',
    [unknown],
  );
  await readPoints(
    database,
    directory,
    rows.map(({ metering_point_id: id }) => id),
  );
  for (const { metering_point_id: id, serial } of rows) {
    const point = directory.points.get(id);
    if (point) nameBySerial(directory, point, serial);
  }
}
