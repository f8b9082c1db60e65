import { describe, expect, it } from 'vitest';
import { profileFaults, type CsvShape, type FoundValues } from '../../../../server/metering/files/profile-faults.ts';

const time = { column: 't', format: 'dd.MM.yyyy HH:mm', zone: 'Europe/Oslo' };
const date = { ...time, format: 'dd.MM.yyyy' };
const none: FoundValues = { values: {}, names: [], across: undefined };
const columnOf = (unit: string): FoundValues => ({ ...none, values: { energy: [{ column: 'kwh', unit }] } as never });
const across = (count: number, unit = 'kWh'): FoundValues => ({
  ...none,
  across: { columns: Array.from({ length: count }, String), unit },
});
const registers = (...names: [quantity: string, unit?: string][]): FoundValues => ({
  ...none,
  names: names.map(([quantity, unit]) => ({ quantity, name: quantity, unit })) as never,
});

const faults = (shape: CsvShape, found: FoundValues = none): string[] =>
  profileFaults({ meteringPoint: { column: 'id' }, time, ...shape }, found);

describe('a profile', () => {
  it('fits together as most are: registers, hours, days, months, hours across', () => {
    for (const shape of [
      {},
      { meteringPoint: undefined, meter: { column: 'm' } },
      { decimal: '.', thousands: ',' },
      { thousands: 'none' },
      { interval: 'PT1H', time: { ...time, stamp: 'end' } },
      { intervalSeconds: 900, time: { ...time, stamp: 'end' } },
      { interval: 'P1D', time: date },
      { interval: 'P1M', time: { ...time, format: 'MM.yyyy' } },
      { intervalSeconds: 86_400, time: date },
      { time: date },
      { time: { ...time, format: 'excel' }, interval: 'PT1H' },
      { time: { ...time, format: 'yyyy-MM-ddTHH:mmZZ', zone: undefined } },
      { time: { ...time, column: ['d', 'h'] } },
      { time: { ...time, column: ['d', 'h'], format: 'excel' } },
      { time: { ...time, autumnHour: 'operating-hours', operatingHours: 'E5' } },
      { time: { ...time, hours: '1-24' } },
      { time: { ...time, hours: '1-24' }, interval: 'PT1H' },
      { time: { ...time, hours: '1-25' }, intervalSeconds: 3600 },
    ])
      expect([shape, faults(shape)]).toEqual([shape, []]);
    for (const count of [24, 48, 96]) expect(faults({ time: date }, across(count))).toEqual([]);
    for (const count of [25, 50, 100]) expect(faults({ time: { ...date, hours: '1-25' } }, across(count))).toEqual([]);
    expect(faults({ register: {} }, registers(['energy', 'kWh'], ['volume', 'm3']))).toEqual([]);
    expect(faults({ register: {} }, registers(['energy', 'kWh'], ['power', 'kW']))).toEqual([]);
    expect(faults({ register: { unit: 'u' } }, registers(['energy'], ['volume']))).toEqual([]);
    expect(faults({}, columnOf('MWh'))).toEqual([]);
    expect(faults({ interval: 'PT1H' }, columnOf('kW'))).toEqual([]);
  });

  it.each<[CsvShape, FoundValues, string]>([
    [{ meteringPoint: undefined }, none, 'meteringPoint: say by which column the metering point, or else the meter, is named'],
    [{ decimal: '.', thousands: '.' }, none, 'thousands: this is the decimal sign too; set the other "decimal"'],
    [{ thousands: ',' }, none, 'thousands: this is the decimal sign too; set the other "decimal"'],
    [{ interval: 'PT1H', intervalSeconds: 3600 }, none, 'intervalSeconds: "interval" says it already'],
    [{ time: { ...time, autumnHour: 'operating-hours' } }, none, 'time.operatingHours: name the column of the counter'],
    [{ time: { ...time, stamp: 'end' } }, none, 'time.stamp: a register has a moment, no end; "end" goes with interval or intervalSeconds'],
    [{ time: { ...time, stamp: 'end', hours: '1-24' } }, none, 'time.stamp: hours that are numbered have no "end"'],
    [{ time: { ...date, stamp: 'end' } }, across(24), 'time.stamp: hours that are numbered have no "end"'],
    [{ time: { ...time, hours: '1-24' }, interval: 'PT15M' }, none, 'time.hours: only hours are numbered so; leave "interval" out'],
    [{ time: { ...time, hours: '1-24' }, intervalSeconds: 900 }, none, 'time.hours: only hours are numbered so; leave "interval" out'],
    [{ time: date }, across(23), 'values.energy.columns: name the 24 hours of the day (or 25, or the 48, 50, 96 or 100 parts), not 23'],
    [
      { time: date },
      across(50),
      'time.hours: say "1-25" where the columns are counted through the day, "1-24" where the fourth is the second 02 of October',
    ],
    [{ time: date, interval: 'PT1H' }, across(24), 'interval: the columns say it already'],
    [{ time: date, intervalSeconds: 3600 }, across(24), 'interval: the columns say it already'],
    [{}, registers(['energy', 'kWh']), 'register: say in which column the register is named and in which its value stands'],
    [{ register: {} }, registers(['volume', 'm3']), 'values.energy: one row a register needs { "register": its name, "unit": its unit }'],
    [
      { register: {} },
      registers(['energy', 'kWh'], ['volume']),
      'values.volume.unit: this is missing; or name the column "unit" in "register"',
    ],
    [{}, columnOf('kW'), 'values.energy.unit: kW is power; of an interval it is read as its mean: say "interval"'],
    [
      { register: {} },
      registers(['energy', 'MW']),
      'values.energy.unit: MW is power; of an interval it is read as its mean: say "interval"',
    ],
    [
      { time: { ...time, zone: undefined } },
      none,
      'time.zone: this is missing; say in which zone the stamps are, unless they carry an offset ("ZZ" at the end of the format)',
    ],
    [
      { time: { ...date, column: ['d', 'h'] } },
      none,
      'time.format: 2 columns need 2 parts with a space between, such as "dd.MM.yyyy HH:mm"',
    ],
    [{ time: { ...time, format: 'dd.MM HH' } }, none, 'time.format: the time format "dd.MM HH" has no yyyy'],
    [{ time: { ...time, format: 'dd yyyy HH' } }, none, 'time.format: the time format "dd yyyy HH" has no MM'],
    [{ time: { ...time, format: 'MM.yyyy HH' }, interval: 'P1D' }, none, 'time.format: the time format "MM.yyyy HH" has no dd'],
    [{ time: { ...time, format: 'MM.yyyy' } }, none, 'time.format: the time format "MM.yyyy" has no dd'],
    [{ time }, across(24), 'time.format: one row a day has a date alone'],
    [{ time: date, interval: 'PT1H' }, none, 'time.format: the time format "dd.MM.yyyy" has no HH; for a date alone say "interval": "P1D"'],
    [
      { time: date, intervalSeconds: 3600 },
      none,
      'time.format: the time format "dd.MM.yyyy" has no HH; for a date alone say "interval": "P1D"',
    ],
    [
      { time: { ...date, hours: '1-24' } },
      none,
      'time.format: the time format "dd.MM.yyyy" has no HH; for a date alone say "interval": "P1D"',
    ],
  ])('that does not fit together is told, and nothing else: %j', (shape, found, sentence) => {
    expect(faults(shape, found)).toEqual([sentence]);
  });

  it('that names registers and no column of theirs lacks both that and a unit', () => {
    expect(faults({}, registers(['energy']))).toEqual([
      'register: say in which column the register is named and in which its value stands',
      'values.energy.unit: this is missing; or name the column "unit" in "register"',
    ]);
  });

  it('whose format or interval can’t be read has no faults of theirs made up', () => {
    expect(faults({ time: { ...time, format: 'dd dd' } })).toEqual([]);
    expect(faults({ time: date, interval: 'often' })).toEqual([
      'time.format: the time format "dd.MM.yyyy" has no HH; for a date alone say "interval": "P1D"',
    ]);
    expect(faults({ time: undefined })).toEqual([]);
  });
});
