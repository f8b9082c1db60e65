import { beforeEach, describe, expect, it } from 'vitest';
import { readProfile } from '../../../server/metering/files/profile.ts';
import { describeImport } from '../../../server/metering/ways-in/report.ts';
import { clear, hourly, openBase, type Register } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

/** Uses of 1 to 3 kWh an hour over four days, but that the register stands still for so many hours from one on and then catches up. */
function standing(from: number, hours: number, still: (hour: number) => number = () => 0): Register[] {
  const registers = hourly('2024-01-08T00:00', 97, 20_000, (hour) => 1 + (hour % 3));
  return registers.map(([time, energy], n) => (n > from && n <= from + hours ? [time, registers[from]![1] + still(n)] : [time, energy]));
}
const hoursOf = async (date: string) => (await base.day(date))!.hours;

it('spreads what a register rises by after it stood still over all that time, estimated and no peak', async () => {
  await base.deliverRegisters(standing(30, 8));
  const day = await base.day('2024-01-09');
  // From 06:00 to 15:00.
  expect(day!.status).toBe('mmmmmmeeeeeeeeemmmmmmmmm');
  for (const kwh of day!.hours.slice(6, 15)) expect(kwh).toBeCloseTo(2, 6);
  expect(day).toMatchObject({ peak_kwh: 3, estimated_hours: 9 });
  expect(await base.database('standstill').select('rise_kwh', 'largest_kwh', 'spread')).toEqual([
    { rise_kwh: 18, largest_kwh: 3, spread: true },
  ]);
});

it.each([
  ['a few hours at a time, over midnight', standing(20, 8), 25],
  ['by days, of which one stands still wholly', standing(20, 50), 48],
  ['with the step at midnight', standing(40, 7), 48],
])('comes to the same whatever it is cut into: %s', async (_, registers, size) => {
  await base.deliverRegisters(registers);
  const whole = await base.everything();
  expect((whole as { status: string }[]).map(({ status }) => status).join('')).toContain('eeeeeee');
  await clear(base);
  for (let n = 0; n < registers.length; n += size) await base.deliverRegisters(registers.slice(n, n + size));
  expect(await base.everything()).toEqual(whole);
  await clear(base);
  const parts = Array.from({ length: 3 }, (__, n) => registers.filter((___, index) => Math.floor(index / 33) === n)).toReversed();
  for (const part of parts) await base.deliverRegisters(part);
  expect(await base.everything()).toEqual(whole);
});

it('leaves the hours as they were measured where the house uses as much in other hours, also once that is known', async () => {
  const registers = standing(30, 8);
  await base.deliverRegisters(registers);
  const [time, energy] = registers.at(-1)!;
  const later = hourly(time, 3, energy, () => 18);
  await base.deliverRegisters(later);
  expect((await hoursOf('2024-01-09'))[14]).toBeCloseTo(18, 6);
  expect((await base.day('2024-01-09'))!.status).toBe('m'.repeat(24));
  // It was a slip: the hours are 2 again, and the standstill is spread.
  await base.deliverRegisters(later.slice(1).map(([at], n) => [at, energy + 2 + n]));
  expect((await base.day('2024-01-09'))!.status).toContain('eeeeeeeee');
});

it('does not take for a standstill that heat alone stood still, a short one, or what a house does each night', async () => {
  const csv = (registers: Register[]) =>
    `metering_point_id;meter_serial;time;energy_kwh;volume_m3\n${registers.map(([time, energy], n) => `707057500000000017;A1;${new Date(time).toISOString().replace('.000', '')};${energy};${n / 10}\n`).join('')}`;
  await base.deliver(csv(standing(30, 8)));
  expect((await base.day('2024-01-09'))!.status).toBe('m'.repeat(24));
  await clear(base);
  await base.deliverRegisters(standing(30, 1));
  expect((await base.day('2024-01-09'))!.status).toBe('m'.repeat(24));
  await clear(base);
  await base.deliverRegisters(hourly('2024-01-08T00:00', 145, 20_000, (hour) => (hour % 24 < 6 ? 0 : hour % 24 === 6 ? 8 : 2)));
  expect((await base.day('2024-01-10'))!.status).toBe('m'.repeat(24));
});

it('is told for a meter from how many hours on, or not at all', async () => {
  const registers = standing(30, 8);
  const told = (hours: string) => `metering_point_id;meter_serial;standstill_hours\n707057500000000017;A1;${hours}\n`;
  await base.deliverMeters(told('0'));
  await base.deliverRegisters(registers);
  expect((await base.day('2024-01-09'))!.status).toBe('m'.repeat(24));
  await base.deliverMeters(told('8'));
  expect((await base.day('2024-01-09'))!.status).toContain('eeeeeeeee');
  await base.deliverMeters(told('9'));
  expect((await base.day('2024-01-09'))!.status).toBe('m'.repeat(24));
});

describe('a register that rolls over', () => {
  const inUnit = (unit: string) =>
    readProfile(
      {
        format: 'csv',
        delimiter: ';',
        decimal: '.',
        meteringPoint: { column: 'point' },
        meter: { column: 'meter' },
        time: { column: 'time', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Oslo' },
        values: { energy: { column: 'e', unit }, volume: { column: 'v', unit: 'm3' } },
      },
      'test',
    );
  const file = (energies: string[], volumes: number[] = energies.map((_, n) => n)) =>
    `point;meter;time;e;v\n${energies.map((energy, n) => `707057500000000017;A1;2024-01-10 ${String(n).padStart(2, '0')}:00;${energy};${volumes[n]}\n`).join('')}`;

  it.each<[unit: string, energies: string[], kWh: number[]]>([
    ['kWh', ['99994.5', '99997.5', '0.25', '2.25', '5.25'], [3, 2.75, 2, 3]],
    ['MWh', ['9999.994', '9999.997', '0.000', '0.002', '0.005'], [3, 3, 2, 3]],
    ['GJ', ['99999.980', '99999.990', '0.001', '0.011', '0.021'], [10 / 3.6, 11 / 3.6, 10 / 3.6, 10 / 3.6]],
    ['Gcal', ['999.990', '999.995', '0.001', '0.006'], [5.815, 6.978, 5.815]],
  ])('goes on at the end of its digits, in %s, and the report says so', async (unit, energies, kWh) => {
    const report = await base.deliver(file(energies), inUnit(unit));
    expect(report.rejected).toBe(0);
    const { hours, status } = (await base.day('2024-01-10'))!;
    kWh.forEach((right, hour) => expect(hours[hour]).toBeCloseTo(right, 3));
    expect(status.slice(0, kWh.length)).toBe('m'.repeat(kWh.length));
    expect(report.rolledOver).toMatchObject([{ serial: 'A1', at: '2024-01-10T02:00:00+01:00' }]);
    expect(describeImport(report, false).join('\n')).toMatch(/Meter A1 at metering point \d+ rolled over by 2024-01-10T02:00/);
  });

  it('does so of its volume too', async () => {
    await base.deliver(
      file(
        Array.from({ length: 24 }, (_, n) => String(500 + n)),
        Array.from({ length: 24 }, (_, n) => (9_990 + n) % 10_000),
      ),
      inUnit('kWh'),
    );
    expect((await base.day('2024-01-10'))!.volume_m3).toBeCloseTo(23, 6);
  });

  it.each([
    ['with fewer than five digits', ['9994', '9997', '0', '2', '5']],
    ['far from its end', ['50000', '50003', '0', '2', '5']],
    ['by more than the house uses', ['99990', '99993', '80', '82', '85']],
  ])('is a fault: %s', async (_, energies) => {
    const report = await base.deliver(file(energies), inUnit('kWh'));
    expect([report.rejected > 0, report.rolledOver]).toEqual([true, []]);
  });

  it('goes on beside a swap in the same file', async () => {
    await base.deliverMeters(
      'metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh\n707057500000000017;A1;;2024-01-10 05:00;;4\n707057500000000017;B2;2024-01-10 05:00;;99990;\n',
    );
    const late = ['99990', '99996', '1', '4'].map((energy, n) => `707057500000000017;B2;2024-01-10 0${5 + n}:00;${energy};${n}\n`);
    const report = await base.deliver(`${file(['99993', '99995', '99999', '1', '3'])}${late.join('')}`, inUnit('kWh'));
    expect([report.rejected, report.rolledOver.map(({ serial }) => serial).toSorted()]).toEqual([0, ['A1', 'B2']]);
    expect((await base.day('2024-01-10'))!.hours.slice(0, 8)).toEqual([2, 4, 2, 2, 1, 6, 5, 3]);
  });
});

it('names the register told at a swap that readings contradict', async () => {
  await base.deliverMeters(
    'metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh\n707057500000000017;A1;;2024-01-10 05:30;;51\n707057500000000017;B2;2024-01-10 05:30;;4;\n',
  );
  const report = await base.deliverRegisters(hourly('2024-01-10T00:00', 6, 500));
  expect(report.told).toEqual([
    { end: 'closing', meteringPointId: '707057500000000017', serial: 'A1', energyKwh: 51, reason: 'register-drop' },
  ]);
  expect(describeImport(report, false).join('\n')).toContain('The closing register 51 kWh of meter A1');
});
