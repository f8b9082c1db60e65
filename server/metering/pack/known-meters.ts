import type { Knex } from 'knex';
import { nameBySerial, type Directory } from './directory.ts';
import { meterTimeColumns, type MeterTime } from './meter-time.ts';
import { defaultMaxPowerKw } from './register-step.ts';

/** Reads all that is known. Some 300 bytes a metering point. */
export async function readDirectory(database: Knex): Promise<Directory> {
  const directory: Directory = { points: new Map(), bySerial: new Map(), registered: [] };
  const points = await database('metering_point').select('metering_point_id', 'max_power_kw');
  for (const { metering_point_id: id, max_power_kw: maxPowerKw } of points) {
    directory.points.set(id, { id: BigInt(id), maxPowerKw: maxPowerKw ?? defaultMaxPowerKw, meters: [] });
  }
  const meters = await database('meter').select<({ metering_point_id: string } & MeterTime)[]>(
    'metering_point_id',
    database.raw(meterTimeColumns),
  );
  for (const { metering_point_id: id, ...meter } of meters) {
    const point = directory.points.get(id);
    if (!point) continue;
    point.meters.push(meter);
    nameBySerial(directory, point, meter.serial);
  }
  return directory;
}
