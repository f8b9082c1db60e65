import fc from 'fast-check';
import type { PointDay } from '../../../server/consumption/add-up.ts';
import { slotsBegun } from '../../../server/consumption/calendar.ts';
import type { PointDays } from '../../../server/consumption/local-days.ts';
import type { StoredDay } from '../../../server/consumption/stored-day.ts';
import type { StatusLetter } from '../../../server/status.ts';

/** A stored day out of its hours: null is missing; the letters say how sure the others are, all measured without. */
export function pointDay(day: string, hours: (number | null)[], letters = 'm'.repeat(hours.length)): PointDay {
  const status = hours.map((value, slot) => (value === null ? '-' : letters[slot]!) as StatusLetter);
  const known = hours.filter((value) => value !== null);
  return { day, hours, status, energyKwh: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) };
}

/** How many of a day's hours have one of some letters. */
export const countOf = ({ status }: PointDay, letters: string): number => status.filter((letter) => letters.includes(letter)).length;

/** What is stored of a point that has these days, first and last ones with a value told. */
export function pointDays(days: readonly PointDay[]): PointDays {
  const stored = days.map((day): StoredDay => ({ ...day, status: day.status.join('') }));
  const valued = stored.filter(({ status }) => /[^-]/.test(status)).toSorted((one, other) => (one.day < other.day ? -1 : 1));
  const [first, last] = [valued[0]!, valued.at(-1)!];
  return { firstDay: first.day, firstStatus: first.status, lastDay: last.day, lastStatus: last.status, swaps: null, days: stored };
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
