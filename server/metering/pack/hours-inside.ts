import { dropKwh } from './register-step.ts';
import type { Chunk } from './meter-day.ts';

/** A local day has 23 to 25 of them. */
export const mostHours = 25;

/** What is used in the hours of a day whose two registers both lie in it. */
export interface HoursInside {
  /** kWh; the day's last hour, which ends with the next day's first register, is not among them. */
  kwh: Float64Array;
  largest: number;
  sum: number;
}

const hours: HoursInside = { kwh: new Float64Array(mostHours), largest: 0, sum: 0 };

/**
 * The hours of a sealed day of measured registers, hourly on the hour, none missing and none lower than before; undefined for every other day. It is done
 * here, while the registers are at hand as numbers: the database would unpack them again. The answer is one object, overwritten by the next call.
 */
export function hoursInside({ day, at, count, values, intervalSeconds, qualities }: Chunk): HoursInside | undefined {
  if (intervalSeconds !== 0 || qualities || at[0] !== day.start || day.start + count * 3600 !== day.end) return undefined;
  hours.largest = 0;
  hours.sum = 0;
  for (let index = 1; index < count; index++) {
    if (at[index] !== day.start + index * 3600) return undefined;
    const rise = values[index]! - values[index - 1]!;
    if (!(rise >= -dropKwh)) return undefined;
    const used = Math.max(rise, 0);
    hours.kwh[index - 1] = used;
    hours.sum += used;
    if (used > hours.largest) hours.largest = used;
  }
  return hours;
}
