import { beforeEach, describe, expect, it } from 'vitest';
import { readProfile } from '../../../server/metering/files/profile.ts';
import { clear, hourly, openBase, point } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

const profile = (stamp: 'start' | 'end', zone: string) =>
  readProfile(
    {
      format: 'csv',
      decimal: ',',
      meteringPoint: { column: 'anlegg', names: { '17': point } },
      time: { column: 'tid', format: 'yyyyMMddHH', zone, stamp },
      intervalSeconds: 3600,
      values: { energy: { column: 'forbruk', unit: 'MWh' } },
      quality: { column: 'kode', codes: { E: 'estimated', M: 'manual', '': 'measured' } },
    },
    'test',
  );
/** Stamps as the source writes them, the n-th with n kWh. */
const csv = (stamps: string[], codes: Record<number, string> = {}) =>
  [
    'anlegg;tid;forbruk;kode',
    ...stamps.map((stamp, index) => `17;${stamp};0,${String(index + 1).padStart(3, '0')};${codes[index] ?? ''}`),
    '',
  ].join('\n');
const hours = (date: string, ...numbers: number[]) => numbers.map((hour) => `${date}${String(hour).padStart(2, '0')}`);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('use per interval', () => {
  it.each<[what: string, stamp: 'start' | 'end', zone: string, date: string, stamps: string[]]>([
    ['stamped at the start', 'start', 'Europe/Oslo', '2019-02-01', hours('20190201', ...range(0, 23))],
    [
      'stamped at the end, midnight as the next day',
      'end',
      'Europe/Oslo',
      '2019-02-01',
      [...hours('20190201', ...range(1, 23)), '2019020200'],
    ],
    ['stamped at the end, midnight as 24', 'end', 'Europe/Oslo', '2019-02-01', hours('20190201', ...range(1, 24))],
    ['in UTC', 'start', 'UTC', '2019-07-01', [...hours('20190630', 22, 23), ...hours('20190701', ...range(0, 21))]],
    ['in normal time all year', 'end', '+01:00', '2019-07-01', hours('20190701', ...range(0, 23))],
    ['with the autumn hour twice', 'start', 'Europe/Oslo', '2019-10-27', hours('20191027', 0, 1, 2, 2, ...range(3, 23))],
    ['with the autumn hour twice, at the end', 'end', 'Europe/Oslo', '2019-10-27', hours('20191027', 1, 2, 2, 3, ...range(4, 24))],
    ['without the hour that March skips', 'start', 'Europe/Oslo', '2019-03-31', hours('20190331', 0, 1, ...range(3, 23))],
    ['without the hour that March skips, at the end', 'end', 'Europe/Oslo', '2019-03-31', hours('20190331', 1, 3, ...range(4, 24))],
  ])('%s is the hour that it says', async (_, stamp, zone, date, stamps) => {
    const report = await base.deliver(csv(stamps), profile(stamp, zone));
    expect(report).toMatchObject({ read: stamps.length, stored: stamps.length, rejected: 0 });
    const day = await base.day(date);
    expect(day!.hours.map((kWh) => kWh && Math.round(kWh * 1e6) / 1e6)).toEqual(stamps.map((_stamp, index) => index + 1));
    expect(await base.database('consumption_day').count()).toEqual([{ count: '1' }]);
  });

  it('leaves an hour that nobody delivered missing, and carries what the source says of the others', async () => {
    await base.deliver(
      csv(
        hours('20190201', ...range(0, 23)).filter((_, index) => index !== 7),
        { 3: 'E', 4: 'M' },
      ),
      profile('start', 'Europe/Oslo'),
    );
    expect((await base.day('2019-02-01'))!.status).toBe(`mmmehmm-${'m'.repeat(16)}`);
  });

  it('gives way to the registers where both are delivered', async () => {
    await base.deliver(csv(hours('20190201', ...range(0, 23))), profile('start', 'Europe/Oslo'));
    await base.deliverRegisters(hourly('2019-02-01T00:00', 11), { serial: '' });
    const day = await base.day('2019-02-01');
    expect(day!.hours.slice(8, 12).map((kWh) => Math.round(kWh!))).toEqual([2, 2, 11, 12]);
  });

  it('is set aside when it is below zero or more than the house can use', async () => {
    const text = csv(hours('20190201', 0, 1, 2))
      .replace('0,002', '-0,002')
      .replace('0,003', '3,000');
    expect((await base.deliver(text, profile('start', 'Europe/Oslo'))).rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'implausible'],
      [4, 'implausible'],
    ]);
  });
});
