import { beforeEach, describe, expect, it } from 'vitest';
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
    expect(report.rejections).toMatchObject([{ line: 4, reason: 'no-such-local-time' }]);
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
