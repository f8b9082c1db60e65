import { describe, expect, it } from 'vitest';
import { dateOf, localDay, localDayOf } from '../../../server/metering/pack/local-day.ts';

const seconds = (instant: string) => Date.parse(instant) / 1000;
const hoursOf = ({ start, end }: { start: number; end: number }) => (end - start) / 3600;

describe('a local day', () => {
  it.each([
    ['2024-01-15', 24],
    ['2024-03-31', 23],
    ['2024-07-01', 24],
    ['2024-10-27', 25],
    // Norway had no summer time then.
    ['1970-07-01', 24],
  ])('%s is %i hours long', (date, hours) => {
    const day = localDayOf(seconds(`${date}T12:00:00Z`));
    expect(dateOf(day)).toBe(date);
    expect(hoursOf(day)).toBe(hours);
  });

  it.each([
    ['2024-01-15T00:00:00+01:00'],
    ['2024-03-31T00:00:00+01:00'],
    ['2024-07-01T00:00:00+02:00'],
    ['2024-10-27T00:00:00+02:00'],
    ['2024-10-28T00:00:00+01:00'],
  ])('has its midnight %s in it, and the second before in the day before', (midnight) => {
    const day = localDayOf(seconds(midnight));
    expect(day.start).toBe(seconds(midnight));
    expect(dateOf(day)).toBe(midnight.slice(0, 10));
    const before = localDayOf(seconds(midnight) - 1);
    expect(before.end).toBe(day.start);
    expect(before.number).toBe(day.number - 1);
    expect(localDayOf(day.end - 1)).toEqual(day);
  });

  it('ends where the next begins, over years', () => {
    for (let number = 18_000; number < 19_500; number++) expect(localDay(number).end).toBe(localDay(number + 1).start);
  });
});
