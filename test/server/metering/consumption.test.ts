import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { clear, hourly, openBase, ownCsv, point, type Register } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

const without = (registers: Register[], from: number, to: number) => registers.filter((_, index) => index < from || index > to);

describe('the real meter', () => {
  it('gives the known months and the days on which the clock changes', async () => {
    const data = join(import.meta.dirname, '../../../demo/data');
    await base.database('metering_point').insert({ metering_point_id: '707057500000006601' }).onConflict().ignore();
    const report = await base.deliver(readFileSync(join(data, 'aalborg-660.csv.gz')), loadProfile(join(data, 'aalborg.json')));
    expect(report).toMatchObject({ read: 26_256, stored: 26_256, rejected: 0 });
    const { rows } = await base.database.raw(
      `select to_char(day, 'YYYY-MM') as month, round(sum(energy_kwh)::numeric, 1)::float8 as kwh from consumption_day group by 1`,
    );
    const months = Object.fromEntries(rows.map((row: { month: string; kwh: number }) => [row.month, row.kwh]));
    expect(months).toMatchObject({ '2018-02': 2706.6, '2019-10': 1608.9, '2020-12': 2180 });
    const autumn = await base.day('2019-10-27', '707057500000006601');
    expect(autumn!.hours).toHaveLength(25);
    expect(autumn!.energy_kwh).toBeCloseTo(60.9, 1);
    expect((await base.day('2019-03-31', '707057500000006601'))!.hours).toHaveLength(23);
    expect(await base.total()).toBeCloseTo(51_627.24, 2);
  });
});

describe('gaps', () => {
  it.each([
    ['one hour', 1],
    ['five hours', 5],
    ['13 days', 13 * 24],
  ])('spreads the use over a gap of %s and marks each hour estimated', async (_, missing) => {
    const registers = hourly('2019-02-01T00:00', 24 * 20, 1000, (hour) => (hour >= 10 && hour < 15 ? 8 : 2));
    await base.deliverRegisters(without(registers, 11, 10 + missing));
    const first = await base.day('2019-02-01');
    const estimated = Math.min(14, missing + 1);
    expect(first!.status).toBe(`${'m'.repeat(10)}${'e'.repeat(estimated)}${'m'.repeat(14 - estimated)}`);
    expect(await base.total()).toBeCloseTo(registers.at(-1)![1] - 1000, 6);
  });

  it('says that the last hour of a day is estimated where the register that closes it is', async () => {
    const quality = { column: 'code', codes: { E: 'estimated', '': 'measured' } };
    const [head, ...lines] = ownCsv(hourly('2019-02-01T00:00', 26)).trimEnd().split('\n');
    const content = [`${head};code`, ...lines.map((line, hour) => `${line};${hour === 24 ? 'E' : ''}`), ''].join('\n');
    await base.deliver(content, { ...loadProfile('own'), quality } as never);
    expect((await base.day('2019-02-01'))!.status).toBe(`${'m'.repeat(23)}e`);
  });

  it('leaves what is before the first and after the last reading missing', async () => {
    await base.deliverRegisters(hourly('2019-02-01T06:00', 10));
    expect((await base.day('2019-02-01'))!.status).toBe(`${'-'.repeat(6)}${'m'.repeat(9)}${'-'.repeat(9)}`);
    expect((await base.day('2019-02-01'))!.hours.slice(0, 7)).toEqual([null, null, null, null, null, null, 2]);
  });

  it('closes a gap when its readings come late', async () => {
    const registers = hourly('2019-02-01T00:00', 24 * 3, 1000, (hour) => 1 + (hour % 4));
    await base.deliverRegisters(registers);
    const whole = await base.everything();
    await clear(base);
    await base.deliverRegisters(without(registers, 20, 50));
    await base.deliverRegisters(registers.slice(20, 51));
    expect(await base.everything()).toEqual(whole);
  });
});

describe('stamps', () => {
  it('takes a stamp within five minutes of the hour as the hour', async () => {
    await base.deliverRegisters([
      ['2019-02-01T00:00:00', 1000],
      ['2019-02-01T01:04:00', 1002],
      ['2019-02-01T01:57:00', 1005],
      ['2019-02-01T03:00:00', 1006],
    ]);
    expect(await base.day('2019-02-01')).toMatchObject({ measured_hours: 3, energy_kwh: 6 });
    expect((await base.day('2019-02-01'))!.hours.slice(0, 3)).toEqual([2, 3, 1]);
  });

  it('divides readings at other times among the hours they cover', async () => {
    await base.deliverRegisters([
      ['2019-02-01T00:30:00', 1000],
      ['2019-02-01T01:30:00', 1002],
      ['2019-02-01T02:30:00', 1006],
    ]);
    expect((await base.day('2019-02-01'))!.hours.slice(0, 3)).toEqual([null, 3, null]);
    expect((await base.day('2019-02-01'))!.status.slice(0, 3)).toBe('-m-');
  });
});

describe('volume and heat', () => {
  /** A day of registers that rise by so much an hour, then a day more; by the short way, and by the general rule with a reading left out. */
  const csv = (volume: number, flow: number, back: number, without: number) =>
    [
      'metering_point_id;meter_serial;time;energy_kwh;volume_m3;flow_m3c;return_m3c',
      ...Array.from({ length: 49 }, (_, hour) => {
        const time = new Date(Date.UTC(2019, 0, 31, 23 + hour)).toISOString().replace('.000', '');
        return `${point};A1;${time};${1000 + hour * 2};${500 + hour * volume};${90_000 + hour * flow};${90_000 + hour * back}`;
      }).filter((_, hour) => hour !== without),
      '',
    ].join('\n');
  const sums = { energy_kwh: 48, volume_m3: 2.4, flow_m3c: 192, return_m3c: 96 };

  it.each<[what: string, registers: [number, number, number], expected: object]>([
    ['are summed by day', [0.1, 8, 4], sums],
    ['say no temperature with return water hotter than the flow', [0.1, 4, 8], { ...sums, flow_m3c: null, return_m3c: null }],
    ['say no temperature with return water of 85 °C and more', [0.1, 9, 8.75], { ...sums, flow_m3c: null, return_m3c: null }],
    ['are not known where the register falls', [-0.01, -1, -1], { ...sums, volume_m3: null, flow_m3c: null, return_m3c: null }],
  ])('%s', async (_, registers, expected) => {
    for (const without of [NaN, 5]) {
      await clear(base);
      await base.deliver(csv(...registers, without));
      const { energy_kwh, volume_m3, flow_m3c, return_m3c } = (await base.day('2019-02-01'))! as unknown as Record<string, number | null>;
      const rounded = Object.entries({ energy_kwh, volume_m3, flow_m3c, return_m3c }).map(([name, value]) => [
        name,
        value && Number(value.toFixed(6)),
      ]);
      expect(Object.fromEntries(rounded)).toEqual(expected);
    }
  });
});
