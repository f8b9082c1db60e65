import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../../server/run-command.ts';
import { hourly, openBase, ownCsv, point } from './fixture.ts';

// As an operator does it: by the commands, with files.

const base = await openBase();
const folder = mkdtempSync(join(tmpdir(), 'min-side-take-back-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() =>
  base.database
    .raw(`truncate relationship, relationship_metering_point, relationship_version, relationship_kept, account, metering_point, meter, meter_line,
    reading_day, reading_beside, reading_withdrawal, standstill, consumption_day, source_file cascade`),
);

const other = '707057500000000024';

/** Exit code and what was said; `json` where there is a result. */
async function run(...args: string[]): Promise<{ status: number; said: string; json: any }> {
  const out: string[] = [];
  const say = (line: string) => void out.push(line);
  const status = await runCommand(['--json', ...args], { DATABASE_URL: base.url }, { print: say, complain: say });
  return { status, said: out.join('\n'), json: JSON.parse(out.at(-1) ?? 'null') };
}

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const bytesOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const readings = (name: string, content: string) => run('import', 'readings', write(name, content), '-p', 'own');
const meters = (name: string, ...lines: string[]) =>
  run(
    'import',
    'meters',
    write(name, `metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh\n${lines.join('\n')}\n`),
  );
const header =
  'plant_number;customer_name;address;postal_code;city;registered_mobile;valid_from;valid_to;metering_point_id;metering_point_address;meter_serial';
const customers = (name: string, ...lines: string[]) => run('import', 'customers', write(name, [header, ...lines, ''].join('\n')));
const kari = (name = 'Kari', serial = 'A1', points = point) =>
  `660100;${name};Storgata 1;1607;Fredrikstad;;2018-01-01;;${points};;${serial}`;

/** All that the operator's files have made, as one thing to compare. */
async function everything() {
  const of = (table: string, columns: string) => base.database(table).select(base.database.raw(columns)).orderByRaw('1, 2');
  return {
    meters: await of(
      'meter',
      'metering_point_id, serial, installed_at, installed_by, removed_at, removed_by, opening_energy_kwh, closing_energy_kwh',
    ),
    points: await of('metering_point', 'metering_point_id, max_power_kw'),
    consumption: await base.everything(),
    relationships: await of(
      'relationship',
      'plant_number, valid_from, relationship_id, customer_name, valid_to, customer_group, dwellings',
    ),
    theirPoints: await of('relationship_metering_point', 'relationship_id, metering_point_id, address'),
  };
}

describe('a file of meters', () => {
  const old = ownCsv(hourly('2024-01-10T00:00', 12, 500));
  const young = ownCsv(hourly('2024-01-10T12:00', 12, 3), 'B2');
  const swap = [`${point};A1;;2024-01-10 11:30;;523`, `${point};B2;2024-01-10 11:30;;2;`];

  it('is undone as if it had never come, and can be restored', async () => {
    await customers('customers.csv', kari());
    await readings('old.csv', old);
    expect(await readings('young.csv', young)).toMatchObject({ status: 3, json: { rejected: 12 } });
    const before = await everything();
    expect(await meters('swap.csv', ...swap)).toMatchObject({ status: 0, json: { stored: 1, changed: 1 } });
    const after = await everything();
    expect(after.consumption).not.toEqual(before.consumption);

    expect(await run('readings', 'withdraw', '--file', 'swap.csv', '--check')).toMatchObject({
      status: 0,
      json: { kind: 'meters', meters: 1 },
    });
    expect(await everything()).toEqual(after);
    expect((await run('readings', 'withdraw', '--file', 'swap.csv')).status).toBe(0);
    expect(await everything()).toEqual(before);
    expect((await run('readings', 'restore', '--file', 'swap.csv')).status).toBe(0);
    expect(await everything()).toEqual(after);
  });

  it('that comes again is refused with the command that restores it, which works', async () => {
    await customers('customers.csv', kari());
    await meters('swap.csv', ...swap);
    await run('readings', 'withdraw', '--file', 'swap.csv');
    const again = await meters('another-name.csv', ...swap);
    const command = `readings restore --sha256 ${bytesOf(join(folder, 'swap.csv')).slice(0, 12)}`;
    expect(again).toMatchObject({ status: 1, said: expect.stringContaining(command) });
    expect((await run(...command.split(' '))).status).toBe(0);
    expect(await base.database('meter').pluck('serial')).toEqual(['A1', 'B2']);
  });

  it('that comes again undoes no newer one', async () => {
    await customers('customers.csv', kari());
    await meters('slip.csv', `${point};A1;;2024-01-10 11:30;;532`, `${point};B2;2024-01-10 11:30;;2;`);
    await meters('right.csv', ...swap);
    const right = await everything();
    expect(await meters('slip.csv', `${point};A1;;2024-01-10 11:30;;532`, `${point};B2;2024-01-10 11:30;;2;`)).toMatchObject({
      json: { known: true, stored: 0, changed: 0 },
    });
    expect(await everything()).toEqual(right);
  });

  it('leaves what a later one says standing, and what another said as well', async () => {
    await customers('customers.csv', kari());
    await meters('first.csv', ...swap);
    const right = await everything();
    await meters('again.csv', ...swap.toReversed());
    await run('readings', 'withdraw', '--file', 'first.csv');
    expect(await everything()).toEqual(right);
    await run('readings', 'withdraw', '--file', 'again.csv');
    expect((await everything()).meters).toMatchObject([{ serial: 'A1', closing_energy_kwh: null }]);
    await run('readings', 'restore', '--file', 'again.csv');
    expect(await everything()).toEqual(right);
  });

  it('that gave a meter to the wrong house leaves the house, and the right one is taken', async () => {
    await customers('customers.csv', kari(), kari('Ola', '', other).replace('660100', '660200'));
    expect(await meters('wrong.csv', `${other};A1;2024-01-01;;;`)).toMatchObject({ status: 1 });
    await meters('wrong.csv', `${other};C3;2024-01-01;;;`);
    expect(await meters('right.csv', `${point};A1;;2024-01-05;;`, `${point};C3;2024-01-05;;;`)).toMatchObject({
      status: 1,
      said: expect.stringContaining('at the same time'),
    });
    await run('readings', 'withdraw', '--file', 'wrong.csv');
    expect(await meters('right.csv', `${point};A1;;2024-01-05;;`, `${point};C3;2024-01-05;;;`)).toMatchObject({ status: 0 });
    expect(await run('readings', 'restore', '--file', 'wrong.csv')).toMatchObject({
      status: 1,
      said: expect.stringMatching(/wrong\.csv can't be restored: meter C3 would hang/),
    });
  });
});

it('a file of readings that made a wrong meter known is undone with it', async () => {
  await base.database('metering_point').insert({ metering_point_id: point });
  await readings('wrong.csv', ownCsv(hourly('2024-01-10T00:00', 5, 500), 'not the serial'));
  expect(await readings('right.csv', ownCsv(hourly('2024-01-10T00:00', 25, 500)))).toMatchObject({ status: 3, json: { rejected: 25 } });
  await run('readings', 'withdraw', '--file', 'wrong.csv');
  expect(await base.database('meter').pluck('serial')).toEqual(['A1']);
  expect(await base.total()).toBeCloseTo(48, 6);
  await run('readings', 'restore', '--file', 'wrong.csv');
  expect(await base.total()).toBeCloseTo(8, 6);
});

describe('a file of customers', () => {
  it('is undone as if it had never come, links and prices included, and can be restored', async () => {
    await customers('first.csv', kari());
    const before = await everything();
    const priced = `${header};customer_group;price_list;dwellings;subscribed_kw`;
    const second = write(
      'second.csv',
      [priced, `${kari('Kari Ny')};hjem;;2;`, `${kari('Ola', '7', other).replace('660100', '660200')};hjem;;1;`, ''].join('\n'),
    );
    expect((await run('import', 'customers', second)).status).toBe(0);
    const after = await everything();
    const id = after.relationships.find((row: any) => row.plant_number === '660200')!['relationship_id'];
    const account = { account_id: '00000000-0000-4000-8000-000000000001', mobile: '+4794059810', password_hash: '-' };
    await base.database('account').insert({ ...account, created_at: new Date(), last_used_at: new Date() });
    const link = { account_id: account.account_id, relationship_id: id, own_name: 'Hytta' };
    await base.database('link').insert({ ...link, linked_at: new Date(), last_viewed_at: new Date() });

    expect(await run('readings', 'withdraw', '--file', 'second.csv', '--check')).toMatchObject({
      json: { kind: 'customers', changes: ['Relationships: 1 removed, 0 brought back, 1 changed.'] },
    });
    expect(await everything()).toEqual(after);
    await run('readings', 'withdraw', '--file', 'second.csv');
    expect(await everything()).toEqual(before);
    expect(await base.database('link')).toEqual([]);
    expect(await run('import', 'customers', second)).toMatchObject({
      status: 1,
      said: expect.stringContaining('readings restore --sha256'),
    });
    await run('readings', 'restore', '--file', 'second.csv');
    expect(await everything()).toEqual(after);
    expect(await base.database('link')).toMatchObject([link]);
  });

  it('that comes again undoes no newer one, and says so', async () => {
    await customers('first.csv', kari());
    await customers('second.csv', kari('Kari Ny'));
    expect(await customers('first.csv', kari())).toMatchObject({
      json: { known: true, unchanged: 1, outdated: { relationships: 1, file: 'second.csv' } },
    });
    expect(await base.database('relationship').pluck('customer_name')).toEqual(['Kari Ny']);
  });

  it('leaves what a later one says standing, and what another said as well', async () => {
    await customers('first.csv', kari());
    await customers('slip.csv', kari('Kåre'));
    await customers('second.csv', `${kari('Kåre')}`, kari('Ola', '7', other).replace('660100', '660200'));
    const right = await everything();
    await run('readings', 'withdraw', '--file', 'slip.csv');
    expect(await everything()).toEqual(right);
    await run('readings', 'withdraw', '--file', 'second.csv');
    expect(await base.database('relationship').pluck('customer_name')).toEqual(['Kari']);
    expect(await base.database('metering_point').pluck('metering_point_id')).toEqual([point]);
  });

  it('takes the readings with it that a file gave to its metering point by the meter alone, until another file says where the meter hangs', async () => {
    const byMeter = write(
      'meters-alone.json',
      JSON.stringify({
        format: 'csv',
        meter: { column: 'meter' },
        time: { column: 'time', format: 'yyyy-MM-ddTHH:mm:ssZZ' },
        values: { energy: { column: 'kWh', unit: 'kWh' } },
      }),
    );
    await customers('slip.csv', kari());
    const before = await everything();
    const night = ['meter;time;kWh', ...[500, 502, 504].map((energy, hour) => `A1;2024-01-10T0${hour}:00:00+01:00;${energy}`)];
    await run('import', 'readings', write('night.csv', `${night.join('\n')}\n`), '-p', byMeter);
    expect(await base.total()).toBe(4);
    const shown = await everything();

    await run('readings', 'withdraw', '--file', 'slip.csv');
    expect(await everything()).toMatchObject({ meters: [], points: [], consumption: [] });
    expect((await run('readings', 'rejected')).json.rejected).toMatchObject([1, 2, 3].map(() => ({ reason: 'unknown-meter' })));

    expect(await customers('right.csv', kari('Kari', 'A1', other))).toMatchObject({ status: 0, json: { meters: 1, days: 1 } });
    expect((await run('readings', 'show', other, '--from', '2024-01-10', '--to', '2024-01-10')).json.days).toMatchObject([
      { energyKwh: 4 },
    ]);
    expect((await run('readings', 'rejected')).json.rejected).toEqual([]);

    await run('readings', 'withdraw', '--file', 'right.csv');
    await run('readings', 'restore', '--file', 'slip.csv');
    expect((await everything()).consumption).toEqual(shown.consumption);
    expect((await everything()).meters).toEqual(before.meters);
  });

  it('keeps the meter that a file of readings names with its metering point, which nobody sees until it is a customer’s again', async () => {
    await customers('first.csv', kari());
    await readings('night.csv', ownCsv(hourly('2024-01-10T00:00', 3, 500)));
    const before = await everything();
    await run('readings', 'withdraw', '--file', 'first.csv');
    expect(await everything()).toMatchObject({ relationships: [], theirPoints: [], meters: [{ serial: 'A1' }] });
    await customers('again.csv', kari('Ola'));
    expect((await everything()).consumption).toEqual(before.consumption);
  });

  it('takes the period of the one who moved out back with it', async () => {
    await customers('first.csv', kari());
    const before = await everything();
    await customers(
      'moved.csv',
      kari().replace('2018-01-01;;', '2018-01-01;2024-01-01;'),
      kari('Ola').replace('660100;', '660200;').replace('2018-01-01', '2024-01-01'),
    );
    await run('readings', 'withdraw', '--file', 'moved.csv');
    expect(await everything()).toEqual(before);
  });
});

describe('readings show, withdraw and restore of a period, purge', () => {
  const night = hourly('2024-01-10T00:00', 25, 500).map(([time, energy], n): [string, number] => [
    time,
    n >= 5 && n <= 7 ? energy + 0.5 : energy,
  ]);

  it('show prints what the portal shows: each of the hours of a day, days without any data left out', async () => {
    await customers('customers.csv', kari());
    await readings('night.csv', ownCsv(hourly('2024-03-30T12:00', 24, 500)));
    const { json } = await run('readings', 'show', point, '--from', '2024-03-30', '--to', '2024-04-05');
    expect(json.point).toBe(point);
    expect(json.days.map(({ date, hours }: any) => [date, hours.length])).toEqual([
      ['2024-03-30', 24],
      ['2024-03-31', 23],
    ]);
    expect(json.days[0].hours[11]).toEqual({ start: '2024-03-30T11:00:00+01:00', energyKwh: null, status: 'missing' });
    expect(json.days[1].hours[2]).toEqual({ start: '2024-03-31T03:00:00+02:00', energyKwh: 2, status: 'measured' });
    expect(Object.keys(json.days[0])).toEqual(['date', 'energyKwh', 'hours']);
    // The last register is of 12:00 in summer time, eleven hours after midnight.
    expect(json.days[1].hours.slice(10, 12)).toMatchObject([{ status: 'measured' }, { status: 'not-come' }]);
    await base.database('consumption_day').where('day', '2024-03-30').update({ hours: null });
    const purged = (await run('readings', 'show', point, '--from', '2024-03-30', '--to', '2024-03-30')).json.days[0];
    expect(purged).toMatchObject({ energyKwh: 24, hours: Array.from({ length: 24 }, () => ({ energyKwh: null, status: 'not-kept' })) });
  });

  it('--explain tells the readings behind an hour with file, line and what became of them', async () => {
    await customers('customers.csv', kari());
    await readings('night.csv', ownCsv(night));
    await readings('mended.csv', ownCsv([['2024-01-10T05:00', 510]]));
    await readings('slip.csv', ownCsv([['2024-01-10T06:00', 1]]));
    const { json } = await run('readings', 'show', point, '--from', '2024-01-10', '--to', '2024-01-10', '--explain');
    expect(json.days[0].readings.filter(({ at }: any) => /T0[56]:00/.test(at))).toMatchObject([
      { at: '2024-01-10T05:00:00+01:00', serial: 'A1', energyKwh: 510, file: 'mended.csv', line: 2, state: 'shown' },
      { at: '2024-01-10T05:00:00+01:00', energyKwh: 510.5, file: 'night.csv', line: 7, state: 'superseded' },
      { at: '2024-01-10T06:00:00+01:00', energyKwh: 1, file: 'slip.csv', line: 2, state: 'register-drop' },
      { at: '2024-01-10T06:00:00+01:00', energyKwh: 512.5, file: 'night.csv', line: 8, state: 'shown' },
    ]);
  });

  it('--explain tells why hours are spread over a time in which the register stood still', async () => {
    await customers('customers.csv', kari());
    const registers = hourly('2024-01-08T00:00', 97, 20_000, (hour) => 1 + (hour % 3));
    await readings('still.csv', ownCsv(registers.map(([time, energy], n) => [time, n > 30 && n <= 38 ? registers[30]![1] : energy])));
    const asked = ['readings', 'show', point, '--from', '2024-01-09', '--to', '2024-01-10', '--explain'];
    const { json } = await run(...asked);
    expect(json.days.map(({ standstills }: any) => standstills)).toEqual([
      [{ serial: 'A1', since: '2024-01-09T06:00:00+01:00', till: '2024-01-09T15:00:00+01:00', riseKwh: 18, largestKwh: 3 }],
      [],
    ]);
    const out: string[] = [];
    await runCommand(asked, { DATABASE_URL: base.url }, { print: (line) => void out.push(line), complain: (line) => void out.push(line) });
    expect(out.join('\n')).toContain(
      "meter A1 stood still from 2024-01-09T06:00:00+01:00 on and had risen by 18.000 kWh at 2024-01-09T15:00:00+01:00, more than the house's largest hour, 3.000 kWh: spread over that time, estimated",
    );
  });

  it('by --sha256 as sha256sum prints it, or its beginning, where several files have one name', async () => {
    await customers('customers.csv', kari());
    await readings('night.csv', ownCsv(night.slice(0, 10)));
    const first = bytesOf(join(folder, 'night.csv'));
    await readings('night.csv', ownCsv(night.slice(9)));
    const { status, said } = await run('readings', 'withdraw', '--file', 'night.csv');
    expect([status, said]).toEqual([1, expect.stringContaining(`--sha256 ${first.slice(0, 12)}`)]);
    expect((await run('readings', 'withdraw', '--sha256', first.toUpperCase())).status).toBe(0);
    expect((await base.day('2024-01-10'))!.status).toBe(`${'-'.repeat(9)}${'m'.repeat(15)}`);
  });

  it('of a period, until before its end, and only what came so far', async () => {
    await customers('customers.csv', kari());
    await readings('night.csv', ownCsv(night));
    const before = await base.everything();
    const period = ['--point', point, '--from', '2024-01-10 05:00', '--to', '2024-01-10 08:00'];
    expect(await run('readings', 'withdraw', ...period, '--check')).toMatchObject({ status: 0, json: { days: 1 } });
    expect(await base.everything()).toEqual(before);
    await run('readings', 'withdraw', ...period);
    expect((await base.day('2024-01-10'))!.status).toBe('mmmmeeeemmmmmmmmmmmmmmmm');
    expect(await run('readings', 'rejected')).toMatchObject({ json: { all: 3, rejected: [{ reason: 'withdrawn' }, {}, {}] } });
    await readings('mended.csv', ownCsv([['2024-01-10T06:00', 512]]));
    expect((await base.day('2024-01-10'))!.status).toBe('mmmmeeeemmmmmmmmmmmmmmmm');
    expect((await base.day('2024-01-10'))!.hours.slice(4, 8)).toEqual([2, 2, 2, 2]);
    expect((await run('readings', 'restore', '--point', point, '--from', '2024-01-10', '--to', '2024-01-11')).status).toBe(1);
    expect((await run('readings', 'restore', ...period)).status).toBe(0);
    expect((await base.day('2024-01-10'))!.status).toBe('mmmmmccmmmmmmmmmmmmmmmmm');
  });

  it('refuses to withdraw what would be nothing, or more than was said', async () => {
    await customers('customers.csv', kari());
    await readings('night.csv', ownCsv(night));
    const before = await base.everything();
    const [from, to] = [
      ['--from', '2024-01-10 05:00'],
      ['--to', '2024-01-10 08:00'],
    ];
    for (const [options, fault] of [
      [['--point', '707057500009999999', ...from!, ...to!], 'There is no metering point 707057500009999999.'],
      [['--point', point, '--from', '2024-01-11', '--to', '2024-01-10'], 'The period ends before it begins.'],
      [['--file', 'night.csv', ...from!, ...to!], 'Say a file or a metering point with its period, not both'],
      [['--file', 'night.csv', '--point', point, ...from!, ...to!], 'Say a file or a metering point with its period, not both'],
    ] as const)
      expect(await run('readings', 'withdraw', ...options)).toMatchObject({ status: 1, said: expect.stringContaining(fault) });
    expect(await base.everything()).toEqual(before);
    expect(await base.database('reading_withdrawal').count('* as n').first()).toEqual({ n: '0' });
  });

  it('purge --check says what would be removed, and removes nothing', async () => {
    await customers('customers.csv', kari());
    await readings('old.csv', ownCsv([...hourly('2010-01-10T00:00', 25, 100), ...night]));
    const before = await base.everything();
    const checked = await run('readings', 'purge', '--check', '--hour-years', '1', '--day-years', '2');
    expect(checked.json).toMatchObject({ readingDays: expect.any(Number), hourDays: expect.any(Number), dayTotals: expect.any(Number) });
    expect(checked.json.dayTotals).toBeGreaterThan(0);
    expect(await base.everything()).toEqual(before);
    expect((await run('readings', 'purge', '--hour-years', '1', '--day-years', '2')).json).toEqual(checked.json);
    expect((await base.everything()).length).toBeLessThan(before.length);
  });
});

describe('the exit status is 3 when something was set aside, and 0 when nothing was', () => {
  it('of customers, meters and readings', async () => {
    expect((await customers('a.csv', kari())).status).toBe(0);
    expect((await customers('b.csv', kari('Kari', 'B2'))).status).toBe(3);
    expect((await readings('good.csv', ownCsv(hourly('2024-01-10T00:00', 12, 500)))).status).toBe(0);
    expect((await readings('drop.csv', ownCsv([['2024-01-10T12:00', 1]]))).status).toBe(3);
    expect(await meters('c.csv', `${point};A1;;2024-01-10 11:30;;51`, `${point};B2;2024-01-10 11:30;;2;`)).toMatchObject({
      status: 3,
      json: { told: [{ end: 'closing', reason: 'register-drop' }] },
    });
    expect((await meters('d.csv', `${point};A1;;2024-01-10 11:30;;523`)).status).toBe(0);
  });

  it('of weather and payments', async () => {
    const weather = write('weather.csv', 'station;time;temperature\nA;2024-01-01T00:00:00Z;1,5\n');
    expect((await run('import', 'weather', weather)).status).toBe(0);
    const local = { station: { column: 'station' }, time: { column: 'time', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Oslo' } };
    const profile = write(
      'weather.json',
      JSON.stringify({ ...local, temperature: { column: 'temperature' }, quality: { column: 'q', good: ['0'] } }),
    );
    const rows = (...lines: string[]) => write('local.csv', ['station;time;temperature;q', ...lines, ''].join('\n'));
    const good = 'A;2024-03-31 01:00;1,5;0';
    expect((await run('import', 'weather', rows(good), '-p', profile)).status).toBe(0);
    expect(await run('import', 'weather', rows(good, 'A;2024-03-31 03:00;2,5;7'), '-p', profile)).toMatchObject({
      status: 3,
      json: { doubtful: 1 },
    });
    expect(await run('import', 'weather', rows(good, 'A;2024-03-31 02:00;2,5;0'), '-p', profile, '--check')).toMatchObject({
      status: 3,
      json: { skipped: [3] },
    });
    expect((await run('import', 'weather', rows(good, 'A;2024-03-31 03:00;x;0'), '-p', profile)).status).toBe(1);
    const payments = write('payments.csv', 'number;state;paid_on;amount_nok;seller_id\n123;paid;2024-01-01;10;1\n');
    expect(await run('import', 'payments', payments)).toMatchObject({ status: 3, json: { unknown: ['123'] } });
  });
});
