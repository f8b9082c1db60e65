import { afterAll, describe, expect, test } from 'vitest';
import { listRejected } from '../../../server/metering/screen/set-aside.ts';
import { purge } from '../../../server/metering/store/purge.ts';
import { withdrawFile, withdrawPeriod } from '../../../server/metering/store/withdraw.ts';
import { readStatus } from '../../../server/metering/store/status.ts';
import { addConsumption } from '../../support/consumption.ts';
import { addCustomer, logInAsGuest } from '../../support/customer.ts';
import { startTestServer } from '../../support/server.ts';
import { statementsOf } from '../../support/statements.ts';
import { hourly, localProfile, openBase, ownCsv, type Register } from '../metering/fixture.ts';

// What is sent to PostgreSQL in the end, put together from parts, lies in test/sql so that it can be read and a change be seen.

const changed = 'A statement is another than test/sql says. If that is meant: npm run snapshots, and look at the difference.';

/** A recorder for one file: of each step the statements that no step before it has sent. */
function recorder() {
  const seen = new Set<string>();
  const lines: string[] = [];
  return {
    async record(step: string, during: () => Promise<unknown>): Promise<void> {
      const fresh = (await statementsOf(during)).map(readable).filter((text) => !seen.has(text));
      for (const text of fresh) seen.add(text);
      lines.push(`-- ${step}`, ...new Set(fresh), '');
    },
    text: () => lines.join('\n'),
  };
}

/** Names made for one import are given an end that is always the same; lines lose the indentation that they have in common. */
function readable(sql: string): string {
  const text = sql
    .replace(/_[0-9a-f]{12}(?=_|\b)/g, '_…')
    .trim()
    .replace(/;$/, '');
  const [, ...rest] = text.split('\n');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length);
  const common = Math.min(...indents, 40);
  return `${text
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.slice(common)).trimEnd())
    .join('\n')};`;
}

describe('metering', async () => {
  const base = await openBase();

  test('sends the statements of metering.sql', async () => {
    const { record, text } = recorder();
    const meters = (...lines: string[]) =>
      `metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh\n${lines.join('\n')}\n`;
    const registers = hourly('2019-04-29T00:00', 60);
    await record('a file of meters', () => base.deliverMeters(meters('707057500000000017;A1;;;;')));
    await record('registers hour by hour', () => base.deliverRegisters(registers));
    await record('the same once more, one corrected', () =>
      base.deliverRegisters(registers.map(([at, kWh], hour): Register => [at, hour === 30 ? kWh + 0.5 : kWh])),
    );
    await record('registers at any time', () =>
      base.deliverRegisters([
        ['2019-05-03T07:13', 1200],
        ['2019-05-05T19:40', 1300],
      ]),
    );
    await record('a register that cannot be', () => base.deliverRegisters([['2019-05-01T12:30', 9_000_000]]));
    await record('more of them than are judged at once', () =>
      base.deliver(
        ownCsv([
          ['2019-05-01T12:40', 9_000_000],
          ['2019-05-01T12:50', 9_000_000],
        ]),
        'own',
        { judgedAtOnce: 0.5 },
      ),
    );
    await record('an hour that the clock has twice', () =>
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
    await record('a swap', () =>
      base.deliverMeters(meters('707057500000000017;A1;;2019-10-28;;2100', '707057500000000017;B2;2019-10-28;;0;')),
    );
    await record('a check that stores nothing', () => base.deliver(registersOfB2(), 'own', { check: true }));
    await record('what the operator asks for', async () => {
      await readStatus(base.database);
      await readStatus(base.database, '707057500000000017');
      await listRejected(base.database, undefined, 10);
    });
    await base.database('metering_point').insert({ metering_point_id: '707057500000000024' });
    await record('a point whose meter nobody announced', () =>
      base.deliverRegisters([['2019-05-03T07:00', 1]], { serial: 'Z1', meteringPoint: '707057500000000024' }),
    );
    const unknown = () => base.deliverRegisters([['2019-11-03T07:00', 1]], { serial: 'C3' });
    await record('readings of a meter that nobody knows', unknown);
    await record('its meter, and the same once more', async () => {
      await base.deliverMeters(meters('707057500000000017;B2;;2019-11-01;;', '707057500000000017;C3;2019-11-01;;0;'));
      await unknown();
    });
    await record('a reading told by its meter alone, its meter, and a register told wrongly', async () => {
      const named = { ...localProfile('file-order'), meteringPoint: undefined, meter: { column: 'meter' } };
      await base.deliver('meter,time,kWh\nD4,2019-11-03 07:00,1\n', named as never);
      await base.deliverMeters(meters('707057500000000024;Z1;;2019-11-01;;0.5', '707057500000000024;D4;2019-11-01;;;'));
    });
    await record('a file withdrawn, and days', async () => {
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
    await record('the end of keeping', () => purge(base.database, { now: new Date('2030-01-01'), hourYears: 5, dayYears: 10 }));
    await expect(text(), changed).toMatchFileSnapshot('../../sql/metering.sql');
  });
});

describe('consumption', async () => {
  const server = await startTestServer();
  afterAll(() => server.stop());

  test('sends the statements of consumption.sql', async () => {
    const customer = await addCustomer(server.database);
    await addConsumption(server.database, customer.meteringPointId, '2019-01-01', '2019-03-31', () => 1);
    const { visitor } = await logInAsGuest(server, customer);
    const { record, text } = recorder();
    const views = async (query: { point?: string }) => {
      expect((await visitor.call('GET /consumption/years', { query })).status).toBe(200);
      expect((await visitor.call('GET /consumption/month', { query: { ...query, month: '2019-02' } })).status).toBe(200);
      expect((await visitor.call('GET /consumption/day', { query: { ...query, date: '2019-02-03' } })).status).toBe(200);
    };
    await record('one point', () => views({}));
    await server.database('relationship_metering_point').insert({ relationship_id: customer.relationshipId, metering_point_id: '1' });
    await record('the sum of two', () => views({ point: 'sum' }));
    await expect(text(), changed).toMatchFileSnapshot('../../sql/consumption.sql');
  });
});

function registersOfB2(): string {
  return 'metering_point_id;meter_serial;time;energy_kwh\n707057500000000017;B2;2019-10-29T00:00:00Z;1\n';
}
