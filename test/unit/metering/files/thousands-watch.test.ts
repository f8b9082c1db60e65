import { describe, expect, it } from 'vitest';
import type { InputFault } from '../../../../server/ground/input-fault.ts';
import { ThousandsWatch } from '../../../../server/metering/files/thousands-watch.ts';

type Seen = [text: string, hour?: number, meter?: string];

/** A watch over registers with the decimal sign `.`, which has seen these texts, one an hour where no hour is said. */
function watchOver(seen: Seen[], intervalSeconds = 0, decimal = '.'): ThousandsWatch {
  const watch = new ThousandsWatch(decimal);
  seen.forEach(([text, hour, meter = 'a'], index) => {
    const kwh = Number(text.replace(decimal, '.'));
    watch.look(text, kwh, meter, (hour ?? index) * 3600, intervalSeconds, index + 2, 'kwh');
  });
  return watch;
}
const over = (seen: Seen[], intervalSeconds = 0) => watchOver(seen, intervalSeconds).over;

describe('whether numbers have thousands', () => {
  it('is known by one number that can have none', () => {
    for (const text of ['1234', '1234.567', '12.34', '12.3456', '0.345', '-12.345', '012.345', '12345.678', '-1234', '12.5'])
      expect([text, over([[text]])]).toEqual([text, true]);
  });

  it('is told neither by three digits before a sign and three behind it, nor by less than a thousand', () => {
    for (const text of ['12.345', '1.000', '999.999', '999', '5', '-7', '0', '', '-', 'feil'])
      expect([text, over([[text]])]).toEqual([text, false]);
  });

  it('is known for the comma too', () => {
    expect(watchOver([['12,345']], 0, ',').over).toBe(false);
    expect(watchOver([['12.345']], 0, ',').over).toBe(true);
    expect(watchOver([['12,34']], 0, ',').over).toBe(true);
  });

  it('is known by a step that no house makes: more than 500 kW, and 1 kWh for the rounding', () => {
    expect(over([['12.000'], ['12.501']])).toBe(false);
    expect(over([['12.000'], ['12.502']])).toBe(true);
    expect(
      over([
        ['12.000', 0],
        ['13.001', 2],
      ]),
    ).toBe(false);
    expect(
      over([
        ['12.000', 0],
        ['13.002', 2],
      ]),
    ).toBe(true);
    expect(over([['900'], ['1.400']])).toBe(false);
    expect(over([['400'], ['902']])).toBe(true);
  });

  it('is not known by steps back in time, none in time, or between two meters', () => {
    expect(
      over([
        ['12.000', 5],
        ['11.990', 4],
      ]),
    ).toBe(false);
    expect(
      over([
        ['12.000', 5],
        ['14.000', 5],
      ]),
    ).toBe(false);
    expect(
      over([
        ['12.000', 0, 'a'],
        ['14.000', 1, 'b'],
      ]),
    ).toBe(false);
    expect(
      over([
        ['12.000', 0, 'a'],
        ['90.000', 1, 'b'],
        ['14.000', 2, 'a'],
      ]),
    ).toBe(true);
    expect(
      over([
        ['12.000', 2],
        ['11.000', 1],
        ['12.000', 3],
      ]),
    ).toBe(false);
  });

  it('is known of uses by what a house can use in the interval', () => {
    const day = 86_400;
    expect(over([['12.000']], day)).toBe(false);
    expect(over([['12.001']], day)).toBe(true);
    expect(over([['1.000']], 7200)).toBe(false);
    expect(over([['1.001']], 7200)).toBe(true);
    expect(
      over(
        [
          ['12.000', 0],
          ['1.000', 1],
          ['11.000', 2],
        ],
        day,
      ),
    ).toBe(false);
  });

  it('is followed of twenty thousand meters, and of no more', () => {
    const seen = (count: number) => Array.from({ length: count }, (_, n): Seen => ['12.000', 0, `${n}`]);
    expect(over([...seen(20_000), ['90.000', 1, '19999']])).toBe(true);
    expect(over([...seen(20_001), ['90.000', 1, '20000']])).toBe(false);
    expect(over([...seen(20_000), ['12.001', 1, '7'], ['90.000', 2, '7']])).toBe(true);
  });

  it('refuses a file that tells it nowhere, at the first number that may be either', () => {
    const refusal = (watch: ThousandsWatch) => {
      try {
        watch.end();
      } catch (error) {
        return (error as InputFault).describe('file');
      }
      return 'read';
    };
    expect(refusal(watchOver([['999'], ['12.345'], ['12.346']]))).toBe(
      'file, line 3, column "kwh": every number is like "12.345": if that is 12345, set "decimal": "," and "thousands": "." in the profile; if it is less than a thousand, set "thousands": "none".',
    );
    expect(refusal(watchOver([['12,345']], 0, ','))).toBe(
      'file, line 2, column "kwh": every number is like "12,345": if that is 12345, set "decimal": "." and "thousands": "," in the profile; if it is less than a thousand, set "thousands": "none".',
    );
    expect(refusal(watchOver([['12.345'], ['12.5']]))).toBe('read');
    expect(refusal(watchOver([['999'], ['7']]))).toBe('read');
    expect(refusal(watchOver([]))).toBe('read');
  });
});
