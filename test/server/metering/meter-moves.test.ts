import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/database/connection.ts';
import { readProfile } from '../../../server/metering/files/profile.ts';
import { clear, hourly, openBase, ownCsv, point } from './fixture.ts';

const base = await openBase();
const neighbour = '707057500000000024';
await base.database('metering_point').insert({ metering_point_id: neighbour });
beforeEach(() => clear(base));

const head = 'metering_point_id;meter_serial;installed_at;removed_at';
const bySerial = readProfile(
  {
    format: 'csv',
    delimiter: ';',
    decimal: '.',
    meter: { column: 'm' },
    time: { column: 't', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Oslo' },
    values: { energy: { column: 'e', unit: 'kWh' } },
  },
  'test',
);
const readings = (...lines: string[]) => `m;t;e\n${lines.map((line) => `10259;${line}\n`).join('')}`;
const reasons = () => base.database('reading_beside').orderBy('line').pluck('reason');
const energy = async (date: string, where: string) => (await base.day(date, where))?.energy_kwh ?? null;

describe('a meter that moves from one house to another', () => {
  it('gives each house the readings of the time in which it hung there, and neither those in between', async () => {
    await base.deliverMeters(`${head}\n${point};10259;;2024-01-10 03:30\n${neighbour};10259;2024-01-11 12:00;\n`);
    const { stored } = await base.deliver(
      readings('2024-01-10 00:00;500', '2024-01-10 02:00;504', '2024-01-10 20:00;550', '2024-01-11 12:00;600', '2024-01-11 13:00;601'),
      bySerial,
    );
    expect(stored).toBe(4);
    expect(await reasons()).toEqual(['outside-meter-time']);
    expect([await energy('2024-01-10', point), await energy('2024-01-11', neighbour)]).toEqual([4, 1]);
    expect([await energy('2024-01-11', point), await energy('2024-01-10', neighbour)]).toEqual([null, null]);
  });

  it.each([
    ['from a day on', [`${point};10259;;2024-01-10 03:30`, `${neighbour};10259;2024-01-11 12:00;`], [3, null, 24]],
    ['from the very first reading on', [`${point};10259;;2023-01-01`, `${neighbour};10259;2023-01-02;`], [null, null, 24]],
    ['to nowhere', [`${point};10259;;2024-01-10 03:30`], [3, null, null]],
  ])(
    'leaves nothing of what went on elsewhere with the old house, when the move is told after the readings: %s',
    async (_, lines, left) => {
      await base.deliverMeters(`${head}\n${point};10259;;\n`);
      await base.deliver(
        readings(
          ...Array.from(
            { length: 120 },
            (_hour, n) => `2024-01-${10 + Math.floor(n / 24)} ${String(n % 24).padStart(2, '0')}:00;${500 + n}`,
          ),
        ),
        bySerial,
      );
      expect(await energy('2024-01-12', point)).toBe(24);
      await base.deliverMeters(`${head}\n${lines.join('\n')}\n`);
      expect([await energy('2024-01-10', point), await energy('2024-01-12', point), await energy('2024-01-12', neighbour)]).toEqual(left);
    },
  );

  it('takes a move told after more readings than a statement can hold values', async () => {
    await base.deliverMeters(`${head}\n${point};10259;;\n`);
    const hours = Array.from({ length: 24 * 110 }, (_hour, n) => new Date(Date.UTC(2023, 10, 1) + n * 3_600_000).toISOString());
    await base.deliver(readings(...hours.map((at, n) => `${at.slice(0, 10)} ${at.slice(11, 16)};${500 + n}`)), bySerial);
    await base.deliverMeters(`${head}\n${point};10259;;2023-11-02 00:00\n`);
    expect([await energy('2023-11-01', point), await energy('2023-11-02', point), (await reasons()).length]).toEqual([
      24,
      null,
      24 * 109 - 1,
    ]);
  });

  it('sets the readings of a day aside on which it moved at a time that nobody told', async () => {
    await base.deliverMeters(`${head}\n${point};10259;;2024-01-10\n${neighbour};10259;2024-01-10;\n`);
    await base.deliver(readings('2024-01-09 22:00;500', '2024-01-09 23:00;502', '2024-01-10 12:00;520', '2024-01-11 01:00;550'), bySerial);
    expect(await reasons()).toEqual(['outside-meter-time']);
    expect([await energy('2024-01-09', point), await energy('2024-01-10', neighbour)]).toEqual([2, null]);
  });
});

describe('a meter that comes back to a house where it hung before', () => {
  const files: Record<string, () => Promise<unknown>> = {
    away: () => base.deliverMeters(`${head}\n${point};10259;;2024-01-10 03:30\n${point};777;2024-01-10 03:30;2024-01-14\n`),
    elsewhere: () => base.deliverMeters(`${head}\n${neighbour};10259;2024-01-11 12:00;2024-01-13 06:00\n`),
    back: () => base.deliverMeters(`${head}\n${point};10259;2024-01-14;\n`),
    early: () =>
      base.deliver(readings('2024-01-10 00:00;500', '2024-01-10 02:00;504', '2024-01-10 20:00;550', '2024-01-11 12:00;600'), bySerial),
    late: () =>
      base.deliver(
        readings('2024-01-11 13:00;601', '2024-01-13 05:00;700', '2024-01-13 12:00;710', '2024-01-15 00:00;800', '2024-01-15 01:00;803'),
        bySerial,
      ),
  };
  const orders = (names: string[]): string[][] =>
    names.length < 2 ? [names] : names.flatMap((name) => orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]));

  it('gives each house its own, in every order of the files', async () => {
    const wrong: unknown[] = [];
    // One in thirty is enough for every day; all of them come out alike.
    for (const order of orders(Object.keys(files)).filter((_, n) => n % 31 === 0)) {
      await clear(base);
      await base.database('meter').insert({ metering_point_id: point, serial: '10259' });
      // What is refused because another file has yet to come is delivered again after it.
      for (let left = order; left.length > 0;) {
        const refused: string[] = [];
        for (const name of left) await files[name]!().catch(() => refused.push(name));
        expect(refused.length, order.join()).toBeLessThan(left.length);
        left = refused;
      }
      const days = (await base
        .database('consumption_day')
        .select('*', base.database.raw('day::text'))
        .orderBy(['consumption_day.day', 'metering_point_id'])) as {
        metering_point_id: string;
        day: unknown;
        energy_kwh: number;
      }[];
      const shown = days.map(
        (day) => `${day.metering_point_id === point ? 'house' : 'neighbour'} ${String(day.day)} ${day.energy_kwh.toFixed(2)}`,
      );
      const right = [
        'house 2024-01-10 4.00',
        'neighbour 2024-01-11 28.23',
        'neighbour 2024-01-12 59.40',
        'neighbour 2024-01-13 12.38',
        'house 2024-01-15 3.00',
      ];
      const { rows: aside } = await base.database.raw<{ rows: { reason: string; kwh: number }[] }>(
        `select reason, coalesce(energy_kwh[1], register_at(energy_kwh_packed, 1)) as kwh from reading_beside order by first_at`,
      );
      if (JSON.stringify(shown) !== JSON.stringify(right)) wrong.push({ order, shown });
      else
        expect(
          aside.map(({ reason, kwh }) => `${reason} ${kwh}`),
          order.join(),
        ).toEqual(['outside-meter-time 550', 'outside-meter-time 710']);
    }
    expect(wrong).toEqual([]);
  });

  it('takes its times in any order of lines, and says that it hung there more than once', async () => {
    const lines = [`${point};10259;;2024-01-10`, `${point};777;2024-01-10;2024-03-01`, `${point};10259;2024-03-01;`];
    const { again, ended } = await base.deliverMeters(`${head}\n${lines.toReversed().join('\n')}\n`);
    expect([again, ended]).toEqual([[{ line: 2, meteringPointId: point, serial: '10259' }], []]);
    expect(await base.deliverMeters(`${head}\n${lines.join('\n')}\n`)).toMatchObject({ stored: 0, changed: 0, unchanged: 3, again: [] });
    expect(await base.database('meter').orderBy('installed_at').pluck('serial')).toEqual(['10259', '777', '10259']);
  });

  it('is refused where it would hang there twice at the same time', async () => {
    await base.deliverMeters(`${head}\n${point};10259;;2024-01-10\n${point};10259;2024-03-01;\n`);
    const slip = base.deliverMeters(`${head}\n${point};10259;;2024-04-01\n${point};10259;2024-01-05;2024-03-15\n`);
    await expect(slip).rejects.toMatchObject({ message: expect.stringMatching(/10259/) });
  });
});

it('says that a meter ends where only the installation of the next was told', async () => {
  await base.deliverMeters(`${head}\n${point};10259;;\n`);
  const { ended } = await base.deliverMeters(`${head}\n${point};22222;2024-01-01;\n`);
  expect(ended).toEqual([{ meteringPointId: point, serial: '10259', bySerial: '22222', at: '2024-01-01T00:00:00+01:00' }]);
  expect((await base.deliverMeters(`${head}\n${point};10259;;2024-01-01\n`)).ended).toEqual([]);
});

describe('one serial at two metering points at the same time', () => {
  it.each([
    ['the first has no end', '', '2024-01-11'],
    ['the first ends later', '2024-02-01', '2024-01-11'],
    ['the second comes with its time on the day after which the first goes', '2024-01-12', '2024-01-11 10:00'],
  ])('is refused by line, and nothing is changed: %s', async (_, removed, installed) => {
    await base.deliverMeters(`${head}\n${point};10259;;${removed}\n`);
    const slip = base.deliverMeters(`${head}\n${neighbour};777;;\n${neighbour};10259;${installed};\n`);
    await expect(slip).rejects.toMatchObject({ line: 3, column: 'meter_serial', message: expect.stringContaining(point) });
    expect(await base.database('meter').pluck('metering_point_id')).toEqual([point]);
  });

  it('is no first meter of a house without one: its readings are set aside', async () => {
    await base.deliverMeters(`${head}\n${point};10259;;\n`);
    const { stored, rejections } = await base.deliver(
      `metering_point_id;meter_serial;time;energy_kwh\n${neighbour};10259;2024-01-10T00:00:00Z;5\n`,
    );
    expect([stored, rejections[0]!.reason]).toEqual([0, 'unknown-meter']);
    expect(await base.database('meter').pluck('metering_point_id')).toEqual([point]);
  });
});

it('gives the same readings to the same houses where there are more than can be held at once', async () => {
  const third = '707057500000000031';
  await base.database('metering_point').insert({ metering_point_id: third, max_power_kw: 3 });
  const pointed = ['metering_point_id;meter_serial;time;energy_kwh'];
  for (let hour = 0; hour < 30; hour++) {
    const time = new Date(Date.UTC(2024, 0, 9, 23 + hour)).toISOString().slice(0, 19);
    for (const [house, serial, energy] of [
      [point, '10259', 500 + hour],
      [neighbour, '', 800 + hour],
      [neighbour, 'N1', 900 + hour],
      [third, '10259', 50],
      [third, 'T1', 60 + (hour === 20 ? 5 : 0)],
    ])
      pointed.push(`${house};${serial};${time}Z;${energy}`);
  }
  const alone = readings('2024-01-12 00:00;600', '2024-01-12 01:00;601').replace('10259', '4711');
  const kept = async (mostPoints?: number) => {
    await clear(base);
    await base.deliverMeters(`${head}\n${point};10259;;2024-01-10 03:30\n${neighbour};10259;2024-01-11 12:00;\n`);
    const reports = [
      await base.deliver(`${pointed.join('\n')}\n`, 'own', { ...(mostPoints !== undefined && { mostPoints }) }),
      await base.deliver(alone, bySerial, { ...(mostPoints !== undefined && { mostPoints }) }),
    ];
    const counts = reports.map(({ read, shown, stored, rejected, rejections }) => ({ read, shown, stored, rejected, rejections }));
    const meters = await base.database('meter').orderBy(['metering_point_id', 'serial']).select('metering_point_id', 'serial');
    const days = await base
      .database('reading_day')
      .orderBy(['metering_point_id', 'day', 'serial'])
      .select('metering_point_id', 'day', 'serial', 'count');
    return { counts, meters, days, shown: await base.everything() };
  };
  const whole = await kept();
  expect(whole.counts.map(({ rejected }) => rejected > 0)).toEqual([true, true]);
  expect(await kept(0)).toEqual(whole);
});

it('asks for metering points by the connection that it has: of as many imports as there are connections none would get a second', async () => {
  const database = openDatabase({ url: base.url, poolSize: 1, acquireMs: 2_000 });
  try {
    const report = await base.deliver(ownCsv(hourly('2024-02-01T00:00', 30)), 'own', { database, mostPoints: 0 });
    expect(report).toMatchObject({ read: 30, stored: 30, rejected: 0 });
  } finally {
    await database.destroy();
  }
});

it('refuses a metering point that nobody knows by its line, where there are more than can be held at once, too', async () => {
  const content = `metering_point_id;meter_serial;time;energy_kwh\n${point};A1;2024-01-10T00:00:00Z;1\n999;A1;2024-01-10T00:00:00Z;1\n`;
  for (const mostPoints of [0, 10]) {
    await expect(base.deliver(content, 'own', { mostPoints })).rejects.toMatchObject({ line: 3, message: expect.stringContaining('999') });
  }
});
