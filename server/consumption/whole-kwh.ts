import type { LocalDay } from './add-up.ts';

/** Registers in MWh leave a dust of a millionth of a millionth behind the point. */
export const isWholeNumber = (kwh: number): boolean => Math.abs(kwh - Math.round(kwh)) < 1e-6;

/** Hours of use that are looked at before a meter is said to tell whole kWh alone. */
const enough = 12;

/**
 * Whether what was measured came in whole kWh: then decimals would be made up, and an hour of 0 may have used a little. Hours
 * that were spread over a gap, which have decimals, are no sign of anything; nor are hours without use.
 * Of a day of little use, fewer hours do where none has parts of a kWh, estimated ones neither.
 */
export function isWholeKwh(days: readonly LocalDay[]): boolean {
  let whole = 0;
  let parts = false;
  for (const { hours, status } of days) {
    for (const [slot, value] of (hours ?? []).entries()) {
      if (value === null || value === 0) continue;
      if (status[slot] !== 'm') {
        parts ||= !isWholeNumber(value);
        continue;
      }
      if (!isWholeNumber(value)) return false;
      whole += 1;
    }
  }
  return whole >= enough || (whole > 0 && !parts);
}
