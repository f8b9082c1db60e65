import { describe, expect, it } from 'vitest';
import { createStepper, isCalendar, readPeriod } from '../../../../server/metering/files/period.ts';
import { readProfile } from '../../../../server/metering/files/profile.ts';
import { unitFactor, unitName, type Quantity } from '../../../../server/metering/files/quantity.ts';
import { readZone } from '../../../../server/metering/files/wall-clock.ts';
import { profileOf } from './reading.ts';

const right = {
  format: 'csv',
  meteringPoint: { column: 'id' },
  time: { column: 't', format: 'dd.MM.yyyy HH:mm', zone: 'Europe/Oslo' },
  values: { energy: { column: 'kwh', unit: 'kWh' } },
};

/** Each fault of a profile, as it is listed. */
function faultsOf(given: unknown): string[] {
  try {
    readProfile(given, 'mine');
  } catch (error) {
    const [first, ...found] = (error as Error).message.split('\n');
    expect(first).toBe('The profile mine has faults:');
    return found.map((fault) => fault.trim());
  }
  return [];
}
const changed = (changes: object) => faultsOf({ ...right, ...changes });
const forms = (units: string) => `a column with its unit, one of ${units} (or a list of such)`;
const energyUnits = 'Wh, kWh, MWh, GWh, kJ, MJ, GJ, kcal, Mcal, Gcal';

describe('a profile', () => {
  it.each<[what: string, given: unknown, faults: string[]]>([
    ['of no format', {}, ['format: say which of "csv", "gs2"']],
    ['of another format', { format: 'xml' }, ['format: "xml" is not one of "csv", "gs2"']],
    ['with a setting that is none', { format: 'gs2', decimal: ',' }, ['decimal: there is no such setting']],
    [
      'with a zone that is none',
      { format: 'gs2', zone: 'Oslo' },
      ['zone: "Oslo" is not a time zone: use UTC, a fixed offset like +01:00, or a name like Europe/Oslo'],
    ],
    ['with a zone that is no text', { format: 'gs2', zone: 5 }, ['zone: Invalid type: Expected string but received 5']],
  ])('%s tells so and nothing else', (_, given, faults) => {
    expect(faultsOf(given)).toEqual(faults);
  });

  it('that is nothing of the kind is refused', () => {
    for (const given of [null, undefined, 5, 'csv', []]) expect(faultsOf(given)).toHaveLength(1);
  });

  it.each<[what: string, changes: object, faults: string[]]>([
    ['without values', { values: undefined }, ['values: this is missing']],
    ['with values that are none', { values: null }, ['values: Invalid type: Expected Object but received null']],
    ['without energy', { values: {} }, ['values.energy: this is missing']],
    [
      'with energy in another unit',
      { values: { energy: { column: 'kwh', unit: 'm3' } } },
      [`values.energy.unit: "m3" is not one of ${energyUnits}`],
    ],
    ['with energy that has no unit', { values: { energy: { column: 'kwh' } } }, [`values.energy: ${forms(energyUnits)}`]],
    [
      'with a volume in kW',
      { values: { ...right.values, volume: { column: 'v', unit: 'kW' } } },
      ['values.volume: "kW" is not one of m3, l, dm3'],
    ],
    [
      'with the volume of each hour',
      { values: { ...right.values, volume: { columns: ['a', 'b'], unit: 'm3' } } },
      [`values.volume: ${forms('m3, l, dm3')}`],
    ],
    ['with a delimiter of two letters', { delimiter: ';;' }, ['delimiter: Invalid length: Expected 1 but received 2']],
    ['with another decimal sign', { decimal: ';' }, ['decimal: ";" is not one of ",", "."']],
    [
      'with a format that has a part twice',
      { time: { ...right.time, format: 'dd.dd.yyyy HH:mm' } },
      ['time.format: the time format "dd.dd.yyyy HH:mm" has dd twice'],
    ],
    ['with an interval that is none', { interval: 'daily' }, ['interval: "daily" is not an interval such as PT15M, PT1H, P1D, P1W or P1M']],
  ])('of CSV %s tells so and nothing else', (_, changes, faults) => {
    expect(changed(changes)).toEqual(faults);
  });

  it('tells all its faults at once, those of one setting and those that two make together', () => {
    expect(faultsOf({ format: 'csv', decimal: ';', time: { column: 't', format: 'dd.MM.yyyy HH:mm' } })).toEqual([
      'decimal: ";" is not one of ",", "."',
      'values: this is missing',
      'meteringPoint: say by which column the metering point, or else the meter, is named',
      expect.stringMatching(/^time\.zone: this is missing/),
    ]);
  });

  it('is right with the excel format, mean power, or units in any letters', () => {
    expect(changed({ time: { ...right.time, format: 'excel' } })).toEqual([]);
    expect(changed({ interval: 'PT1H', values: { energy: { column: 'p', unit: 'kw' } } })).toEqual([]);
    expect(
      changed({
        values: {
          energy: [
            { column: 'a', unit: 'KWH' },
            { column: 'b', unit: 'Mwh' },
          ],
          volume: { column: 'v', unit: 'M³' },
        },
      }),
    ).toEqual([]);
  });

  it('knows the length of its intervals however that is said', () => {
    const period = (changes: Record<string, unknown>) => (profileOf(changes) as { period?: unknown }).period;
    const seconds = (count: number) => ({ seconds: count, days: 0, months: 0 });
    const across = (count: number) => ({
      time: { format: 'dd.MM.yyyy', hours: count % 25 === 0 ? '1-25' : undefined },
      values: { energy: { columns: Array.from({ length: count }, String), unit: 'kWh' } },
    });
    expect(period({})).toBeUndefined();
    expect(period({ interval: 'PT30M' })).toEqual(seconds(1800));
    expect(period({ intervalSeconds: 900 })).toEqual(seconds(900));
    expect(period({ time: { hours: '1-24' } })).toEqual(seconds(3600));
    expect([24, 25, 48, 50, 96, 100].map((count) => period(across(count)))).toEqual([3600, 3600, 1800, 1800, 900, 900].map(seconds));
  });
});

describe('a period', () => {
  it.each<[text: string, seconds: number, days: number, months: number]>([
    ['PT1M', 60, 0, 0],
    ['PT1M30S', 90, 0, 0],
    ['PT90S', 90, 0, 0],
    ['PT1H', 3600, 0, 0],
    ['PT1H15M', 4500, 0, 0],
    ['PT8784H', 366 * 86_400, 0, 0],
    ['P1D', 0, 1, 0],
    ['P1W', 0, 7, 0],
    ['P1W1D', 0, 8, 0],
    ['P366D', 0, 366, 0],
    ['P1M', 0, 0, 1],
    ['P12M', 0, 0, 12],
    ['P1Y', 0, 0, 12],
  ])('%s is read', (text, seconds, days, months) => {
    expect(readPeriod(text)).toEqual({ seconds, days, months });
    expect(isCalendar(readPeriod(text))).toBe(seconds === 0);
  });

  it.each<[text: string, why: string]>([
    ['PT59S', 'is shorter than a minute'],
    ['PT8784H1S', 'is longer than a year'],
    ['P367D', 'is longer than a year'],
    ['P13M', 'is longer than a year'],
    ['P1Y1M', 'is longer than a year'],
    ['P1DT1H', 'mixes hours, days and months; say it in one of them'],
    ['P1M1D', 'mixes hours, days and months; say it in one of them'],
    ['P', 'is an interval of no length'],
    ['PT0H', 'is an interval of no length'],
    ['1D', 'is not an interval such as PT15M, PT1H, P1D, P1W or P1M'],
    ['P1.5D', 'is not an interval such as PT15M, PT1H, P1D, P1W or P1M'],
  ])('%s is refused', (text, why) => {
    expect(() => readPeriod(text)).toThrow(new Error(`"${text}" ${why}`));
  });

  it('follows another by the calendar of its zone, or exactly', () => {
    const oslo = readZone('Europe/Oslo');
    const from = Date.parse('2024-03-29T23:00:00Z') / 1000;
    const after = (text: string, ...counts: number[]) => {
      const step = createStepper(readPeriod(text), oslo);
      return counts.map((count) => (step(from, count) - from) / 3600);
    };
    // The clock is turned in the night of 31 March, and on 27 October back.
    expect(after('P1D', 0, 1, 2, 3, -1, 1)).toEqual([0, 24, 47, 71, -24, 24]);
    expect(after('P1M', 1, 12)).toEqual([31 * 24 - 1, 365 * 24]);
    expect(after('PT24H', 1, 2, -1)).toEqual([24, 48, -24]);
  });

  it('follows more of them than are remembered', () => {
    const step = createStepper(readPeriod('P1D'), readZone('UTC'));
    const wrong = Array.from({ length: 10_050 }, (_, day) => day).filter((day) => step(0, day) !== day * 86_400);
    expect(wrong).toEqual([]);
    expect(step(0, 1)).toBe(86_400);
  });
});

describe('a unit', () => {
  it.each<[quantity: Quantity, written: string, name: string, factor: number]>([
    ['energy', 'kWh', 'kWh', 1],
    ['energy', 'KWH', 'kWh', 1],
    ['energy', ' MWh ', 'MWh', 1000],
    ['energy', 'gcal', 'Gcal', 1163],
    ['energy', 'Wh', 'Wh', 0.001],
    ['volume', 'm³', 'm3', 1],
    ['volume', 'm^3', 'm3', 1],
    ['volume', 'L', 'l', 0.001],
    ['flowEnergy', 'm³·°C'.replace('°', ''), 'm3xC', 1],
    ['returnEnergy', 'm3 * C', 'm3xC', 1],
    ['returnEnergy', 'M3×c', 'm3xC', 1],
    ['flow', 'm³ / h', 'm3/h', 1000],
    ['flowTemperature', 'ºC', '°C', 1],
    ['returnTemperature', 'c', 'C', 1],
  ])('of %s written %j is %s', (quantity, written, name, factor) => {
    expect([unitName(quantity, written), unitFactor(quantity, written)]).toEqual([name, factor]);
  });

  it.each<[quantity: Quantity, written: string]>([
    ['energy', 'm3'],
    ['energy', ''],
    ['energy', 'constructor'],
    ['volume', 'm2'],
    ['power', 'kWh'],
  ])('of %s is not %j', (quantity, written) => {
    expect([unitName(quantity, written), unitFactor(quantity, written)]).toEqual([undefined, undefined]);
  });
});
