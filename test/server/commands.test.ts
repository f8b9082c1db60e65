import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([migrated.drop(), empty.drop()]);
});

/** Runs a command as an operator does, with nothing in the environment but what is given. */
function run(environment: Record<string, string>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    encoding: 'utf8',
    timeout: 15_000,
  });
  return { status, out: stdout.trim(), said: stderr.trim() };
}

describe('what a command needs of the environment', () => {
  test('is the database, and for customers the key of the log-in, both told at once', () => {
    expect(run({}, 'readings', 'status').said).toBe('The configuration has 1 fault(s):\n  - DATABASE_URL is missing');
    expect(run({}, 'customer', 'find', '660100').said).toBe(
      'The configuration has 2 fault(s):\n  - DATABASE_URL is missing\n  - LOGIN_KEY is missing',
    );
  });

  test('is nothing else: no SMS gateway, and no look at settings of the server', () => {
    const unfit = { DATABASE_URL: migrated.url, LOGIN_KEY: 'ab'.repeat(32), SMS_GATEWAY: 'pigeon', DATABASE_POOL_SIZE: 'many' };
    expect(run(unfit, 'customer', 'find', '660100')).toMatchObject({ status: 0, said: '' });
    expect(run(unfit, 'readings', 'status')).toMatchObject({ status: 0, said: '' });
  });
});

describe('what is wrong is said in one sentence, and the exit code is not 0', () => {
  const own = ['-p', 'own'];
  test.each<[args: string[], sentence: string | RegExp]>([
    [['import', 'readings', 'none.csv', ...own], 'none.csv: there is no such file.'],
    [['import', 'readings', '.', ...own], '.: this is a folder, not a file.'],
    [['import', 'readings', 'other.csv', '-p', 'nowhere'], /^There is no profile "nowhere"\. There are own, [^\n]+$/],
    [['import', 'customers', 'none.csv'], 'none.csv: there is no such file.'],
    [['import', 'meters', 'empty.csv'], 'empty.csv: the file is empty. Nothing was imported.'],
    [['watch', 'none', ...own], 'none: there is no such folder.'],
    [['readings', 'status', 'abc'], '"abc" is not a metering point number.'],
    [['readings', 'status', '123'], 'There is no metering point 123.'],
    [['readings', 'purge', '--hour-years', '2.5'], /2\.5.+It must be a whole number from 1 to 99\.$/],
    [['customer', 'unlink', '94059810', 'Kari'], '"Kari" is not a plant number.'],
    [['migrate', '--nothing'], /unknown option '--nothing'$/],
    [['import', 'readings', 'other.csv'], /required option '-p, --profile <name>' not specified$/],
  ])('%j', (args, sentence) => {
    const { status, out, said } = run({ DATABASE_URL: migrated.url, LOGIN_KEY: 'ab'.repeat(32) }, ...args);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    if (typeof sentence === 'string') expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
  });

  test('a database that was never migrated', () => {
    const sentence = 'The database is not up to date. Run: npm run min-side -- migrate';
    const environment = { DATABASE_URL: empty.url, LOGIN_KEY: 'ab'.repeat(32) };
    for (const args of [
      ['readings', 'status'],
      ['import', 'readings', 'other.csv', '-p', 'own'],
      ['customer', 'find', '660100'],
    ])
      expect(run(environment, ...args)).toEqual({ status: 1, out: '', said: sentence });
  });

  test('a database that is not there, does not let us in, or is no database', () => {
    const wrong = new URL(migrated.url);
    wrong.pathname = '/nowhere';
    for (const [url, sentence] of [
      [wrong.href, /^The database does not let us in: database "nowhere" does not exist\.$/],
      ['postgres://127.0.0.1:9/x', /^The database that DATABASE_URL names does not answer: connect ECONNREFUSED 127\.0\.0\.1:9\.$/],
      ['https://example.no', /DATABASE_URL must be a URL \(postgres: or postgresql:\)$/],
    ] as const) {
      const { status, out, said } = run({ DATABASE_URL: url }, 'readings', 'status');
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(said).toMatch(sentence);
    }
  });
});

test('with --json answers with JSON on standard output alone, failures too', () => {
  const environment = { DATABASE_URL: migrated.url, LOGIN_KEY: 'ab'.repeat(32) };
  for (const [args, expected] of [
    [['readings', 'status'], []],
    [['migrate'], { migrated: [] }],
    [['import', 'meters', 'none.csv'], { error: 'none.csv: there is no such file.' }],
    [['readings', 'status', 'abc'], { error: '"abc" is not a metering point number.' }],
    [['nothing'], { error: "unknown command 'nothing'" }],
  ] as const) {
    const { out, said } = run(environment, '--json', ...args);
    expect({ said, answer: JSON.parse(out) }).toEqual({ said: '', answer: expected });
  }
});
