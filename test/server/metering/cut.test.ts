import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withdrawFile } from '../../../server/metering/store/withdraw.ts';
import { clear, countKept, hourly, openBase, point, unpackAll, type Register } from './fixture.ts';

const base = await openBase();

/** A good series with faults in it: zeros, spikes, a stretch at another level, duplicates with another value. */
const faulty = fc
  .array(fc.record({ at: fc.nat(47), kind: fc.constantFrom('zero', 'spike', 'level', 'again') }), { maxLength: 4 })
  .map((faults): Register[] => {
    const registers = hourly('2019-02-01T00:00', 48, 20_000);
    const more: Register[] = [];
    for (const { at, kind } of faults) {
      const [time, energy] = registers[at]!;
      if (kind === 'zero') registers[at] = [time, 0];
      if (kind === 'spike') registers[at] = [time, energy + 90_000];
      if (kind === 'level') for (let n = at; n < Math.min(at + 5, 48); n++) registers[n] = [registers[n]![0], registers[n]![1] + 30_000];
      if (kind === 'again') more.push([time, energy + 0.5]);
    }
    return [...registers, ...more];
  });

const setAside = async () => {
  const rows = await base.database('reading_beside').whereNotNull('reason').select('energy_kwh', 'first_at', 'count');
  return rows.reduce((sum, row) => sum + row.count, 0);
};

it('shows the same and sets as much aside, however what was delivered is cut into files, packed or as an earlier version stored it', async () => {
  await fc.assert(
    fc.asyncProperty(
      faulty,
      fc.array(fc.integer({ min: 1, max: 47 }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (registers, cuts, before) => {
        await clear(base);
        await base.deliverRegisters(registers);
        const whole = [await base.everything(), await setAside(), await countKept(base)];
        expect(whole[2]).toBe(registers.length);
        await clear(base);
        const places = [0, ...new Set(cuts.toSorted((one, other) => one - other)), registers.length];
        for (let n = 1; n < places.length; n++) {
          await base.deliverRegisters(registers.slice(places[n - 1], places[n]));
          if (before) await unpackAll(base);
        }
        expect([await base.everything(), await setAside(), await countKept(base)]).toEqual(whole);
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
});

it('shows what another file said too, or what was replaced, when a file is withdrawn, and the file again when it is restored', async () => {
  await clear(base);
  const registers = hourly('2019-02-01T00:00', 72);
  await base.deliverRegisters(registers.slice(0, 49));
  const first = await base.everything();
  await base.deliverRegisters(registers.slice(24).map(([time, energy], n) => [time, n === 3 ? energy + 0.5 : energy]));
  const both = await base.everything();
  const { sha256 } = (await base.database('source_file').orderBy('file_id', 'desc').first())!;
  await withdrawFile(base.database, { sha256, now: new Date() });
  expect(await base.everything()).toEqual(first);
  await withdrawFile(base.database, { sha256, restore: true, now: new Date() });
  expect(await base.everything()).toEqual(both);
});

it('leaves the hour after the last reading of a whole day missing, and never 0', async () => {
  await clear(base);
  await base.deliverRegisters(hourly('2019-02-01T00:00', 24));
  expect(await base.day('2019-02-01')).toMatchObject({ status: `${'m'.repeat(23)}-`, missing_hours: 1 });
  expect((await base.day('2019-02-01'))!.hours[23]).toBeNull();
});

it('counts intervals that shorter ones or registers cover as superseded', async () => {
  await clear(base);
  const gs2 = (value: string, step: string, count: number) =>
    `##Start-message\n#GMT-reference=+1\n##Time-series\n#Reference=${point}\n#Start=2019-02-01.00:00:00\n#Step=${step}\n#Unit=kWh\n#Value=< ${`${value} `.repeat(count)}>\n#No-of-values=${count}\n##End-message\n`;
  const [hours, day] = [gs2('2//0', '0000-00-00.01:00:00', 24), gs2('48//0', '0000-00-01.00:00:00', 1)];
  expect(await base.deliver(hours, 'gs2')).toMatchObject({ shown: 24, superseded: 0 });
  expect(await base.deliver(day, 'gs2')).toMatchObject({ shown: 0, superseded: 1, rejected: 0 });
  // Half of the day is covered by nothing finer.
  await clear(base);
  await base.deliver(gs2('2//0', '0000-00-00.01:00:00', 12), 'gs2');
  expect(await base.deliver(day, 'gs2')).toMatchObject({ shown: 1, superseded: 0 });
  await clear(base);
  await base.deliverRegisters(hourly('2019-02-01T00:00', 25), { serial: '' });
  expect(await base.deliver(hours, 'gs2')).toMatchObject({ shown: 0, superseded: 24 });
});
