import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUp, type LocalDay } from '../../../server/consumption/add-up.ts';
import { listDays, yearBefore } from '../../../server/consumption/calendar.ts';
import { likeForLike } from '../../../server/consumption/like-for-like.ts';
import { anyDay, countOf, hoursIn, pointDay, purged } from './days.ts';

const comparable = (shown: LocalDay[], before: LocalDay[]) => likeForLike(shown, before, yearBefore);

/** Local days of so much an hour; `until` is the number of hours that the last of them has got. */
function days(from: string, to: string, kWh: number, until = Infinity): LocalDay[] {
  const dates = listDays(from, to);
  return dates.map((day) => {
    const hours = Array.from({ length: hoursIn(day) }, (_, slot) => (day === dates.at(-1) && slot >= until ? null : kWh));
    return addUp(day, [pointDay(day, hours)], hours.length);
  });
}

const lacking = (shown: LocalDay[], index: number): LocalDay[] =>
  shown.map((day, n) => {
    if (n !== index) return day;
    const hours = day.hours!.with(7, null);
    return addUp(day.day, [pointDay(day.day, hours)], hours.length);
  });

describe('what the days before stand against', () => {
  it('is the same days, whole', () => {
    expect(comparable(days('2019-02-01', '2019-02-10', 1), days('2018-02-01', '2018-02-28', 3))).toEqual({
      nowKwh: 240,
      beforeKwh: 720,
      from: '2019-02-01',
      to: '2019-02-10',
      untilHour: null,
    });
  });

  it('is cut at the same hour where the last day is not over', () => {
    expect(comparable(days('2019-02-01', '2019-02-03', 1, 6), days('2018-02-01', '2018-02-28', 3))).toMatchObject({
      beforeKwh: 3 * 54,
      nowKwh: 54,
      to: '2019-02-03',
      untilHour: 6,
    });
  });

  it('counts the first hour of a day that has no other yet', () => {
    expect(comparable(days('2019-02-01', '2019-02-03', 1, 1), days('2018-02-01', '2018-02-28', 3))).toMatchObject({
      nowKwh: 49,
      beforeKwh: 3 * 49,
      untilHour: 1,
    });
  });

  it('cuts no day but the last: one before that lacks its evening is not half a day', () => {
    const [first, second] = days('2019-02-01', '2019-02-02', 1);
    const evening = addUp('2019-02-01', [pointDay('2019-02-01', first!.hours!.fill(null, 20))], 24);
    expect(comparable([evening, second!], days('2018-02-01', '2018-02-28', 3))).toBeNull();
  });

  it('sets the first 24 hours of a day of 25 against a whole one, and never against one of 23', () => {
    const autumn = days('2019-10-27', '2019-10-27', 1, 24);
    const against = (day: string) => likeForLike(autumn, days(day, day, 2), () => day);
    expect(against('2018-10-27')).toMatchObject({ nowKwh: 24, beforeKwh: 48, untilHour: 24 });
    expect(against('2018-03-25')).toBeNull();
  });

  it('leaves out days shown that have nothing yet', () => {
    const shown = [...days('2019-02-01', '2019-02-02', 1), ...days('2019-02-03', '2019-02-04', 1, 0).slice(1)];
    expect(comparable(shown, days('2018-02-01', '2018-02-28', 3))).toMatchObject({ beforeKwh: 144 });
  });

  it('is nothing where either of them lacks an hour in between', () => {
    const [now, before] = [days('2019-02-01', '2019-02-10', 1), days('2018-02-01', '2018-02-28', 3)];
    expect(comparable(lacking(now, 4), before)).toBeNull();
    expect(comparable(now, lacking(before, 4))).toBeNull();
    expect(comparable(now, lacking(before, 15))).toMatchObject({ beforeKwh: 720 });
    expect(comparable(days('2019-02-01', '2019-02-03', 1, 9), lacking(before, 2))).toBeNull();
    expect(comparable(days('2019-02-01', '2019-02-03', 1, 7), lacking(before, 2))).toMatchObject({ beforeKwh: 3 * 55 });
  });

  it('is nothing without days, or with none of the year before', () => {
    expect(comparable([], days('2018-02-01', '2018-02-28', 3))).toBeNull();
    expect(comparable(days('2019-02-01', '2019-02-02', 1), [])).toBeNull();
    expect(comparable(days('2019-02-01', '2019-02-01', 1, 0), days('2018-02-01', '2018-02-01', 3))).toBeNull();
  });

  it('passes over 29 February, which the year before has not got', () => {
    expect(comparable(days('2020-02-01', '2020-02-29', 1), days('2019-02-01', '2019-02-28', 3))).toMatchObject({
      nowKwh: 28 * 24,
      beforeKwh: 28 * 72,
      to: '2020-02-28',
    });
  });

  it('takes days as long as they are where the clock changes', () => {
    expect(comparable(days('2019-10-27', '2019-10-27', 1), days('2018-10-27', '2018-10-27', 2))).toMatchObject({ beforeKwh: 48 });
    expect(comparable(days('2019-03-31', '2019-03-31', 1), days('2018-03-31', '2018-03-31', 2))).toMatchObject({ beforeKwh: 48 });
  });

  it('takes the sums of days whose hours are no longer kept, and cuts none of them', () => {
    const before = listDays('2018-02-01', '2018-02-03').map((day) =>
      addUp(
        day,
        [
          purged(
            pointDay(
              day,
              Array.from({ length: 24 }, () => 3),
            ),
          ),
        ],
        24,
      ),
    );
    expect(comparable(days('2019-02-01', '2019-02-03', 1), before)).toMatchObject({ beforeKwh: 216 });
    expect(comparable(days('2019-02-01', '2019-02-03', 1, 6), before)).toBeNull();
  });

  it('compares days with themselves as the same, or not at all', () => {
    const dates = listDays('2019-02-01', '2019-02-04');
    fc.assert(
      fc.property(fc.tuple(...dates.map(anyDay)), (given) => {
        const shown = given.map((day) => addUp(day.day, [day], 24));
        const same = likeForLike(shown, shown, (day) => day);
        const energies = given.map(({ energyKwh }) => energyKwh ?? 0);
        if (same) expect(same.nowKwh).toBe(same.beforeKwh);
        if (same) expect(same.beforeKwh).toBe(energies.reduce((sum, value) => sum + value, 0));
        else expect(given.some((day) => countOf(day, '-') > 0)).toBe(true);
      }),
    );
  });
});
