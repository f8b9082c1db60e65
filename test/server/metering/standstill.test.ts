import { beforeEach, expect, it } from 'vitest';
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
  ['a few hours at a time, over midnight', standing(20, 8), 7],
  ['by days, of which one stands still wholly', standing(20, 50), 24],
  ['with the step at midnight', standing(40, 7), 24],
])('comes to the same whatever it is cut into: %s', async (_, registers, size) => {
  await base.deliverRegisters(registers);
  const whole = await base.everything();
  expect((whole as { status: string }[]).map(({ status }) => status).join('')).toContain('eeeeeee');
  await clear(base);
  for (let n = 0; n < registers.length; n += size) await base.deliverRegisters(registers.slice(n, n + size));
  expect(await base.everything()).toEqual(whole);
  await clear(base);
  const parts = Array.from({ length: 5 }, (__, n) => registers.filter((___, index) => Math.floor(index / 20) === n)).toReversed();
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
