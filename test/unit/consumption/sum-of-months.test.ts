import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEnergy, addUp } from '../../../server/consumption/add-up.ts';
import { listDays } from '../../../server/consumption/calendar.ts';
import { addMonths } from '../../../server/consumption/sum-of-months.ts';
import { anyDay, hoursIn, pointDay } from './days.ts';

const flat = (from: string, to: string, kWh: number) =>
  listDays(from, to).map((day) =>
    pointDay(
      day,
      Array.from({ length: hoursIn(day) }, () => kWh),
    ),
  );

describe('the months of several metering points', () => {
  it('add up points that begin and end at different times, each for as long as it has data', () => {
    expect(addMonths([...flat('2019-02-01', '2019-04-30', 1), ...flat('2019-04-16', '2019-05-31', 10)])).toEqual([
      ['2019-02', 672, 672, 0],
      ['2019-03', 743, 743, 0],
      ['2019-04', 720 + 15 * 240, 720, 0],
      ['2019-05', 7440, 744, 0],
    ]);
  });

  it('count an hour that one of them lacks as missing, and one that one of them has estimated as estimated', () => {
    const one = flat('2019-10-26', '2019-10-28', 1);
    const other = flat('2019-10-26', '2019-10-28', 2);
    other[1] = pointDay('2019-10-27', [...Array.from({ length: 22 }, () => 2), null, null, 5], `${'m'.repeat(24)}e`);
    expect(addMonths([...one, ...other])).toEqual([['2019-10', 3 * 24 + 3 * 22 + 6 + 3 * 24, 24 + 23 + 24, 1]]);
  });

  it('leave a month without a value out, and a day that nobody has', () => {
    expect(addMonths([])).toEqual([]);
    const nothing = pointDay(
      '2019-06-01',
      Array.from({ length: 24 }, () => null),
    );
    expect(addMonths([nothing, ...flat('2019-07-01', '2019-07-02', 1), ...flat('2019-07-04', '2019-07-04', 1)])).toEqual([
      ['2019-07', 72, 72, 0],
    ]);
  });

  it("say what the months' own views say, in any order of points and days", () => {
    const dates = ['2019-03-30', '2019-03-31', '2019-04-01', '2019-10-27', '2019-10-28'];
    const points = fc.array(fc.tuple(...dates.map(anyDay)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(points, fc.array(fc.nat(14)), (given, gone) => {
        const days = given.flat().filter((_, index) => !gone.includes(index));
        const months = addMonths(days);
        expect(addMonths(days.toReversed())).toEqual(months);
        for (const name of ['2019-03', '2019-04', '2019-10']) {
          const own = dates.filter((date) => date.startsWith(name) && days.some(({ day }) => day === date));
          const { energyKwh, hours, missingHours, estimatedHours } = addEnergy(
            own
              .map((date) =>
                addUp(
                  date,
                  days.filter(({ day }) => day === date),
                  hoursIn(date),
                ),
              )
              .map(({ energy }) => energy),
          );
          const month = months.find(([each]) => each === name);
          expect(month).toEqual(hours > missingHours ? [name, energyKwh, hours - missingHours, estimatedHours] : undefined);
        }
      }),
    );
  });
});
