import { expect, it } from 'vitest';
import { withdrawFile } from '../../../server/metering/store/withdraw.ts';
import { findCutDifferences } from '../../support/cut-deliveries.ts';
import { clear, countKept, hourly, openBase, ownCsv, point, type Register } from './fixture.ts';

const base = await openBase();

it(
  'shows the same and sets the same readings aside for the same reasons, however what was delivered is cut into files',
  { timeout: 240_000 },
  async () => {
    const { different, withSomethingAside } = await findCutDifferences(base, 20, 11);
    expect(different).toEqual([]);
    expect(withSomethingAside).toBeGreaterThan(5);
  },
);

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

it.each([
  ['a spike a week', (energy: number, n: number) => (n % 190 === 77 ? energy + 90_000 : energy)],
  ['a third of them junk', (energy: number, n: number) => (n % 3 === 0 ? (n * 7_919) % 400_000 : energy)],
  ['half a month by a thousandth', (energy: number, n: number) => (n >= 700 && n < 1_060 ? energy / 1_000 : energy)],
])('judges a series that is too long to be judged at once in stretches, and comes to the same: %s', async (_name, wrong) => {
  await clear(base);
  const registers = hourly('2019-01-01T00:00', 24 * 100).map(([time, energy], n): Register => [time, wrong(energy, n)]);
  const whole = await base.deliver(ownCsv(registers));
  const expected = await base.everything();
  expect(whole.rejected).toBeGreaterThan(10);
  await clear(base);
  expect(await base.deliver(ownCsv(registers), 'own', { judgedAtOnce: 400 })).toMatchObject({
    shown: whole.shown,
    rejected: whole.rejected,
  });
  expect(await base.everything()).toEqual(expected);
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

it('sees a register that falls over days without readings, in one file as in several', async () => {
  const days = [hourly('2019-02-01T00:00', 24, 100), hourly('2019-02-03T00:00', 24, 200), hourly('2019-02-05T00:00', 24, 150)];
  const outcomes = [];
  for (const files of [days, [days.flat()], [days[0]!, [...days[1]!, ...days[2]!]]]) {
    await clear(base);
    for (const registers of files) await base.deliverRegisters(registers);
    outcomes.push([
      await base.everything(),
      await countKept(base),
      await base.database('reading_beside').whereNotNull('reason').groupBy('reason').select('reason').sum('count'),
    ]);
  }
  expect(outcomes[0]![2]).toEqual([{ reason: 'implausible', sum: '24' }]);
  expect(outcomes.slice(1)).toEqual([outcomes[0], outcomes[0]]);
});
