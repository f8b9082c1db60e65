import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../server/run-command.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';

const cli = join(import.meta.dirname, '../../server/cli.ts');
let migrated: FreshDatabase;
let empty: FreshDatabase;
let folder: string;

beforeAll(async () => {
  [migrated, empty] = await Promise.all([freshDatabase(), freshDatabase({ migrated: false })]);
  folder = mkdtempSync(join(tmpdir(), 'min-side-commands-'));
  writeFileSync(join(folder, 'empty.csv'), '');
  writeFileSync(join(folder, 'other.csv'), 'a;b\n1;2\n');
  process.chdir(folder);
});

afterAll(async () => {
  process.chdir(import.meta.dirname);
  rmSync(folder, { recursive: true });
  await Promise.all([migrated.drop(), empty.drop()]);
});

/** Runs a command as an operator does, with nothing in the environment but what is given. */
async function run(environment: Record<string, string>, ...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const status = await runCommand(args, environment, { print: (line) => out.push(line), complain: (line) => said.push(line) });
  return { status, out: out.join('\n'), said: said.join('\n') };
}

test('runs from the command line, with an exit code', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, '--json', 'nothing'], { encoding: 'utf8', timeout: 120_000 });
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: `{"error":"unknown command 'nothing'"}\n`, stderr: '' });
});

describe('what a command needs of the environment', () => {
  test('is the database, and for customers the key of the log-in, both told at once', async () => {
    expect((await run({}, 'readings', 'status')).said).toBe('The configuration has 1 fault(s):\n  - DATABASE_URL is missing');
    expect((await run({}, 'customer', 'find', '660100')).said).toBe(
      'The configuration has 2 fault(s):\n  - DATABASE_URL is missing\n  - LOGIN_KEY is missing',
    );
  });

  test('is nothing else: no SMS gateway, and no look at settings of the server', async () => {
    const unfit = { DATABASE_URL: migrated.url, LOGIN_KEY: 'ab'.repeat(32), SMS_GATEWAY: 'pigeon', DATABASE_POOL_SIZE: 'many' };
    expect(await run(unfit, 'customer', 'find', '660100')).toMatchObject({ status: 0, said: '' });
    expect(await run(unfit, 'readings', 'status')).toMatchObject({ status: 0, said: '' });
  });
});

describe('what is wrong is said in one sentence, and the exit code is not 0', () => {
  const own = ['-p', 'own'];
  test.each<[args: string[], sentence: string | RegExp]>([
    [['import', 'readings', 'none.csv', ...own], 'none.csv: there is no such file.'],
    [['import', 'readings', '.', ...own], '.: this is a folder, not a file.'],
    [['import', 'readings', 'other.csv', '-p', 'nowhere'], /^There is no profile "nowhere"\. There are own, [^\n]+$/],
    [['import', 'customers', 'none.csv'], 'none.csv: there is no such file.'],
    [['import', 'meters', 'empty.csv'], 'empty.csv, line 1: the file is empty. Nothing was imported.'],
    [['watch', 'none', ...own], 'none: there is no such folder.'],
    [['readings', 'status', 'abc'], '"abc" is not a metering point number.'],
    [['readings', 'status', '123'], 'There is no metering point 123.'],
    [['readings', 'purge', '--hour-years', '2.5'], /2\.5.+It must be a whole number from 1 to 99\.$/],
    [['customer', 'unlink', '94059810', 'Kari'], '"Kari" is not a plant number.'],
    [['migrate', '--nothing'], /unknown option '--nothing'$/],
    [['import', 'readings', 'other.csv'], /required option '-p, --profile <name>' not specified$/],
  ])('%j', async (args, sentence) => {
    const { status, out, said } = await run({ DATABASE_URL: migrated.url, LOGIN_KEY: 'ab'.repeat(32) }, ...args);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    if (typeof sentence === 'string') expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
  });

  test('a database that was never migrated', async () => {
    const sentence = 'The database is not up to date. Run: npm run min-side -- migrate';
    const environment = { DATABASE_URL: empty.url, LOGIN_KEY: 'ab'.repeat(32) };
    for (const args of [
      ['readings', 'status'],
      ['import', 'readings', 'other.csv', '-p', 'own'],
      ['customer', 'find', '660100'],
    ])
      expect(await run(environment, ...args)).toEqual({ status: 1, out: '', said: sentence });
  });

  test('a database that is not there, does not let us in, or is no database', async () => {
    const wrong = new URL(migrated.url);
    wrong.pathname = '/nowhere';
    for (const [url, sentence] of [
      [wrong.href, /^The database does not let us in: database "nowhere" does not exist\.$/],
      ['postgres://127.0.0.1:9/x', /^The database that DATABASE_URL names does not answer: connect ECONNREFUSED 127\.0\.0\.1:9\.$/],
      ['https://example.no', /DATABASE_URL must be a URL \(postgres: or postgresql:\)$/],
    ] as const) {
      const { status, out, said } = await run({ DATABASE_URL: url }, 'readings', 'status');
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(said).toMatch(sentence);
    }
  });
});

test('with --json answers with JSON on standard output alone, failures too', async () => {
  const environment = { DATABASE_URL: migrated.url, LOGIN_KEY: 'ab'.repeat(32) };
  for (const [args, expected] of [
    [['readings', 'status'], []],
    [['migrate'], { migrated: [] }],
    [['import', 'meters', 'none.csv'], { error: 'none.csv: there is no such file.' }],
    [['readings', 'status', 'abc'], { error: '"abc" is not a metering point number.' }],
    [['nothing'], { error: "unknown command 'nothing'" }],
  ] as const) {
    const { out, said } = await run(environment, '--json', ...args);
    expect({ said, answer: JSON.parse(out) }).toEqual({ said: '', answer: expected });
  }
});

test('readings rejected lists what was set aside with file, line and reason, and of one metering point where asked', async () => {
  const environment = { DATABASE_URL: migrated.url };
  writeFileSync(
    join(folder, 'customers.csv'),
    `plant_number;customer_name;address;postal_code;city;registered_mobile;valid_from;valid_to;metering_point_id;metering_point_address;meter_serial
660100;Kari;Veien 1;1601;Fredrikstad;;2018-01-01;;707057500000006601;;660\n`,
  );
  expect((await run(environment, 'import', 'customers', '--check', 'customers.csv')).out).toMatch(
    /^Would import customers.csv: 1 lines read/,
  );
  expect((await run(environment, 'import', 'customers', 'customers.csv')).status).toBe(0);
  const head = '#serial-number;device-identification;created;value-data-count;energy,Wh,inst-value,0,0,0\n';
  writeFileSync(
    join(folder, 'night.csv'),
    `${head}660;2;2019-07-01 00:00:00;1;5000\n660;2;2019-07-01 02:00:00;1;4000\n660;2;2019-07-01 01:00:00;1;5500\n660;2;2019-07-01 03:00:00;1;6000\n999;2;2019-07-01 00:00:00;1;7000\n`,
  );
  expect((await run(environment, 'import', 'readings', 'night.csv', '-p', 'elvaco')).out).toContain(
    'night.csv: 5 readings read: 3 shown (3 new, 0 corrected, 0 as before) + 0 superseded + 2 set aside.',
  );
  const drop =
    'night.csv, line 3: metering point 707057500000006601, meter 660, 2019-07-01T03:00:00+02:00, 4 kWh: the register is lower than before; is a meter swap missing?';
  const unknown = 'night.csv, line 6: meter 999, 2019-07-01T01:00:00+02:00, 7 kWh: the meter is not known; import it first';
  expect((await run(environment, 'readings', 'rejected')).out).toBe(`${drop}\n${unknown}`);
  expect((await run(environment, 'readings', 'rejected', '--limit', '1')).out).toBe(`${drop}\n… and 1 more.`);
  expect(JSON.parse((await run(environment, '--json', 'readings', 'rejected', '707057500000006601')).out)).toMatchObject({
    all: 1,
    rejected: [{ file: 'night.csv', line: 3 }],
  });
});

describe('readings profile try', () => {
  test('needs no database, suggests a profile and shows what it reads', async () => {
    writeFileSync('try.csv', 'Rapport\nMåler;Tid;Stand MWh\n660;27.10.2024 02:00;1,5\n660;27.10.2024 02:00;1,6\nSum;;\n');
    const { status, out } = await run({}, '--json', 'readings', 'profile', 'try', 'try.csv');
    const answer = JSON.parse(out);
    expect(status).toBe(0);
    expect(answer).toMatchObject({
      file: 'try.csv',
      profile: { meter: { column: 'Måler' }, time: { zone: 'Europe/Oslo' }, values: { energy: { unit: 'MWh' } } },
      reads: {
        readings: 2,
        clockChanges: [{ date: '2024-10-27', hours: 25 }],
        twiceTimes: { twice: 1 },
        passedOver: { lines: 2 },
        fault: null,
      },
    });
    expect(answer.reads.first[0]).toMatchObject({ line: 3, meter: '660', energyKwh: 1500, mark: 'autumn-hour' });
    writeFileSync('tried.json', JSON.stringify(answer.profile));
    const again = await run({}, 'readings', 'profile', 'try', 'try.csv', '--profile', 'tried.json');
    expect(again.out).toMatch(/^try.csv read by the profile tried.json\.\n2 readings of 1 meter or metering point, from 2024-10-27T02:00/);
    expect(again.out).toMatch(
      /On 2024-10-27 the clock is turned: a day of 25 hours, 2 readings\.\nUnits: energy from "Stand MWh" in MWh\./,
    );
  });

  test('fails with the line where the file would be refused', async () => {
    writeFileSync('try.csv', 'id;tid;kWh\n1;01.02.2024 00:00;5000\n1;01.02.2024 01:00;1,2E+04\n');
    const { status, out } = await run({}, 'readings', 'profile', 'try', 'try.csv');
    expect(status).toBe(1);
    expect(out).toMatch(/try.csv, line 3, column "kWh": "1,2E\+04" has lost digits/);
  });
});
