import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEnergy, addUp, type PointDay } from '../../../server/consumption/add-up.ts';
import { listDays } from '../../../server/consumption/calendar.ts';
import { sumMonths } from '../../../server/consumption/sum-of-months.ts';
import { anyDay, hoursIn, pointDay, pointDays } from './days.ts';

const later = { now: new Date('2025-01-01'), overdue: true };
const flat = (from: string, to: string, kWh: number) =>
  listDays(from, to).map((day) =>
    pointDay(
      day,
      Array.from({ length: hoursIn(day) }, () => kWh),
    ),
  );
const sums = (from: string, to: string, ...points: PointDay[][]) =>
  sumMonths(
    from,
    to,
    points.map((days) => pointDays(days)),
    later,
  ).map((month) => month.slice(0, 4));

describe('the months of several metering points', () => {
  it('add up points that begin and end at different times, each for as long as it has data', () => {
    expect(sums('2019-02-01', '2019-06-30', flat('2019-02-01', '2019-04-30', 1), flat('2019-04-16', '2019-06-30', 10))).toEqual([
      ['2019-02', 672, 672, 0],
      ['2019-03', 743, 743, 0],
      ['2019-04', 720 + 15 * 240, 720, 0],
      ['2019-05', 7440, 744, 0],
      ['2019-06', 7200, 720, 0],
    ]);
  });

  it('have no sum for what one of them has not delivered yet', () => {
    expect(sums('2019-05-01', '2019-05-31', flat('2019-05-01', '2019-05-20', 1), flat('2019-05-01', '2019-05-31', 10))).toEqual([
      ['2019-05', 20 * 24 * 11, 480, 0],
    ]);
  });

  it('count an hour that one of them lacks as missing, and one that one of them has estimated as estimated', () => {
    const one = flat('2019-10-26', '2019-10-28', 1);
    const other = flat('2019-10-26', '2019-10-28', 2);
    other[1] = pointDay('2019-10-27', [...Array.from({ length: 22 }, () => 2), null, null, 5], `${'m'.repeat(24)}e`);
    expect(sums('2019-10-26', '2019-10-28', one, other)).toEqual([['2019-10', 3 * 24 + 3 * 22 + 6 + 3 * 24, 24 + 23 + 24, 1]]);
  });

  it('leave a month without a value out', () => {
    expect(sums('2019-06-01', '2019-07-04', [...flat('2019-07-01', '2019-07-02', 1), ...flat('2019-07-04', '2019-07-04', 1)])).toEqual([
      ['2019-07', 72, 72, 0],
    ]);
  });

  it("say what the months' own views say, in any order of points", () => {
    const dates = ['2019-03-30', '2019-03-31', '2019-04-01'];
    const whole = (day: string) =>
      pointDay(
        day,
        Array.from({ length: hoursIn(day) }, () => 1),
      );
    const points = fc.array(fc.tuple(...dates.map(anyDay)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(points, (given) => {
        // Each has a last day that is whole, so that nothing is still to come.
        const all = given.map((days) => [...days, whole('2019-04-02')]);
        const months = sums('2019-03-30', '2019-04-02', ...all);
        expect(sums('2019-03-30', '2019-04-02', ...all.toReversed())).toEqual(months);
        const march = addEnergy(
          dates.slice(0, 2).map(
            (date, index) =>
              addUp(
                date,
                all.map((days) => days[index]!),
                hoursIn(date),
              ).energy,
          ),
        );
        const values = march.hours - march.missingHours;
        expect(months.find(([name]) => name === '2019-03')).toEqual(
          values > 0 ? ['2019-03', march.energyKwh, values, march.estimatedHours] : undefined,
        );
      }),
    );
  });
});
