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

/** What is shown of the meter and what is set aside, in words that depend on no file. */
async function shownAndAside() {
  const { rows } = await base.database.raw(
    `select to_char(b.first_at + coalesce(offsets[n], (n - 1) * step_seconds) * interval '1 second', 'MM-DD HH24:MI') as at, kwh, reason
     from reading_beside b cross join lateral generate_series(1, b.count) n
       cross join lateral (select coalesce(energy_kwh[n], register_at(energy_kwh_packed, n)) as kwh) v where reason is not null order by at, kwh`,
  );
  return [await base.everything(), rows];
}

const earlier = hourly('2019-01-31T23:00', 25);
const later = hourly('2019-02-02T00:00', 24, 1050, (hour) => (hour < 2 ? 7 : 2));
const still: Register[] = [['2019-02-02T01:00', 1050]];
it.each<[string, Register[][]]>([
  ['a fault at the only reading of a day, told anew', [[...earlier, ['2019-02-02T00:00', 0]], later.slice(0, 1)]],
  ['a fault at the first reading of a day, which comes later as a whole', [[...earlier, ['2019-02-02T00:00', 0]], later]],
  [
    'a spike that is the only reading of a day, and the day is told as a whole',
    [[...earlier.slice(0, -1), ['2019-02-02T00:00', 9_000], ['2019-02-03T00:00', 1_110]], later],
  ],
  ['a spike told of a day, and then the day as it was', [[...earlier, ...later], [['2019-02-02T05:00', 9_000]], later]],
  ['a spike told of a day, and then that reading as it was', [[...earlier, ...later], [['2019-02-02T05:00', 9_000]], later.slice(5, 6)]],
  ['a reading told anew, after which the register rises as it seldom does', [earlier, later, still]],
  [
    'a reading told anew, after which the register rises as it seldom does, and a spike far away',
    [[...hourly('2019-01-11T23:00', 479, 40), ['2019-01-13T04:30', 9_000], ...earlier], later, still],
  ],
])('comes to the same whole and cut: %s', async (_name, files) => {
  const outcomes = [];
  for (const some of [[files.flat()], files]) {
    await clear(base);
    for (const registers of some) await base.deliverRegisters(registers);
    outcomes.push(await shownAndAside());
  }
  expect(outcomes[1]).toEqual(outcomes[0]);
});
