import { describe, expect, it } from 'vitest';
import { addUp } from '../../../server/consumption/add-up.ts';
import { isWholeKwh } from '../../../server/consumption/whole-kwh.ts';
import { pointDay, purged } from './days.ts';

const day = (hours: (number | null)[], letters?: string) => addUp('2020-02-03', [pointDay('2020-02-03', hours, letters)], hours.length);
const times = <Value>(count: number, value: Value) => new Array<Value>(count).fill(value);
/** So many hours of whole kWh, and one that was estimated with parts of a kWh. */
const withEstimate = (count: number) => day([...times(count, 3), 1.5], 'm'.repeat(count) + 'e');

describe('whether a meter tells whole kWh alone', () => {
  it('says no as soon as one measured hour has parts of a kWh, however many have none', () => {
    expect(isWholeKwh([day([...times(20, 3), 0.5])])).toBe(false);
    expect(isWholeKwh([day(times(20, 3)), day([2.25])])).toBe(false);
  });

  it('says yes after twelve hours of whole kWh, though a gap was filled with parts', () => {
    expect(isWholeKwh([withEstimate(11)])).toBe(false);
    expect(isWholeKwh([withEstimate(12)])).toBe(true);
    expect(isWholeKwh([withEstimate(6), withEstimate(6)])).toBe(true);
  });

  it('is content with a single hour of whole kWh where nothing has parts of one', () => {
    expect(isWholeKwh([day([1])])).toBe(true);
    expect(isWholeKwh([day([1, 4], 'me')])).toBe(true);
    expect(isWholeKwh([day([1, 4.5], 'me')])).toBe(false);
  });

  it('takes hours without use, and those that nobody knows, for no sign of either', () => {
    expect(isWholeKwh([])).toBe(false);
    expect(isWholeKwh([day(times(24, 0))])).toBe(false);
    expect(isWholeKwh([day([...times(12, 0), 1.5], 'm'.repeat(12) + 'e')])).toBe(false);
    expect(isWholeKwh([day([...times(11, 3), 0, 1.5], 'm'.repeat(12) + 'e')])).toBe(false);
    expect(isWholeKwh([day(times(24, null))])).toBe(false);
    expect(isWholeKwh([day([2, null, null])])).toBe(true);
  });

  it('takes estimates alone for no sign, whole or not', () => {
    expect(isWholeKwh([day(times(24, 2), 'e'.repeat(24))])).toBe(false);
  });

  it('learns nothing from a day whose hours are past their keeping time', () => {
    const old = addUp('2015-02-03', [purged(pointDay('2015-02-03', times(24, 1.5)))], 24);
    expect(old.hours).toBeNull();
    expect(isWholeKwh([old])).toBe(false);
    expect(isWholeKwh([old, day([2])])).toBe(true);
  });
});
