import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../server/metering/screen/judge.ts';
import { usualUse } from '../../../server/metering/screen/usual-power.ts';

const limitKw = 50;
const from = 1_550_000_000;
/** kWh that the house may use before a step is suspect, from each reading to the next. */
function allowed(readings: [hour: number, energyKwh: number][], limit = limitKw): number[] {
  const candidates = readings.map(([hour, energyKwh], order): Candidate => ({ at: from + hour * 3600, energyKwh, order }));
  const use = usualUse(
    candidates,
    candidates.map(({ energyKwh }) => energyKwh),
    limit,
  );
  return Array.from(use.subarray(1), (kWh, index) => Math.round((kWh - use[index]!) * 1e6) / 1e6);
}
/** Hour by hour from the uses of the hours. */
function hourly(uses: number[]): [number, number][] {
  let energyKwh = 1000;
  return [[0, energyKwh], ...uses.map((use, index): [number, number] => [index + 1, (energyKwh += use)])];
}
const times = (count: number, use: number) => new Array<number>(count).fill(use);

describe('what a house may use before a step is suspect', () => {
  it('is its limit while fewer than twelve steps are known', () => {
    expect(allowed([])).toEqual([]);
    expect(allowed([[0, 1000]])).toEqual([]);
    expect(allowed(hourly(times(11, 2)))).toEqual(times(11, 50));
    expect(allowed(hourly(times(12, 2)))).toEqual(times(12, 8));
  });

  it('is three times its own large hours and 2 kW more, and never above its limit', () => {
    expect(allowed(hourly(times(20, 10)))).toEqual(times(20, 32));
    expect(allowed(hourly(times(20, 16)))).toEqual(times(20, 50));
    expect(allowed(hourly(times(20, 17)))).toEqual(times(20, 50));
  });

  it('grows with the time between two readings', () => {
    const daily = hourly(times(20, 48)).map(([hour, energyKwh]): [number, number] => [hour * 24, energyKwh]);
    expect(allowed(daily)).toEqual(times(20, 24 * 8));
  });

  it('leaves the largest in twenty out, which may be slips', () => {
    expect(allowed(hourly([...times(18, 2), 40]))[0]).toBe(8);
    expect(allowed(hourly([...times(18, 2), 40, 40]))[0]).toBe(50);
  });

  it('counts hours without use, and those at the very limit', () => {
    expect(allowed(hourly([...times(11, 0), 50]))[0]).toBe(2);
  });

  it('counts no step down, none above the limit and none within an instant', () => {
    expect(allowed(hourly([...times(11, 2), -1]))[0]).toBe(50);
    expect(allowed(hourly([...times(11, 2), 50.001]))[0]).toBe(50);
    const told = hourly(times(11, 2));
    expect(allowed([...told, [11, 1022]]).slice(0, 11)).toEqual(times(11, 50));
    expect(allowed([...told, [11, 1023]]).slice(0, 11)).toEqual(times(11, 50));
  });

  it('knows the house by 24 readings on each side, so that summer says nothing of winter', () => {
    // Of the 49 steps in sight the fourth largest is asked: all four must be among them.
    const large = allowed(hourly([...times(60, 1), ...times(4, 10), ...times(60, 1)])).map((kWh) => kWh > 5);
    expect([large.indexOf(true), large.lastIndexOf(true)]).toEqual([63 - 24, 60 + 24]);
    expect(large.slice(39, 85).every(Boolean)).toBe(true);
  });

  it('is what sorting the steps around each reading anew would give', () => {
    const step = fc.record({ quarters: fc.integer({ min: 0, max: 8 }), use: fc.constantFrom(-5, 0, 1, 1, 2, 3, 5, 12, 12.5, 13) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 90 }), (steps) => {
        let [hour, energyKwh] = [0, 1000];
        const readings: [number, number][] = [
          [0, 1000],
          ...steps.map(({ quarters, use }): [number, number] => [(hour += quarters / 4), (energyKwh += use)]),
        ];
        const powers = steps.map(({ quarters, use }) => (quarters > 0 ? (use * 4) / quarters : -1));
        const slow = steps.map(({ quarters }, place) => {
          const around = powers
            .slice(Math.max(place - 24, 0), place + 25)
            .filter((power) => power >= 0 && power <= limitKw)
            .toSorted((left, right) => left - right);
          const large = around.length < 12 ? limitKw : around[Math.floor((around.length - 1) * 0.95)]!;
          return (Math.min(limitKw, 3 * large + 2) * quarters) / 4;
        });
        const given = allowed(readings);
        slow.forEach((kWh, place) => expect(given[place]).toBeCloseTo(kWh, 5));
      }),
    );
  });
});
