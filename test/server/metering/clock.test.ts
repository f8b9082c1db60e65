import { beforeEach, describe, expect, it } from 'vitest';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { readProfile, type Profile } from '../../../server/metering/files/profile.ts';
import { clear, localProfile, openBase, point } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

/** Local stamps of a whole autumn day, each with a register that rises by the hour's number. */
const autumnStamps = ['00', '01', '02', '02', ...Array.from({ length: 21 }, (_, hour) => String(hour + 3).padStart(2, '0'))];
const autumn = autumnStamps.map((hour, index) => ({
  time: `2019-10-27 ${hour}:00`,
  kWh: 100 + (index * (index + 1)) / 2,
  hours: 500 + index,
}));
const end = { time: '2019-10-27 24:00', kWh: 100 + (25 * 26) / 2, hours: 525 };
const csv = (rows: { time: string; kWh: number; hours: number }[]) =>
  ['point,time,kWh,hours', ...rows.map(({ time, kWh, hours }) => `${point},${time},${kWh},${hours}`), ''].join('\n');
const rising = Array.from({ length: 25 }, (_, index) => index + 1);

describe('the autumn hour that comes twice', () => {
  it.each(['file-order', 'rising-register', 'operating-hours'] as const)('is told apart by %s', async (way) => {
    await base.deliver(csv([...autumn, end]), localProfile(way));
    expect((await base.day('2019-10-27'))!.hours).toEqual(rising);
  });

  it.each(['rising-register', 'operating-hours'] as const)('is told apart by %s in a file in any order', async (way) => {
    await base.deliver(csv([...autumn, end].toSorted((left, right) => ((left.kWh * 7) % 11) - ((right.kWh * 7) % 11))), localProfile(way));
    expect((await base.day('2019-10-27'))!.hours).toEqual(rising);
  });

  it.each(['file-order', 'rising-register', 'operating-hours'] as const)(
    'is told apart by %s when its halves are far apart in the file',
    async (way) => {
      const next = { time: '2019-10-28 01:00', kWh: end.kWh + 26, hours: 526 };
      await base.deliver(csv([...autumn.slice(0, 3), next, ...autumn.slice(3), end]), localProfile(way));
      expect((await base.day('2019-10-27'))!.hours).toEqual(rising);
    },
  );

  it('is known by the hour counter when the hours around it are elsewhere in the file', async () => {
    const apart = [
      autumn[3]!,
      { time: '2019-10-28 01:00', kWh: end.kWh + 26, hours: 526 },
      ...autumn.filter((_, index) => index !== 3 && index !== 2),
    ];
    await base.deliver(csv([...apart, end]), localProfile('operating-hours'));
    expect((await base.day('2019-10-27'))!.hours[3]).toBe(4);
  });

  it('is told apart in a file that runs backwards', async () => {
    await base.deliver(csv([...autumn, end].toReversed()), localProfile('file-order'));
    expect((await base.day('2019-10-27'))!.hours).toEqual(rising);
  });

  it('is known by the hour counter when only the second one came', async () => {
    await base.deliver(csv([...autumn.filter((_, index) => index !== 2), end]), localProfile('operating-hours'));
    const day = await base.day('2019-10-27');
    expect(day!.status).toBe(`mee${'m'.repeat(22)}`);
    expect(day!.hours[3]).toBe(4);
  });

  it.each(['file-order', 'rising-register'] as const)(
    'is told apart by what came before, with each hour in a file of its own (%s)',
    async (way) => {
      for (const row of [...autumn, end]) await base.deliver(csv([row]), localProfile(way));
      expect(await base.day('2019-10-27')).toMatchObject({ hours: rising, status: 'm'.repeat(25) });
      // Sent again, each is known for what it was.
      for (const rows of [autumn.slice(2, 3), autumn.slice(3, 4), autumn.slice(3)]) {
        const report = await base.deliver(csv([...rows, { ...end, hours: 1 }]), localProfile(way));
        expect(report).toMatchObject({ stored: 0, corrected: 0, unchanged: rows.length + 1 });
      }
      expect((await base.day('2019-10-27'))!.hours).toEqual(rising);
    },
  );
});

describe('the March hour that does not exist', () => {
  it('is set aside with its line, and the day has 23 hours', async () => {
    const rows = Array.from({ length: 25 }, (_, hour) => ({
      time: `2019-03-31 ${String(hour).padStart(2, '0')}:00`,
      kWh: 10 + hour,
      hours: 0,
    }));
    const report = await base.deliver(csv(rows), localProfile('file-order'));
    expect(report.rejections).toMatchObject([{ line: 4, at: '2019-03-31T02:00:00', reason: 'no-such-local-time' }]);
    const day = await base.day('2019-03-31');
    expect(day!.hours).toHaveLength(23);
    expect(day).toMatchObject({ measured_hours: 23, energy_kwh: 24 });
  });
});

it('reads 24:00 of a day as 00:00 of the next', async () => {
  await base.deliver(
    csv([
      { time: '2019-02-01 23:00', kWh: 5, hours: 0 },
      { time: '2019-02-01 24:00', kWh: 7, hours: 0 },
    ]),
    localProfile('file-order'),
  );
  expect((await base.day('2019-02-01'))!.hours[23]).toBe(2);
});

describe('in every kind of file', () => {
  const gs2 = (times: [time: string, kWh: number][], zone = '') =>
    [
      '##Start-message',
      ...(zone ? [`#GMT-reference=${zone}`] : []),
      ...times.flatMap(([time, kWh]) => [
        '##Meter-reading',
        `#Reference=${point}`,
        '#Meter=A1',
        `#Time=${time}`,
        '#Unit=kWh',
        `#Value=${kWh}//0`,
      ]),
      '##End-message',
      '',
    ].join('\n');
  const local = { ...loadProfile('gs2'), zone: 'Europe/Oslo' } as Profile;
  const hours = async (date: string) => (await base.day(date))?.hours.map((kWh) => kWh && Math.round(kWh * 100) / 100);

  it('GS2 in local time has both autumn hours, jitter or not, and 24:00', async () => {
    for (const minutes of ['00', '03']) {
      await clear(base);
      await base.deliver(
        gs2([
          ['2019-10-27.00:00:00', 100],
          [`2019-10-27.01:${minutes}:00`, 101],
          [`2019-10-27.02:${minutes}:00`, 103],
          [`2019-10-27.02:${minutes === '00' ? '00' : '01'}:00`, 106],
          ['2019-10-27.03:00:00', 110],
          ['2019-10-27.24:00:00', 131],
        ]),
        local,
      );
      expect((await hours('2019-10-27'))!.slice(0, 4)).toEqual([1, 2, 3, 4]);
    }
  });

  it('GS2 sets a time that the clock skipped aside, a series that begins there whole, and moves none', async () => {
    expect(
      await base.deliver(
        gs2([
          ['2019-03-31.01:00:00', 100],
          ['2019-03-31.02:00:00', 101],
          ['2019-03-31.03:00:00', 102],
        ]),
        local,
      ),
    ).toMatchObject({ shown: 2, rejected: 1, rejections: [{ line: 13, reason: 'no-such-local-time' }] });
    expect((await hours('2019-03-31'))!.slice(0, 3)).toEqual([null, 2, null]);
    const series = `##Start-message\n##Time-series\n#Reference=${point}\n#Start=2019-03-31.02:00:00\n#Step=0000-00-00.01:00:00\n#Value=< 2//0 2//0 >\n##End-message\n`;
    expect(await base.deliver(series, local)).toMatchObject({ shown: 0, rejected: 2 });
  });

  it('GS2 with its offset has every hour of both days once', async () => {
    const times = Array.from({ length: 25 }, (_, hour): [string, number] => [
      `2019-10-26.${String(hour).padStart(2, '0')}:00:00`,
      100 + hour,
    ]);
    await base.deliver(gs2(times, '+1'), local);
    expect(await base.total()).toBeCloseTo(24, 6);
    await clear(base);
    const march = Array.from({ length: 24 }, (_, hour): [string, number] => [
      `2019-03-31.${String(hour).padStart(2, '0')}:00:00`,
      100 + hour,
    ]);
    expect(await base.deliver(gs2(march, '+1'), local)).toMatchObject({ shown: 24, rejected: 0 });
  });

  it('long files, numbered hours and days in a row set it aside by line too', async () => {
    const profile = (more: object) => readProfile({ format: 'csv', meteringPoint: { column: 'id' }, ...more }, 'test');
    const time = { column: 'tid', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Oslo' };
    const long = profile({ time, register: { column: 'r', value: 'v' }, values: { energy: { register: 'E', unit: 'kWh' } } });
    const rows = ['2019-03-31 01:00;E;100', '2019-03-31 02:00;E;101', '2019-03-31 03:00;E;102'];
    expect(await base.deliver(['id;tid;r;v', ...rows.map((row) => `${point};${row}`), ''].join('\n'), long)).toMatchObject({
      shown: 2,
      rejections: [{ line: 3, reason: 'no-such-local-time' }],
    });
    await clear(base);
    const across = profile({
      time: { column: 'dag', format: 'yyyy-MM-dd', zone: 'Europe/Oslo' },
      values: { energy: { columns: Array.from({ length: 24 }, (_, hour) => `${hour + 1}`), unit: 'kWh' } },
    });
    const header = `id;dag;${Array.from({ length: 24 }, (_, hour) => hour + 1).join(';')}`;
    expect(await base.deliver(`${header}\n${point};2019-03-31;${'2;'.repeat(23)}2\n`, across)).toMatchObject({
      shown: 23,
      rejections: [{ line: 2, reason: 'no-such-local-time' }],
    });
  });
});
