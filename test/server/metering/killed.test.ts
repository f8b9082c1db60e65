import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, expect, inject, it } from 'vitest';
import { mergeLock } from '../../../server/database/merge-lock.ts';
import { clear, hourly, openBase, ownCsv } from './fixture.ts';

const base = await openBase();
const { database } = base;
const content = ownCsv(hourly('2019-02-01T00:00', 24 * 90, 1000, (hour) => 1 + (hour % 5)));
const folder = await mkdtemp(join(tmpdir(), 'min-side-killed-'));
const file = join(folder, 'quarter.csv');
await writeFile(file, content);
await clear(base);
await base.deliver(content);
const unkilled = await everythingStored();
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => clear(base));

const cli = join(import.meta.dirname, '../../../server/cli.ts');
const start = (...words: string[]) =>
  spawn(process.execPath, [cli, '--json', ...words, '--profile', 'own'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: base.url },
  });

async function everythingStored() {
  const readings = await database('reading').select('*').orderBy(['metering_point_id', 'at']);
  const files = await database('source_file').select('name', 'sha256', 'read', 'stored');
  return {
    readings: readings.map(({ file_id: _, ...reading }) => reading),
    hours: await base.everything(),
    meters: await database('meter').select('serial'),
    sha256: files.map(({ sha256 }) => sha256),
  };
}

/** Waits until another process is at a statement that begins so, and for a lock where one is asked for. */
const isAt = (statement: string, { waiting = false } = {}) =>
  expect
    .poll(
      async () => {
        const { rowCount } = await database.raw(
          `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
             and ltrim(query, E' \\n') like ? and (not ? or wait_event_type = 'Lock')`,
          [`${statement}%`, waiting],
        );
        return rowCount;
      },
      { interval: 20 },
    )
    .toBe(1);

const workTables = async () => (await database.raw(`select relname from pg_class where relname like 'import\\_%'`)).rows;

const importing = async () => {
  const { rowCount } = await database.raw(
    `select from pg_stat_activity where datname = current_database() and query like '%import\\_%' and pid <> pg_backend_pid()`,
  );
  return rowCount;
};

/** The killed one's connection ends only when its statement does. */
const isGone = () => expect.poll(importing).toBe(0);

async function kill(child: ReturnType<typeof spawn>) {
  child.kill('SIGKILL');
  await once(child, 'close');
}

async function expectNothing() {
  await isGone();
  expect(await everythingStored()).toEqual({ readings: [], hours: [], meters: [], sha256: [] });
  expect(await workTables()).toEqual([]);
}

async function expectCompletes() {
  const again = start('import', 'readings', file);
  const report = JSON.parse(await text(again.stdout!));
  expect(report).toMatchObject({ known: false, stored: 24 * 90 });
  expect(await everythingStored()).toEqual(unkilled);
  expect(await workTables()).toEqual([]);
}

it('leaves nothing when it is killed while the file is read, and completes when started again', async () => {
  const pipe = join(folder, 'pipe.csv');
  spawnSync('mkfifo', [pipe]);
  const child = start('import', 'readings', pipe);
  const end = await open(pipe, 'w');
  await end.write(content.slice(0, content.length / 2));
  await isAt('copy import_');
  await kill(child);
  await end.close();
  await expectNothing();
  await expectCompletes();
});

it.each([
  ['in wait for its turn', `select pg_advisory_xact_lock(${mergeLock})`, 'select pg_advisory_xact_lock'],
  ['before it stores the readings', 'lock table reading_day in share mode', 'insert into reading_day'],
  [
    'between readings and consumption',
    'lock table consumption_day in share mode',
    inject('isCitus') ? 'insert into consumption_day' : 'with derived as',
  ],
])('leaves nothing when it is killed %s, and completes when started again', async (_, lock, statement) => {
  const holding = await database.transaction();
  await holding.raw(lock);
  const child = start('import', 'readings', file);
  await isAt(statement, { waiting: true }).finally(() => kill(child).then(() => holding.rollback()));
  await expectNothing();
  await expectCompletes();
});

it('leaves all or nothing at whatever moment it is killed', async () => {
  for (const after of [0, 40, 120]) {
    await clear(base);
    const child = start('import', 'readings', file);
    const ended = once(child, 'close');
    await expect.poll(importing, { interval: 5 }).toBeGreaterThan(0);
    await sleep(after);
    child.kill('SIGKILL');
    await ended;
    await isGone();
    const stored = await everythingStored();
    expect(stored).toEqual(stored.sha256.length > 0 ? unkilled : { readings: [], hours: [], meters: [], sha256: [] });
    expect(await workTables()).toEqual([]);
  }
});

it('leaves the file in the watched folder when it is killed, and takes it once when started again', async () => {
  const watched = await mkdtemp(join(tmpdir(), 'min-side-watched-'));
  await writeFile(join(watched, 'quarter.csv'), content);
  const holding = await database.transaction();
  await holding.raw('lock table reading_day in share mode');
  const killed = start('watch', watched, '--every', '0.1');
  await isAt('insert into reading_day', { waiting: true }).finally(() => kill(killed).then(() => holding.rollback()));
  await expectNothing();
  expect(await readdir(watched)).toContain('quarter.csv');
  const again = start('watch', watched, '--every', '0.1');
  await once(again.stdout!, 'data');
  again.kill('SIGTERM');
  await once(again, 'close');
  expect(await everythingStored()).toEqual(unkilled);
  expect([(await readdir(watched)).toSorted(), (await readdir(join(watched, 'done'))).length]).toEqual([['done', 'failed'], 2]);
  await rm(watched, { recursive: true });
});

it('moves a file that was taken before it was killed, and stores nothing of it twice', async () => {
  const watched = await mkdtemp(join(tmpdir(), 'min-side-watched-'));
  await writeFile(join(watched, 'quarter.csv'), content);
  await base.deliver(content);
  const watching = start('watch', watched, '--every', '0.1');
  const [said] = await once(watching.stdout!, 'data');
  watching.kill('SIGTERM');
  await once(watching, 'close');
  expect(String(said)).toContain('imported before');
  expect(await everythingStored()).toEqual(unkilled);
  expect(await readdir(join(watched, 'done'))).toHaveLength(2);
  await rm(watched, { recursive: true });
});
