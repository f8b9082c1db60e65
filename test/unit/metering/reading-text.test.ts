import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dateOf, localDay, localDayOf } from '../../../server/metering/pack/local-day.ts';
import { zone } from '../../../server/ground/zone.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { readProfile } from '../../../server/metering/files/profile.ts';
import { readNumber } from '../../../server/metering/files/number.ts';
import { compileTimeFormat, readTime } from '../../../server/metering/files/time-format.ts';
import { createWallClock, readZone } from '../../../server/metering/files/wall-clock.ts';

describe('numbers', () => {
  it('are the same double as JavaScript reads', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (value) => {
        const text = value.toFixed(6);
        expect(readNumber(text, 0, text.length, 46)).toBe(Number(text));
      }),
    );
  });

  it.each(['', '-', '1.2.3', '1,2', 'abc', '1e5', '0x10', ' 1'])('are refused when written "%s"', (text) => {
    expect(readNumber(text, 0, text.length, 46)).toBeNaN();
  });

  it.each([
    ['.02', 0.02],
    ['5347.61445783133', 5347.61445783133],
    ['-0.5', -0.5],
    ['12345678.12345678', 12345678.12345678],
  ])('are taken when written %s', (text, value) => {
    expect(readNumber(text, 0, text.length, 46)).toBe(value);
  });
});

describe('times', () => {
  const format = compileTimeFormat('dd.MM.yyyy HH:mm');
  const read = (text: string) => readTime(format, text, 0, text.length);

  it('are read as the clock shows them', () => {
    expect(read('27.10.2019 02:30')).toBe(Date.UTC(2019, 9, 27, 2, 30) / 1000);
    expect(read('31.12.2019 24:00')).toBe(Date.UTC(2020, 0, 1) / 1000);
  });

  it.each([
    '27.13.2019 02:30',
    '30.02.2019 00:00',
    '27.10.2019 24:01',
    '27.10.2019 25:00',
    '27-10-2019 02:30',
    '27.10.2019',
    '27.10.2019 02:3x',
  ])('refuses %s', (text) => {
    expect(read(text)).toBeNaN();
  });

  it('mean the same instant as luxon says, in any zone and hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 24 * 366 * 6 }),
        fc.constantFrom('Europe/Oslo', 'America/St_Johns', 'UTC', '+01:00'),
        (hour, zone) => {
          const instant = DateTime.fromSeconds(1_514_761_200 + hour * 3600, { zone: zone.startsWith('+') ? `UTC${zone}` : zone });
          const wall = Date.UTC(instant.year, instant.month - 1, instant.day, instant.hour, instant.minute) / 1000;
          const { seconds, ambiguous, missing } = createWallClock(readZone(zone))(wall);
          expect(missing).toBe(false);
          expect(ambiguous ? [seconds, seconds + 3600] : [seconds]).toContain(instant.toSeconds());
        },
      ),
    );
  });
});

it('knows the local day of every hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 24 * 366 * 6 }), (hour) => {
      const instant = DateTime.fromSeconds(1_514_761_200 + hour * 3600, { zone });
      const day = localDayOf(instant.toSeconds());
      expect(dateOf(day)).toBe(instant.toISODate());
      expect(localDay(day.number).start).toBe(instant.startOf('day').toSeconds());
    }),
  );
});

describe('profiles', () => {
  it.each(['own', 'kamstrup', 'elvaco', 'gs2'])('%s is sound', (name) => {
    expect(loadProfile(name)).toMatchObject({ format: name === 'gs2' ? 'gs2' : 'csv' });
  });

  it('name every fault with its place, all at once', () => {
    const faulty = {
      format: 'csv',
      delimeter: ',',
      decimal: 'x',
      time: { column: 't', format: 'yyyy-MM HH', zone: 'Europe/Fredrikstad', stamp: 'end', autumnHour: 'operating-hours' },
      values: { energy: { column: 'e', unit: 'horsepower' }, volume: { column: 'v' } },
    };
    expect(() => readProfile(faulty, 'mine')).toThrow('The profile mine has faults:');
    for (const fault of [
      /delimeter: there is no such setting/,
      /decimal: "x" is not one of ",", "."/,
      /time.format: .*has no dd/,
      /time.zone: "Europe\/Fredrikstad" is not a time zone/,
      /time.operatingHours: name the column/,
      /time.stamp: /,
      /values.energy.unit: "horsepower" is not one of Wh, kWh/,
      /values.volume: a column with its unit, one of m3, l/,
      /meteringPoint: say by which column/,
    ])
      expect(() => readProfile(faulty, 'mine')).toThrow(fault);
    expect(() => readProfile({ format: 'csv', values: {} }, 'mine')).toThrow(
      / {2}time: this is missing\n {2}values.energy: this is missing/,
    );
    expect(() => readProfile([], 'mine')).toThrow('format: say which of "csv", "gs2"');
    expect(() => loadProfile('nowhere')).toThrow('There is no profile "nowhere"');
  });
});
