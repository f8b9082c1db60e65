import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { InputFault } from '../../../server/ground/input-fault.ts';
import { readProfile } from '../../../server/metering/files/profile.ts';
import { serial, writeWorkbook, type CellValue } from '../../unit/metering/files/workbook-file.ts';
import { clear, openBase, point } from './fixture.ts';

const base = await openBase();
const other = '707057500000000024';
beforeEach(async () => {
  await clear(base);
  await base.database('metering_point').insert({ metering_point_id: other }).onConflict().ignore();
});

const gs2 = (name: string) =>
  readFileSync(join(import.meta.dirname, 'gs2', `${name}.gs2`), 'utf8').replaceAll(/meterpoint(\d)/g, (_, digit: string) =>
    digit === '1' ? point : other,
  );

describe('GS2', () => {
  it('takes registers, and skips what is not heat', async () => {
    expect(
      await base.deliver(gs2('meterreading').replace(`#Reference=${other}\n#Meter=meter3`, `#Reference=${other}\n#Meter=meter2`), 'gs2'),
    ).toMatchObject({ read: 2, stored: 2 });
    const readings = await base.database('reading').orderBy('energy_kwh').select('at', 'energy_kwh', 'serial');
    expect(readings).toMatchObject([
      { at: new Date('2019-07-19T00:00:00Z'), energy_kwh: 84.831, serial: 'meter1' },
      { at: new Date('2019-07-19T01:00:00Z'), energy_kwh: 85.078, serial: 'meter2' },
    ]);
  });

  it.each(['timeseries', 'timeseries_noNewlines'])('takes use per interval (%s)', async (name) => {
    await base.deliver(gs2(name), 'gs2');
    const day = await base.day('2020-03-27');
    expect(day).toMatchObject({ energy_kwh: 27, measured_hours: 24, peak_kwh: 2 });
  });

  it('divides two-hour values, marked estimated, and adds up quarters', async () => {
    await base.deliver(
      gs2('durations')
        .replace(/##Time-series\n#Reference=\d+\n#Start=2020-03-27.00:00:00\n#Stop=2020-03-27.0[01]:00:0[05][^]*?(?=##)/g, '')
        .replace('objects=6', 'objects=4'),
      'gs2',
    );
    expect((await base.day('2020-03-26'))!.hours[23]).toBe(1);
    expect((await base.day('2020-03-26', other))!.status).toBe(`${'-'.repeat(23)}e`);
    expect((await base.day('2020-03-27', other))!.hours[0]).toBeCloseTo(0.0005, 9);
  });

  it.each([
    ['a count that is wrong', (text: string) => text.replace('No-of-values=24', 'No-of-values=23'), /states 23 values/],
    ['a sum that is wrong', (text: string) => text.replace('Sum=27', 'Sum=28'), /states the sum 28/],
    ['no end', (text: string) => text.slice(0, text.indexOf('##End-message')), /cut off/],
    ['the wrong number of objects', (text: string) => text.replace(/Number-of-objects=\d+/, 'Number-of-objects=9'), /states 9 objects/],
  ])('refuses a file with %s', async (_, change, words) => {
    await expect(base.deliver(change(gs2('timeseries')), 'gs2')).rejects.toThrow(words);
  });

  it('refuses what is not GS2', async () => {
    await expect(base.deliver('hello', 'gs2')).rejects.toBeInstanceOf(InputFault);
  });
});

const elvaco = Buffer.from(
  [
    '#serial-number;device-identification;created;value-data-count;energy,Wh,inst-value,0,0,0;volume,m3,inst-value,0,0,0;flow-temp,°C,inst-value,0,0,0;return-temp,°C,inst-value,0,0,0',
    '66000001;2;2019-07-01 00:00:00;4;1234500;45,2;80,1;40,5',
    '66000001;2;2019-07-01 01:00:00;4;1236000;45,25;80;40',
    '66000001;2;2019-07-01 02:00:00;4;err-value;err-value;80;40',
    '#serial-number;device-identification;created;value-data-count;volume,m3,inst-value,0,0,0;energy,MWh,inst-value,0,0,0',
    '66000002;3;2019-07-01 00:00:00;2;7,5;3,25',
    '66000002;3;2019-07-01 01:00:00;2;7,6;3,252',
    '66000009;3;2019-07-01 01:00:00;2;7,6;3,252',
    '',
  ].join('\r\n'),
  'latin1',
);

describe('Elvaco', () => {
  it('takes each header with its own columns and units, and never an err-value', async () => {
    await base.deliverMeters(`metering_point_id;meter_serial\n${point};66000001\n${other};66000002\n`);
    const report = await base.deliver(elvaco, 'elvaco');
    expect(report).toMatchObject({
      read: 6,
      stored: 4,
      empty: 1,
      rejected: 1,
      rejections: [{ line: 8, reason: 'unknown-meter', serial: '66000009' }],
    });
    // The gateway's clock runs on normal time: 00:00 is 01:00 in summer.
    expect((await base.day('2019-07-01'))!.hours[1]).toBeCloseTo(1.5, 6);
    expect((await base.day('2019-07-01', other))!.hours[1]).toBeCloseTo(2, 6);
    expect((await base.database('reading').where({ serial: '66000001' }).first())!.flow_temperature).toBe(80.1);
  });
});

it('takes a Kamstrup-style export with its units and further columns', async () => {
  await base.deliverMeters(`metering_point_id;meter_serial\n${point};30020045\n`);
  const head =
    'Serial number,Time,Heat energy E1 [MWh],Volume V1 [m3],E8 [m3xC],E9 [m3xC],Hour counter [h],Power [kW],Flow [l/h],t1 [°C],t2 [°C],Info code';
  const report = await base.deliver(
    `${head}\n30020045,01.02.2019 00:00,12.345,100.5,8000,4000,500,3.2,80,82.5,40.25,0\n30020045,01.02.2019 01:00,12.349,100.6,8008,4004,501,,,,,0\n`,
    'kamstrup',
  );
  expect(report).toMatchObject({ stored: 2 });
  expect((await base.day('2019-02-01'))!.hours[0]).toBeCloseTo(4, 6);
  expect(await base.database('reading').orderBy('at').first()).toMatchObject({
    power_kw: 3.2,
    flow_lh: 80,
    flow_temperature: 82.5,
    return_temperature: 40.25,
  });
});

it('takes a workbook as it is, and reports the lines that it passed over', async () => {
  const rows: CellValue[][] = [['Rapport'], [], ['Målepunkt', 'Dato', 'kWh']];
  for (let hour = 0; hour < 5; hour++) rows.push([point, serial(`2024-01-10T0${hour}:00`), 5000 + hour * 2.5]);
  rows.push(['Sum', null, 25_025]);
  const profile = readProfile(
    {
      format: 'csv',
      meteringPoint: { column: 'målepunkt' },
      time: { column: 'Dato', format: 'dd.MM.yyyy HH:mm', zone: 'Europe/Oslo' },
      values: { energy: { column: 'kWh', unit: 'kWh' } },
    },
    'test',
  );
  const report = await base.deliver(writeWorkbook({ Ark1: rows }), profile);
  expect(report).toMatchObject({
    read: 5,
    stored: 5,
    rejected: 0,
    passedOver: {
      lines: 2,
      first: [
        { line: 1, what: 'above the header' },
        { line: 9, what: 'totals' },
      ],
    },
  });
  expect((await base.day('2024-01-10'))!.hours.slice(0, 5)).toEqual([2.5, 2.5, 2.5, 2.5, null]);
});

it('takes use of local days, the one of 23 hours among them', async () => {
  const profile = readProfile(
    {
      format: 'csv',
      meteringPoint: { column: 'id' },
      time: { column: 'dag', format: 'dd.MM.yyyy', zone: 'Europe/Oslo' },
      interval: 'P1D',
      values: { energy: { column: 'kWh', unit: 'kWh' } },
    },
    'test',
  );
  await base.deliver(`id;dag;kWh\n${point};30.03.2024;24,0\n${point};31.03.2024;23,0\n${point};01.04.2024;24,0\n`, profile);
  const days = await Promise.all(['2024-03-30', '2024-03-31', '2024-04-01'].map((date) => base.day(date)));
  expect(days.map((day) => day!.energy_kwh)).toEqual([24, 23, 24]);
  expect(days[1]!.hours.map((kWh) => Math.round(kWh! * 1e6) / 1e6)).toEqual(Array.from({ length: 23 }, () => 1));
});
