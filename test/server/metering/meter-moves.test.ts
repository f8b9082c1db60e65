import { beforeEach, describe, expect, it } from 'vitest';
import { readProfile } from '../../../server/metering/files/profile.ts';
import { clear, openBase, point } from './fixture.ts';

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

  it('sets the readings of a day aside on which it moved at a time that nobody told', async () => {
    await base.deliverMeters(`${head}\n${point};10259;;2024-01-10\n${neighbour};10259;2024-01-10;\n`);
    await base.deliver(readings('2024-01-09 22:00;500', '2024-01-09 23:00;502', '2024-01-10 12:00;520', '2024-01-11 01:00;550'), bySerial);
    expect(await reasons()).toEqual(['outside-meter-time']);
    expect([await energy('2024-01-09', point), await energy('2024-01-10', neighbour)]).toEqual([2, null]);
  });
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
