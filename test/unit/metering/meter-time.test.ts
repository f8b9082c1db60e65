import { expect, it } from 'vitest';
import { atTheSameTime, mayHang, surelyHangs, type MeterTime } from '../../../server/metering/pack/meter-time.ts';

const hung = (installedAt: number, removedAt: number, { installedBy = installedAt, removedBy = removedAt } = {}): MeterTime => ({
  serial: 'A1',
  installedAt,
  installedBy,
  removedAt,
  removedBy,
});
/** Installed some time between 100 and 200, removed some time between 800 and 900. */
const byDates = hung(100, 800, { installedBy: 200, removedBy: 900 });

it('counts the registers at both ends of the time in which a meter may have hung there', () => {
  expect([99, 100, 900, 901].map((at) => mayHang(byDates, at))).toEqual([false, true, true, false]);
  expect([-Infinity, 0, Infinity].map((at) => mayHang(hung(-Infinity, Infinity), at))).toEqual([true, true, true]);
});

it('is sure of a meter only after it must have been installed and before it may have been removed', () => {
  expect([199, 200, 799, 800].map((at) => surelyHangs(byDates, at))).toEqual([false, true, true, false]);
});

it('refuses one meter at two metering points only where it surely hung at both at a moment', () => {
  expect(atTheSameTime(hung(0, 100), hung(99, 200))).toBe(true);
  expect(atTheSameTime(hung(99, 200), hung(0, 100))).toBe(true);
  // It moved in a moment, or some time on the days that are told.
  expect(atTheSameTime(hung(0, 100), hung(100, 200))).toBe(false);
  expect(atTheSameTime(byDates, hung(700, 1000, { installedBy: 800 }))).toBe(false);
  expect(atTheSameTime(byDates, hung(700, 1000, { installedBy: 799 }))).toBe(true);
  expect(atTheSameTime(hung(-Infinity, Infinity), hung(-Infinity, Infinity))).toBe(true);
  expect(atTheSameTime(hung(0, 1000), hung(100, 200))).toBe(true);
});
