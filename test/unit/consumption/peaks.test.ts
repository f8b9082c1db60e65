import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billedPeaks, dayPeak, firstBilledDay } from '../../../server/consumption/peaks.ts';
import { anyDay } from './days.ts';

const peak = (day: string, powerKw: number) => ({ day, slot: 0, powerKw });

describe('the peaks that are billed', () => {
  it('are the highest of different days, with their mean, and with the next in the place of the highest', () => {
    const days = [peak('2024-01-01', 5), peak('2024-01-02', 9), peak('2024-01-03', 6), peak('2024-01-04', 7)];
    expect(billedPeaks(days, { count: 3 })).toEqual({
      peaks: [peak('2024-01-02', 9), peak('2024-01-04', 7), peak('2024-01-03', 6)],
      meanKw: 22 / 3,
      meanWithoutHighestKw: 6,
    });
  });

  it('are the earlier of equals, and fewer where there are fewer days', () => {
    expect(billedPeaks([peak('2024-01-02', 5), peak('2024-01-01', 5)], { count: 1 })).toEqual({
      peaks: [peak('2024-01-01', 5)],
      meanKw: 5,
      meanWithoutHighestKw: 5,
    });
    expect(billedPeaks([peak('2024-01-02', 5), null], { count: 3 })).toMatchObject({ meanKw: 5, meanWithoutHighestKw: null });
    expect(billedPeaks([null], { count: 3 })).toBeNull();
  });

  it('are never hours that were spread over a gap, or read by hand', () => {
    fc.assert(
      fc.property(anyDay('2024-02-01'), (day) => {
        const found = dayPeak(day, 'hour');
        const sure = day.hours!.filter((value, slot) => value !== null && 'mc'.includes(day.status[slot]!)) as number[];
        expect(found?.powerKw ?? null).toBe(sure.length === 0 ? null : Math.max(...sure));
        if (found) expect('mc').toContain(day.status[found.slot!]);
      }),
    );
  });

  it('take the mean of a day only where each of its hours is sure', () => {
    const hours = Array.from({ length: 24 }, (_, slot) => slot);
    expect(dayPeak({ day: '2024-01-01', hours, status: 'm'.repeat(24) }, 'day')).toEqual({ day: '2024-01-01', slot: null, powerKw: 11.5 });
    expect(dayPeak({ day: '2024-01-01', hours, status: `e${'m'.repeat(23)}` }, 'day')).toBeNull();
    expect(dayPeak({ day: '2024-01-01', hours: null, status: 'm'.repeat(24) }, 'day')).toBeNull();
  });

  it('count from the first of the month, of the year, or twelve months back', () => {
    expect(firstBilledDay('month', '2024-05-17')).toBe('2024-05-01');
    expect(firstBilledDay('year', '2024-05-17')).toBe('2024-01-01');
    expect(firstBilledDay('rolling', '2024-05-17')).toBe('2023-05-18');
    expect(firstBilledDay('rolling', '2024-02-29')).toBe('2023-03-02');
  });
});
