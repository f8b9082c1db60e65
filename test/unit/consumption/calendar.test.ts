import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { listDays, localYear, monthInstants, monthSpan, slotsBegun } from '../../../server/consumption/calendar.ts';
import { zone } from '../../../server/ground/zone.ts';
import { hoursIn } from './days.ts';

const anyMonth = fc
  .tuple(fc.integer({ min: 1995, max: 2060 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`);

describe("a month's instants", () => {
  it.each([
    ['2019-01', '2019-01-01T00:00+01:00', '2019-02-01T00:00+01:00', 744],
    ['2019-03', '2019-03-01T00:00+01:00', '2019-04-01T00:00+02:00', 743],
    ['2019-10', '2019-10-01T00:00+02:00', '2019-11-01T00:00+01:00', 745],
    ['2019-12', '2019-12-01T00:00+01:00', '2020-01-01T00:00+01:00', 744],
    ['2020-02', '2020-02-01T00:00+01:00', '2020-03-01T00:00+01:00', 696],
  ])('are the local midnights: %s', (month, from, to, hours) => {
    expect(monthInstants(month)).toEqual({ from: Date.parse(from), to: Date.parse(to) });
    expect((Date.parse(to) - Date.parse(from)) / 3_600_000).toBe(hours);
  });

  it('lie as far apart as its days are long, and meet those of the next, asked once or again', () => {
    fc.assert(
      fc.property(anyMonth, (month) => {
        const { from, to } = monthInstants(month);
        const span = monthSpan(month);
        const days = listDays(span.from, span.to);
        expect(days.reduce((sum, day) => sum + hoursIn(day), 0)).toBe((to - from) / 3_600_000);
        expect(monthInstants(DateTime.fromMillis(to, { zone }).toFormat('yyyy-MM')).from).toBe(to);
        expect(monthInstants(month)).toEqual({ from, to });
      }),
    );
  });
});

describe('the local year', () => {
  it.each([
    ['2026-12-31T22:59:59.999Z', 2026],
    ['2026-12-31T23:00:00.000Z', 2027],
    ['2027-01-01T00:00:00.000Z', 2027],
    ['2027-06-30T12:00:00.000Z', 2027],
  ])('is at %s the one that the wall calendar shows', (at, year) => {
    expect(localYear(new Date(at))).toBe(year);
  });
});

describe('how much of a day has begun', () => {
  it.each([
    ['2019-03-31', 23],
    ['2019-10-27', 25],
    ['2019-10-28', 24],
  ])('grows by one an hour from its midnight on: %s', (day, hours) => {
    const midnight = DateTime.fromISO(day, { zone });
    for (let hour = -1; hour <= hours + 1; hour++) {
      const half = midnight.plus({ hours: hour, minutes: 30 }).toJSDate();
      expect(slotsBegun(day, half)).toBe(Math.max(0, Math.min(hours, hour + 1)));
    }
    expect(slotsBegun(day, midnight.toJSDate())).toBe(0);
  });
});

it('lists the days of a span, and none of one that ends before it begins', () => {
  expect(listDays('2020-02-28', '2020-03-01')).toEqual(['2020-02-28', '2020-02-29', '2020-03-01']);
  expect(listDays('2020-03-01', '2020-02-28')).toEqual([]);
});
