import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEnergy, addUp, lastSlot } from '../../../server/consumption/add-up.ts';
import { highestHour } from '../../../server/consumption/peaks.ts';
import { anyDay, countOf, hoursIn, pointDay, purged } from './days.ts';

const none = { estimatedHours: 0, correctedHours: 0, manualHours: 0, missingHours: 0, awaitedHours: 0 };

const date = '2019-02-01';
const twos = Array.from({ length: 24 }, () => 2);
const changed = <T>(values: readonly T[], slot: number, value: T): T[] => values.with(slot, value);

describe('adding up the metering points of a day', () => {
  it('gives one point what it has', () => {
    fc.assert(
      fc.property(anyDay(date), (day) => {
        const { hours, status, energy } = addUp(date, [day], 24);
        expect(hours).toEqual(day.hours);
        expect(status).toEqual(day.status);
        expect(energy).toEqual({
          energyKwh: day.energyKwh,
          hours: 24,
          estimatedHours: countOf(day, 'e'),
          correctedHours: countOf(day, 'c'),
          manualHours: countOf(day, 'h'),
          missingHours: countOf(day, '-'),
          awaitedHours: 0,
        });
      }),
    );
  });

  it('is the sum of the hours that all of them have, and as sure as the least sure of them', () => {
    const sureness = ['-', 'e', 'h', 'c', 'm'];
    fc.assert(
      fc.property(fc.array(anyDay('2019-10-27'), { minLength: 1, maxLength: 4 }), (points) => {
        const { hours, status, energy } = addUp('2019-10-27', points, 25);
        for (let slot = 0; slot < 25; slot++) {
          const values = points.map((point) => point.hours![slot]!);
          const least = Math.min(...points.map((point) => sureness.indexOf(point.status[slot]!)));
          expect(status[slot]).toBe(sureness[least]);
          expect(hours![slot]).toBe(values.includes(null as never) ? null : values.reduce((sum, value) => sum + value, 0));
        }
        expect(energy.hours).toBe(25);
        expect(energy.missingHours).toBe(status.filter((letter) => letter === '-').length);
        expect(energy.energyKwh ?? 0).toBe(hours!.reduce<number>((sum, value) => sum + (value ?? 0), 0));
        expect(energy.energyKwh === null).toBe(energy.missingHours === 25);
      }),
    );
  });

  it('does not depend on the order of the points', () => {
    fc.assert(
      fc.property(fc.array(anyDay(date), { minLength: 2, maxLength: 4 }), (points) => {
        expect(addUp(date, points.toReversed(), 24)).toEqual(addUp(date, points, 24));
      }),
    );
  });

  it.each([
    ['2019-03-31', 23],
    ['2019-02-01', 24],
    ['2019-10-27', 25],
  ])('has as many hours on %s as the day: %i', (day, count) => {
    const { hours, energy } = addUp(
      day,
      [
        pointDay(
          day,
          Array.from({ length: count }, () => 1),
        ),
      ],
      hoursIn(day),
    );
    expect([hours!.length, energy]).toEqual([count, { energyKwh: count, hours: count, ...none }]);
  });

  it('lacks nothing of a point that has no such day, and everything where none has', () => {
    expect(addUp(date, [pointDay(date, twos)], 24).energy).toMatchObject({ energyKwh: 48, missingHours: 0 });
    expect(addUp(date, [], 24)).toMatchObject({ energy: { energyKwh: null, hours: 24, missingHours: 24 } });
    expect(addUp(date, [], 0)).toMatchObject({ hours: [], energy: { energyKwh: null, hours: 0, missingHours: 0 } });
  });

  it('cuts a day that is not over where it stands', () => {
    expect(addUp(date, [pointDay(date, twos)], 5).energy).toEqual({ energyKwh: 10, hours: 5, ...none });
  });

  it('has only the sums of a day past its keeping time, and hours of none where one point has them still', () => {
    const day = purged(pointDay(date, changed<number | null>(twos, 3, null)));
    expect(addUp(date, [day, purged(pointDay(date, twos))], 24)).toMatchObject({
      hours: null,
      energy: { energyKwh: 94, hours: 24, missingHours: 1 },
      status: [...'xxx-xxxxxxxxxxxxxxxxxxxx'],
    });
    expect(addUp(date, [day, pointDay(date, twos)], 24)).toMatchObject({
      energy: { energyKwh: null, missingHours: 1 },
      status: [...'xxx-xxxxxxxxxxxxxxxxxxxx'],
    });
    expect(addUp(date, [purged(pointDay(date, twos, 'e'.repeat(24))), purged(pointDay(date, twos))], 24).energy.estimatedHours).toBe(24);
    expect(addUp(date, [purged(pointDay(date, twos))], 5).energy.hours).toBe(5);
    expect(
      addUp(
        date,
        [
          purged(
            pointDay(
              date,
              twos.map(() => null),
            ),
          ),
        ],
        24,
      ).energy.energyKwh,
    ).toBeNull();
  });
});

describe('energy of several days', () => {
  it('adds up, whatever is put together first', () => {
    const energy = anyDay(date).map((day) => addUp(date, [day], 24).energy);
    fc.assert(
      fc.property(fc.array(energy, { maxLength: 8 }), fc.nat(8), (days, cut) => {
        expect(addEnergy([addEnergy(days.slice(0, cut)), addEnergy(days.slice(cut))])).toEqual(addEnergy(days));
      }),
    );
  });

  it('counts the hours of each sort of all of them', () => {
    const day = (letters: string) => addUp(date, [pointDay(date, twos, letters.padEnd(24, 'm'))], 24).energy;
    expect(addEnergy([day('eech'), day('eeecchhh')])).toEqual({
      ...none,
      energyKwh: 96,
      hours: 48,
      estimatedHours: 5,
      correctedHours: 3,
      manualHours: 4,
    });
  });

  it('is null, not zero, where no hour has a value', () => {
    expect(addEnergy([])).toEqual({ energyKwh: null, hours: 0, ...none });
    expect(
      addEnergy([
        addUp(date, [], 24).energy,
        addUp(
          date,
          [
            pointDay(
              date,
              twos.map(() => 0),
            ),
          ],
          24,
        ).energy,
      ]).energyKwh,
    ).toBe(0);
  });
});

describe('the peak', () => {
  const local = (hours: (number | null)[], letters?: string, day = date) => addUp(day, [pointDay(day, hours, letters)], hours.length);

  it('is the first of the largest hours that were measured or corrected, never one that was spread or told', () => {
    const letters = [...'m'.repeat(24)];
    letters[5] = 'e';
    letters[6] = 'h';
    letters[7] = 'c';
    const hours = twos.map((value, slot) => (slot === 5 || slot === 6 ? 90 : slot === 7 || slot === 9 ? 8 : value));
    expect(highestHour([local(twos), local(hours, letters.join(''), '2019-02-02')])).toEqual({ day: '2019-02-02', slot: 7, powerKw: 8 });
  });

  it('is none where nothing is sure', () => {
    expect(highestHour([local(twos, 'e'.repeat(24)), local(twos.map(() => null))])).toBeNull();
    expect(highestHour([addUp(date, [purged(pointDay(date, twos))], 24)])).toBeNull();
  });

  it('is at least every sure hour', () => {
    fc.assert(
      fc.property(fc.array(anyDay(date), { minLength: 1, maxLength: 3 }), (days) => {
        const shown = days.map((day) => addUp(date, [day], 24));
        const sure = shown.flatMap(({ hours, status }) => hours!.filter((_, slot) => 'mc'.includes(status[slot]!)) as number[]);
        expect(highestHour(shown)?.powerKw).toBe(sure.length === 0 ? undefined : Math.max(...sure));
      }),
    );
  });
});

it('knows the last hour with a value', () => {
  expect(lastSlot(addUp(date, [pointDay(date, [1, null, 3, null])], 4))).toBe(2);
  expect(lastSlot(addUp(date, [pointDay(date, [1, 2, 3, null], 'mmem')], 4))).toBe(2);
  expect(lastSlot(addUp(date, [pointDay(date, [null, null])], 2))).toBe(-1);
});
