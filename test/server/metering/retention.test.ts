import { beforeEach, describe, expect, it } from 'vitest';
import { purge } from '../../../server/metering/store/purge.ts';
import { minSide } from '../../support/command-line.ts';
import { clear, hourly, openBase } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

it('purges hours and readings that are too old, and keeps the day totals longer', async () => {
  await base.deliverRegisters(hourly('2015-12-31T00:00', 24 * 3));
  await base.deliverRegisters(hourly('2019-12-31T00:00', 24 * 3, 9000));
  const report = await purge(base.database, { now: new Date('2023-06-01T00:00:00Z'), hourYears: 3, dayYears: 7 });
  expect(report).toMatchObject({ hoursBefore: '2020-01-01', daysBefore: '2016-01-01', dayTotals: 1 });
  expect(await base.day('2015-12-31')).toBeUndefined();
  expect(await base.day('2016-01-01')).toMatchObject({ hours: null, energy_kwh: 48 });
  expect((await base.day('2020-01-01'))!.hours).toHaveLength(24);
  expect(await base.database('reading_day').where('day', '<', '2020-01-01')).toEqual([]);
});

it('sets readings that come late for purged days aside, and leaves the total of the day as it was', async () => {
  await base.deliverRegisters(hourly('2019-12-30T00:00', 24 * 4));
  const { hoursBefore, hourDays } = await purge(base.database, { now: new Date('2023-06-01T00:00:00Z'), hourYears: 3, dayYears: 10 });
  expect([hoursBefore, hourDays]).toEqual(['2020-01-01', 2]);
  const report = await base.deliverRegisters([...hourly('2019-12-31T03:00', 3, 1060), ...hourly('2020-01-03T00:00', 25, 1192)]);
  expect(report).toMatchObject({ stored: 25, rejected: 3 });
  expect(report.rejections.map(({ line, reason }) => [line, reason])).toEqual([2, 3, 4].map((line) => [line, 'purged']));
  // A meter's opening register would be spread over the days from its installation on.
  await base.deliverMeters('metering_point_id;meter_serial;installed_at;opening_energy_kwh\n707057500000000017;A1;2019-12-30 00:00;990\n');
  for (const date of ['2019-12-30', '2019-12-31']) expect(await base.day(date)).toMatchObject({ hours: null, energy_kwh: 48 });
  expect((await base.day('2020-01-01'))!.energy_kwh).toBe(48);
});

describe('min-side readings purge', () => {
  const year = new Date().getFullYear();
  const run = (environment: Record<string, string>, ...flags: string[]) =>
    minSide({ DATABASE_URL: base.url, ...environment }, '--json', 'readings', 'purge', ...flags);
  const kept = async (...given: Parameters<typeof run>) => {
    const { hoursBefore, daysBefore } = JSON.parse((await run(...given)).out);
    return [hoursBefore, daysBefore].map((date: string) => year - Number(date.slice(0, 4)));
  };

  it('keeps the years of the environment, unless a flag says otherwise', async () => {
    expect(await kept({ KEEP_HOUR_YEARS: '12' })).toEqual([12, 12]);
    expect(await kept({ KEEP_HOUR_YEARS: '5' }, '--hour-years', '2', '--day-years', '4')).toEqual([2, 4]);
  });

  it('removes nothing where a number is wrong, and tells all that is', async () => {
    await base.deliverRegisters(hourly('2010-01-01T00:00', 25));
    const { code, out } = await run({ DATABASE_URL: '', KEEP_HOUR_YEARS: '0', KEEP_DAY_YEARS: 'ten' });
    expect(code).toBe(1);
    for (const fault of [
      'DATABASE_URL is missing',
      'KEEP_HOUR_YEARS must be a whole number from 1 to 30',
      'KEEP_DAY_YEARS must be a whole number from 1 to 100',
    ])
      expect(JSON.parse(out).error).toContain(fault);
    expect((await run({}, '--day-years', '2')).out).toMatch(/must not be fewer than the 3 of KEEP_HOUR_YEARS/);
    expect(await base.day('2010-01-01')).toBeDefined();
  });
});
