import fc from 'fast-check';
import type { PointDay } from '../../../server/consumption/add-up.ts';
import { slotsBegun } from '../../../server/consumption/calendar.ts';

/** A stored day out of its hours: null is missing; the letters say how sure the others are, all measured without. */
export function pointDay(day: string, hours: (number | null)[], letters = 'm'.repeat(hours.length)): PointDay {
  const status = hours.map((value, slot) => (value === null ? '-' : letters[slot]!)).join('');
  const known = hours.filter((value) => value !== null);
  const estimatedHours = [...status].filter((letter) => letter === 'e').length;
  return {
    day,
    hours,
    status,
    energyKwh: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
    measuredHours: known.length - estimatedHours,
    estimatedHours,
    missingHours: hours.length - known.length,
  };
}

/** A day whose hours are past their keeping time. */
export const purged = (day: PointDay): PointDay => ({ ...day, hours: null });

/** How many hours a local day has. */
export const hoursIn = (day: string): number => slotsBegun(day, new Date('2100-01-01'));

/** Quarters of a kWh, so that sums are exact in any order. */
const kWh = fc.integer({ min: 0, max: 200 }).map((quarters) => quarters / 4);
const hour = fc.record({
  value: fc.oneof({ weight: 6, arbitrary: kWh }, fc.constant(null)),
  letter: fc.constantFrom('m', 'm', 'm', 'e', 'h', 'c'),
});

/** Any stored day of that date, as long as it is. */
export const anyDay = (day: string): fc.Arbitrary<PointDay> =>
  fc.array(hour, { minLength: hoursIn(day), maxLength: hoursIn(day) }).map((hours) =>
    pointDay(
      day,
      hours.map(({ value }) => value),
      hours.map(({ letter }) => letter).join(''),
    ),
  );
