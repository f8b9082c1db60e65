import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allDays, derive } from '../../../server/metering/derive/derive.ts';
import { WorkTables } from '../../../server/metering/stage/work-tables.ts';
import { runs } from '../../support/runs.ts';
import { clear, hourly, openBase, ownCsv, point, type Register } from './fixture.ts';

const base = await openBase();
const start = '2019-10-25T20:00';

/** Any use, with any readings missing, over the autumn change of the clock. */
const series = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 60, maxLength: 100 }), fc.array(fc.nat(99), { maxLength: 40 }))
  .map(([uses, gone]): Register[] =>
    hourly(start, uses.length, 100, (hour) => uses[hour]! / 8).filter((_, index) => !gone.includes(index)),
  );

it('gives the same consumption in any order, in any files, any number of times', async () => {
  await fc.assert(
    fc.asyncProperty(series, fc.array(fc.nat(4), { minLength: 100, maxLength: 100 }), fc.integer(), async (registers, files, seed) => {
      fc.pre(registers.length > 1);
      await clear(base);
      await base.deliverRegisters(registers);
      const whole = await base.everything();
      await clear(base);
      const shuffled = registers.map((register, index) => ({ register, file: files[index]!, key: Math.sin(index * 7919 + seed) }));
      shuffled.sort((left, right) => left.key - right.key);
      for (const file of [3, 0, 4, 1, 2, 0, 3]) {
        const part = shuffled.filter((one) => one.file === file || one.file === (file + 1) % 5);
        if (part.length > 0) await base.deliverRegisters(part.map(({ register }) => register));
      }
      expect(await base.everything()).toEqual(whole);
    }),
    { numRuns: runs(12), endOnFailure: true },
  );
});

it('adds up to the registers at every level', async () => {
  await fc.assert(
    fc.asyncProperty(series, async (registers) => {
      fc.pre(registers.length > 1);
      await clear(base);
      await base.deliverRegisters(registers);
      const days = (await base.everything()) as { energy_kwh: number; hours: (number | null)[]; status: string; peak_kwh: number | null }[];
      for (const { energy_kwh: energy, hours, status, peak_kwh: peak } of days) {
        expect(hours.reduce<number>((sum, kwh) => sum + (kwh ?? 0), 0)).toBeCloseTo(energy, 6);
        expect([...status].map((letter) => letter === '-')).toEqual(hours.map((kwh) => kwh === null));
        const measured = hours.filter((_, slot) => status[slot] === 'm') as number[];
        expect(peak).toBe(measured.length > 0 ? Math.max(...measured) : null);
      }
      expect(await base.total()).toBeCloseTo(registers.at(-1)![1] - registers[0]![1], 6);
    }),
    { numRuns: runs(20), endOnFailure: true },
  );
});

it('gives the same by the short way, for days of even hours, and by the general rule', async () => {
  const uses = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 80, maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(uses, async (each) => {
      const registers = hourly('2019-10-25T00:00', each.length, 100, (hour) => each[hour]! / 8);
      await clear(base);
      await base.deliverRegisters(registers);
      const short = await base.everything();
      await clear(base);
      // Half a minute after each hour counts as the hour, and keeps a day from being taken by the short way.
      await base.deliverRegisters(registers.map(([time, energy]) => [time.replace(':00:00.000', ':00:30.000'), energy]));
      expect(await base.everything()).toEqual(short);
    }),
    { numRuns: runs(15), endOnFailure: true },
  );
});

/** Days of even hours with all that keeps one from being taken by itself: standstills, roll-overs, rounding, stamps beside the hour, sensors that fail. */
const oddDays = fc.record({
  from: fc.integer({ min: 0, max: 30 }),
  energy: fc.array(fc.constantFrom(0, 0, 0, 0.001, 0.1, 0.7, 1, 2.5, 40), { minLength: 90, maxLength: 150 }),
  volume: fc.constantFrom(0, 0.01, -0.01, 0.1, Number.NaN),
  late: fc.array(fc.nat(149), { maxLength: 1 }),
  gone: fc.array(fc.nat(149), { maxLength: 2 }),
  again: fc.array(fc.nat(149), { maxLength: 1 }),
  cut: fc.nat(149),
  daily: fc.boolean(),
  first: fc.constantFrom(1000, 99_990, 0),
});
/** Hours from the local midnight of 2019-10-25 to those after it; the clock is turned back on the 27th. */
const midnights = [24, 48, 73, 97, 121, 145, 169];

const header = 'metering_point_id;meter_serial;time;energy_kwh;volume_m3;flow_m3c;return_m3c';

it('derives the same, to the last bit, from what is staged as from what is stored', async () => {
  await fc.assert(
    fc.asyncProperty(oddDays, async ({ from, energy, volume, late, gone, again, cut, daily, first }) => {
      await clear(base);
      let kwh = first;
      const lines = energy.map((use, hour) => {
        kwh += use;
        const seconds = late.includes(hour) ? 40 : 0;
        const time = new Date(Date.UTC(2019, 9, 24, 22 + from + hour, 0, seconds)).toISOString().replace('.000', '');
        const other = Number.isNaN(volume) && hour % 50 > 30 ? '' : String(500 + hour * (volume || 0.02));
        return `${point};A1;${time};${Math.round((kwh % 100_000) * 1000) / 1000};${other};${9000 + hour * 8};${9000 + hour * 4}`;
      });
      const cuts = [0, ...(daily ? midnights.map((hour) => hour - from).filter((hour) => hour > 0) : [cut]), lines.length];
      for (const [index, begin] of cuts.slice(0, -1).entries()) {
        const isLast = index === cuts.length - 2;
        const part = lines
          .map((line, hour) => ({ line, hour }))
          .filter(({ hour }) => hour >= begin && hour < cuts[index + 1]! && !gone.includes(hour));
        const content = [header, ...part.map(({ line }) => line), ...(isLast ? again.flatMap((hour) => lines[hour] ?? []) : []), ''].join(
          '\n',
        );
        if (part.length > 0) await base.deliver(content);
      }
      const staged = await base.everything();
      await base.database.raw('delete from consumption_day');
      await base.database.transaction(async (transaction) => {
        const tables = await WorkTables.open(transaction, 'again');
        await derive(transaction, tables, allDays(`'{${point}}'::bigint[]`), new Date());
        await tables.dropAll();
      });
      expect(staged).toEqual(await base.everything());
    }),
    { numRuns: runs(25), endOnFailure: true },
  );
});

it('gives a metering point in the company of others what it has alone', async () => {
  const neighbour = '707057500000000024';
  await base.database('metering_point').insert({ metering_point_id: neighbour }).onConflict().ignore();
  const odd = hourly(start, 60, 100, (hour) => hour % 3).filter((_, index) => index % 7 !== 3 && index !== 20);
  const other = hourly('2019-10-26T00:00', 50, 7000, (hour) => 1 + (hour % 5)).map(([time, energy], index): Register => [
    time,
    index === 9 ? 1e6 : energy,
  ]);
  await clear(base);
  await base.deliverRegisters(odd);
  const alone = await base.everything();
  await clear(base);
  await base.deliver(`${ownCsv(odd).trimEnd()}\n${ownCsv(other, 'B2', neighbour).split('\n').slice(1).join('\n')}`);
  expect(await base.database('reading_beside').pluck('metering_point_id')).toEqual([neighbour]);
  expect(((await base.everything()) as { metering_point_id: string }[]).filter((day) => day.metering_point_id === point)).toEqual(alone);
});
