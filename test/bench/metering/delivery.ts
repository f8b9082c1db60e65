import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { localDay } from '../../../server/metering/pack/local-day.ts';

/** Points are 707057500001000000 and on; hours are counted from the local midnight that begins day `firstDay` (days since 1970). */
export interface Delivery {
  points: number;
  /** The first of them. */
  fromPoint?: number;
  firstDay: number;
  days: number;
  /** Every house has the registers of the first. */
  alike?: boolean;
  /** kWh on top of every register of energy. */
  add?: number;
}

export const firstPoint = 707057500001000000n;
/** 2023-01-01. */
export const firstDay = 19_358;

/** kWh as meters send them: whole, with two and with three decimals, one point after another. */
const energyDecimals = [2, 0, 3];

/** Four registers of a house at an hour, the same each time it is asked: kWh, hundredths of a m³, whole m³·°C. */
function registers(point: number, hour: number, add: number): string {
  const energy = 5000 + add + point * 13 + hour * 2.1 + 6 * Math.sin(hour / 24) + 0.2 * Math.sin(hour + point);
  const volume = energy / 45;
  return `${energy.toFixed(energyDecimals[point % 3])};${volume.toFixed(2)};${(volume * 70).toFixed(0)};${(volume * 32).toFixed(0)}`;
}

/** Writes a file in our own CSV, point after point, and answers how many rows it has. */
export async function writeDelivery(
  path: string,
  { points, fromPoint = 0, firstDay: from, days, alike = false, add = 0 }: Delivery,
): Promise<number> {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  file.write('metering_point_id;meter_serial;time;energy_kwh;volume_m3;flow_m3c;return_m3c\n');
  const start = localDay(from).start;
  const hours = (localDay(from + days).start - start) / 3600;
  const origin = localDay(firstDay).start / 3600;
  for (let point = fromPoint; point < fromPoint + points; point++) {
    const id = (firstPoint + BigInt(point)).toString();
    let text = '';
    for (let hour = start / 3600; hour < start / 3600 + hours; hour++) {
      const time = new Date(hour * 3_600_000).toISOString().slice(0, 19);
      text += `${id};${70000000 + point};${time}Z;${registers(alike ? 0 : point, hour - origin, add)}\n`;
    }
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return points * hours;
}
