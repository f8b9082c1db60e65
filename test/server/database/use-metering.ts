import { listRejected } from '../../../server/metering/screen/set-aside.ts';
import { purge } from '../../../server/metering/store/purge.ts';
import { readStatus } from '../../../server/metering/store/status.ts';
import { withdrawFile, withdrawPeriod } from '../../../server/metering/store/withdraw.ts';
import { hourly, localProfile, ownCsv, type Base, type Register } from '../metering/fixture.ts';

/** Does one thing after another that sends every kind of statement of the metering, each by `step`. */
export async function useMetering(base: Base, step: (name: string, during: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const meters = (...lines: string[]) =>
    `metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh\n${lines.join('\n')}\n`;
  const registers = hourly('2019-04-29T00:00', 60);
  await step('a file of meters', () => base.deliverMeters(meters('707057500000000017;A1;;;;')));
  await step('registers hour by hour', () => base.deliverRegisters(registers));
  await step('the same once more, one corrected', () =>
    base.deliverRegisters(registers.map(([at, kWh], hour): Register => [at, hour === 30 ? kWh + 0.5 : kWh])),
  );
  await step('registers at any time', () =>
    base.deliverRegisters([
      ['2019-05-03T07:13', 1200],
      ['2019-05-05T19:40', 1300],
    ]),
  );
  await step('a register that cannot be', () => base.deliverRegisters([['2019-05-01T12:30', 9_000_000]]));
  await step('more of them than are judged at once', () =>
    base.deliver(
      ownCsv([
        ['2019-05-01T12:40', 9_000_000],
        ['2019-05-01T12:50', 9_000_000],
      ]),
      'own',
      { judgedAtOnce: 0.5 },
    ),
  );
  await step('a register that stands still', () =>
    base.deliverRegisters([
      ['2019-06-10T01:00', 1500],
      ['2019-06-10T02:00', 1500],
      ['2019-06-10T05:00', 1500],
      ['2019-06-10T06:00', 1504],
    ]),
  );
  await step('an hour that the clock has twice', () =>
    base.deliver(
      'point,time,kWh\n' +
        [
          ['2019-10-27 01:00', 2000],
          ['2019-10-27 02:00', 2001],
          ['2019-10-27 02:00', 2002],
          ['2019-10-27 03:00', 2003],
        ]
          .map(([time, kWh]) => `707057500000000017,${time},${kWh}\n`)
          .join(''),
      localProfile('rising-register'),
    ),
  );
  await step('a swap', () => base.deliverMeters(meters('707057500000000017;A1;;2019-10-28;;2100', '707057500000000017;B2;2019-10-28;;0;')));
  await step('a check that stores nothing', () => base.deliver(registersOfB2(), 'own', { check: true }));
  await step('what the operator asks for', async () => {
    await readStatus(base.database, new Date());
    await readStatus(base.database, new Date(), '707057500000000017');
    await listRejected(base.database, undefined, 10);
  });
  await base.database('metering_point').insert({ metering_point_id: '707057500000000024' });
  await step('a point whose meter nobody announced', () =>
    base.deliverRegisters([['2019-05-03T07:00', 1]], { serial: 'Z1', meteringPoint: '707057500000000024' }),
  );
  await base.database('metering_point').insert({ metering_point_id: '707057500000000031' });
  await step('a house day by day', async () => {
    for (const day of ['2019-11-05', '2019-11-06'])
      await base.deliverRegisters(hourly(`${day}T00:00`, 24, day === '2019-11-05' ? 10 : 58), {
        serial: 'E5',
        meteringPoint: '707057500000000031',
      });
  });
  const unknown = () => base.deliverRegisters([['2019-11-03T07:00', 1]], { serial: 'C3' });
  await step('readings of a meter that nobody knows', unknown);
  await step('its meter, and the same once more', async () => {
    await base.deliverMeters(meters('707057500000000017;B2;;2019-11-01;;', '707057500000000017;C3;2019-11-01;;0;'));
    await unknown();
  });
  await step('a reading told by its meter alone, its meter, and a register told wrongly', async () => {
    const named = { ...localProfile('file-order'), meteringPoint: undefined, meter: { column: 'meter' } };
    await base.deliver('meter,time,kWh\nD4,2019-11-03 07:00,1\n', named as never);
    await base.deliverMeters(meters('707057500000000024;Z1;;2019-11-01;;0.5', '707057500000000024;D4;2019-11-01;;;'));
  });
  await step('a file withdrawn, and days', async () => {
    for (const kind of ['meters', 'readings']) {
      const { sha256 } = (await base.database('source_file').where({ kind }).orderBy('file_id').first())!;
      await withdrawFile(base.database, { sha256, now: new Date() });
    }
    await withdrawPeriod(base.database, {
      meteringPointId: '707057500000000017',
      from: new Date('2019-05-01'),
      to: new Date('2019-05-03'),
      now: new Date(),
    });
  });
  await step('the end of keeping', () => purge(base.database, { now: new Date('2030-01-01'), hourYears: 5, dayYears: 10 }));
}

function registersOfB2(): string {
  return 'metering_point_id;meter_serial;time;energy_kwh\n707057500000000017;B2;2019-10-29T00:00:00Z;1\n';
}
