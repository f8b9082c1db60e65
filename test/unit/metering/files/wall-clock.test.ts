import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { createWallClock, isSkipped, readInstant, readZone } from '../../../../server/metering/files/wall-clock.ts';

const wall = (text: string): number => Date.parse(`${text}Z`) / 1000;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

describe('a zone', () => {
  it.each([
    ['UTC', 0],
    ['+01:00', 60],
    ['-03:30', -210],
    ['+05:45', 345],
  ])('may be told as %s', (name, minutes) => {
    expect(readZone(name).offset(Date.parse('2024-07-01'))).toBe(minutes);
  });

  it('may be a name of the zone database, with its summer', () => {
    expect(['2024-01-01', '2024-07-01'].map((day) => readZone('Europe/Oslo').offset(Date.parse(day)))).toEqual([60, 120]);
  });

  it.each(['Europe/Fredrikstad', '', 'x+01:00', '+01:00x', '+1:00', '+aa:00', '+01:aa', '*01:00', '+0a:00', '+a1:00', '+01:0a', '+01:a0'])(
    'is refused by name: "%s"',
    (name) => {
      expect(() => readZone(name)).toThrow(`"${name}" is not a time zone`);
    },
  );
});

describe('a stamp by the wall clock', () => {
  it('is an instant, but for the hour that comes twice and the one that never does', () => {
    const clock = createWallClock(readZone('Europe/Oslo'));
    const told = (text: string) => {
      const { seconds, ambiguous, missing } = clock(wall(text));
      return [iso(seconds), ambiguous, missing];
    };
    expect(told('2024-01-15T12:00:00')).toEqual(['2024-01-15T11:00:00', false, false]);
    expect(told('2024-07-15T12:00:00')).toEqual(['2024-07-15T10:00:00', false, false]);
    expect(told('2024-03-31T01:59:59')).toEqual(['2024-03-31T00:59:59', false, false]);
    expect(told('2024-03-31T02:30:00')[2]).toBe(true);
    expect(told('2024-03-31T03:00:00')).toEqual(['2024-03-31T01:00:00', false, false]);
    expect(told('2024-10-27T01:59:59')).toEqual(['2024-10-26T23:59:59', false, false]);
    expect(told('2024-10-27T02:30:00')).toEqual(['2024-10-27T00:30:00', true, false]);
    expect(told('2024-10-27T03:00:00')).toEqual(['2024-10-27T02:00:00', false, false]);
    // What was said of one stamp is not said of the next.
    expect(told('2024-10-28T02:30:00')).toEqual(['2024-10-28T01:30:00', false, false]);
  });

  it('means the same in every zone as in the zone database, in any order', () => {
    const zones = ['Europe/Oslo', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC', '+05:45'].map(readZone);
    const clocks = zones.map(createWallClock);
    const instant = fc.integer({ min: Date.parse('1990-01-01') / 1000, max: Date.parse('2060-01-01') / 1000 });
    // Samoa left out a whole day in 2011: of such a leap nothing is promised.
    const whole = (index: number, at: number) =>
      index !== 3 || at < Date.parse('2011-12-28') / 1000 || at > Date.parse('2012-01-02') / 1000;
    fc.assert(
      fc.property(fc.nat(zones.length - 1), instant, (index, at) => {
        fc.pre(whole(index, at));
        const shown = at + zones[index]!.offset(at * 1000) * 60;
        const { seconds, ambiguous, missing } = clocks[index]!(shown);
        expect(missing).toBe(false);
        if (!ambiguous) expect(seconds).toBe(at);
        else expect(seconds).toBeLessThanOrEqual(at);
        expect(seconds + zones[index]!.offset(seconds * 1000) * 60).toBe(shown);
      }),
      { numRuns: 400 },
    );
  });

  it('asks the zone once a day, and looks closer where the clock changes', () => {
    const zone = readZone('Europe/Oslo');
    let asked = 0;
    const clock = createWallClock({ offset: (at: number) => (asked++, zone.offset(at)) } as typeof zone);
    const day = (text: string) => Array.from({ length: 24 }, (_, hour) => clock(wall(`${text}T00:00:00`) + hour * 3600).seconds);
    const first = day('2024-01-15');
    expect(asked).toBe(2);
    expect(day('2024-01-16')).toEqual(first.map((seconds) => seconds + 86_400));
    expect(day('2024-01-15')).toEqual(first);
    expect(asked).toBe(4);
    day('2024-03-31');
    expect(asked).toBe(4 + 2 + 24 * 4);
  });

  it('may be of more days than are remembered', () => {
    const zone = readZone('+01:00');
    let asked = 0;
    const clock = createWallClock({ offset: (at: number) => (asked++, zone.offset(at)) } as typeof zone);
    for (let day = 0; day < 100_000; day += 1) clock(day * 86_400);
    clock(0);
    expect(asked).toBe(200_000);
    expect(clock(100_000 * 86_400).seconds).toBe(100_000 * 86_400 - 3600);
    clock(0);
    expect(asked).toBe(200_004);
  });
});

describe("an operator's own date", () => {
  const zone = 'Europe/Oslo';

  it.each([
    ['2019-05-14', '2019-05-13T22:00:00'],
    [' 2019-05-14 10:20 ', '2019-05-14T08:20:00'],
    ['2019-05-14T10:20:30', '2019-05-14T08:20:30'],
    ['2019-05-14T10:20:30Z', '2019-05-14T10:20:30'],
    ['2019-05-14 10:20+05:00', '2019-05-14T05:20:00'],
    ['2019-12-31 24:00', '2019-12-31T23:00:00'],
  ])('is read in the zone where it says none: "%s"', (text, instant) => {
    expect(iso(readInstant(text, zone))).toBe(instant);
  });

  it.each(['', '14.05.2019', '2019-5-14', '2019-05-14 10', '2019-05-14 10:20 x', 'x2019-05-14', '2019-02-30'])('is none: "%s"', (text) => {
    expect(readInstant(text, zone)).toBeNaN();
  });

  it.each(['2024-03-31 02:00', ' 2024-03-31T02:59:59 ', '2024-03-31 02:30:15.25', '2024-03-31 02:30:15.5'])(
    'is one that the clock skips, and is not moved: "%s"',
    (text) => {
      expect(isSkipped(text, zone)).toBe(true);
    },
  );

  it.each([
    '2024-03-31',
    '2024-03-31 01:59',
    '2024-03-31 03:00',
    '2024-03-30 24:00',
    '2024-03-31T02:30:00Z',
    '2024-03-31 02:30+01:00',
    '2024-10-27 02:30',
  ])('is one that there is: "%s"', (text) => {
    expect(isSkipped(text, zone)).toBe(false);
  });

  it('stands for no other zone’s clock', () => {
    expect(isSkipped('2024-03-31 02:30', 'UTC')).toBe(false);
    expect(DateTime.fromSeconds(readInstant('2024-03-31 02:30', 'UTC'), { zone: 'utc' }).hour).toBe(2);
  });
});
