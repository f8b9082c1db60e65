import { describe, expect, test } from 'vitest';
import { daySpan, monthSpan, weekBefore } from '../../../server/consumption/calendar.ts';
import { presentDay } from '../../../server/consumption/day.ts';
import { presentMonth } from '../../../server/consumption/month.ts';
import type { ReadDays } from '../../../server/consumption/read-days.ts';
import { pointDay, pointDays, purged } from './days.ts';

const now = new Date('2024-02-10T12:00:00+01:00');
const kept = { hours: '2021-01-01', days: '2014-01-01' };
const hours = (kWh: number) => Array.from({ length: 24 }, (_, slot) => (slot === 7 ? kWh + 1 : kWh));

function read(days: ReturnType<typeof pointDay>[], firstDay: string | null, lastDay: string | null): ReadDays {
  const selected = { own: { points: [{ id: '7', address: null }], endsAt: null }, choice: '7' };
  return { selected, points: [pointDays(days)], firstDay, lastDay } as unknown as ReadDays;
}

describe('a month', () => {
  const days = [
    pointDay('2023-02-01', hours(1)),
    pointDay('2023-02-02', hours(2)),
    pointDay('2024-02-01', hours(3)),
    purged(pointDay('2024-02-02', hours(5))),
  ];
  const present = () => presentMonth('2024-02', read(days, '2024-02-01', '2024-02-02'), now, kept);

  test('has each day’s energy beside the same day’s a year before, and tells days without hours', () => {
    const month = present();
    expect(month.month).toBe('2024-02');
    expect(month.days.map(({ date, energyKwh, withHours, yearBeforeKwh }) => [date, energyKwh, withHours, yearBeforeKwh])).toEqual([
      ['2024-02-01', 73, true, 25],
      ['2024-02-02', 121, false, 49],
    ]);
    expect(month.total).toMatchObject({ energyKwh: 194, hours: 48, missingHours: 0 });
  });

  test('has the power hour by hour, null where hours are no longer kept, and the highest of them', () => {
    const month = present();
    expect(month.power.start).toBe('2024-02-01T00:00:00+01:00');
    expect(month.power.powerKw).toEqual([...hours(3), ...Array.from({ length: 24 }, () => null)]);
    expect(month.power.status).toBe('m'.repeat(24) + 'x'.repeat(24));
    expect(month.peak).toEqual({ at: '2024-02-01T07:00:00+01:00', powerKw: 4 });
    expect(month.wholeKwh).toBe(true);
  });

  test('that lies outside the period is empty, and says when it would begin', () => {
    const empty = presentMonth('2024-02', read(days, null, null), now, kept);
    expect(empty).toMatchObject({ days: [], peak: null, power: { start: '2024-02-01T00:00:00+01:00', powerKw: [], status: '' } });
    expect(empty.total.energyKwh).toBeNull();
  });

  test('tells values that are not in yet from those that are overdue', () => {
    const waits = presentMonth(
      '2024-02',
      read([pointDay('2024-02-07', hours(1))], '2024-02-07', '2024-02-08'),
      new Date('2024-02-09T08:00:00+01:00'),
      kept,
    );
    expect(waits.power.status.slice(24)).toBe('.'.repeat(24));
    const late = presentMonth(
      '2024-02',
      read([pointDay('2024-02-07', hours(1))], '2024-02-07', '2024-02-08'),
      new Date('2024-02-20T08:00:00+01:00'),
      kept,
    );
    expect(late.power.status.slice(24)).toBe('s'.repeat(24));
  });

  test('is read with the same month a year before', () => {
    expect(monthSpan('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29', fromBefore: '2023-02-01', toBefore: '2023-02-28' });
  });
});

describe('a day', () => {
  const days = [pointDay('2024-02-01', hours(1.5)), pointDay('2024-02-08', hours(2))];
  const present = () => presentDay('2024-02-08', read(days, '2024-02-08', '2024-02-08'), now, kept);

  test('has each hour beside the same hour a week before, the total and the highest', () => {
    const day = present();
    expect(day.date).toBe('2024-02-08');
    expect(day.hours).toHaveLength(24);
    expect(day.hours[7]).toEqual({ start: '2024-02-08T07:00:00+01:00', energyKwh: 3, status: 'm', weekBeforeKwh: 2.5 });
    expect(day.hours[8]).toEqual({ start: '2024-02-08T08:00:00+01:00', energyKwh: 2, status: 'm', weekBeforeKwh: 1.5 });
    expect(day.total.energyKwh).toBe(49);
    expect(day.peak).toEqual({ at: '2024-02-08T07:00:00+01:00', powerKw: 3 });
    expect(day.wholeKwh).toBe(false);
  });

  test('has nothing beside it where the week before was not read, or its hours are gone', () => {
    const alone = presentDay('2024-02-08', read([days[1]!], '2024-02-08', '2024-02-08'), now, kept);
    expect(alone.hours.every(({ weekBeforeKwh }) => weekBeforeKwh === null)).toBe(true);
    const gone = presentDay('2024-02-08', read([purged(days[0]!), purged(days[1]!)], '2024-02-08', '2024-02-08'), now, kept);
    expect(gone.hours.every(({ energyKwh, weekBeforeKwh }) => energyKwh === null && weekBeforeKwh === null)).toBe(true);
  });

  test('counts in whole kWh where the hours of the week before, of a register that tells them, do', () => {
    const few = pointDay('2024-02-08', [1, ...Array.from({ length: 23 }, () => null)]);
    const wholeKwh = (before: number) =>
      presentDay('2024-02-08', read([pointDay('2024-02-01', hours(before)), few], '2024-02-08', '2024-02-08'), now, kept).wholeKwh;
    expect(wholeKwh(2)).toBe(true);
    expect(wholeKwh(1.5)).toBe(false);
  });

  test('that lies outside the period is empty', () => {
    expect(presentDay('2024-02-08', read(days, null, null), now, kept)).toMatchObject({ hours: [], peak: null });
  });

  test('is read with the day a week before', () => {
    expect(daySpan('2024-03-03')).toEqual({ from: '2024-03-03', to: '2024-03-03', fromBefore: '2024-02-25', toBefore: '2024-02-25' });
    expect(weekBefore('2024-03-03')).toBe('2024-02-25');
  });
});
