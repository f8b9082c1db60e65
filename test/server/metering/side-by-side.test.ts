import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mergeLock } from '../../../server/database/merge-lock.ts';
import { importSideBySide } from '../../../server/metering/ways-in/import-side-by-side.ts';
import { clear, hourly, openBase, ownCsv, point } from './fixture.ts';

const base = await openBase();
const neighbour = '707057500009990017';
await base.database('metering_point').insert({ metering_point_id: neighbour });

const registers = hourly('2019-02-01T00:00', 72);
const corrected = registers.map(([time, energy], n): [string, number] => [time, n < 30 ? energy : energy + 0.25]);

it('comes to the same when two files of different metering points are taken in at once as one after the other', async () => {
  await base.deliverRegisters(registers);
  await base.deliverRegisters(corrected, { meteringPoint: neighbour, serial: 'B1' });
  const inTurn = await base.everything();
  await clear(base);
  await Promise.all([base.deliverRegisters(registers), base.deliverRegisters(corrected, { meteringPoint: neighbour, serial: 'B1' })]);
  expect(await base.everything()).toEqual(inTurn);
});

it('takes two files of one metering point one after the other, in either order, and nothing is lost', async () => {
  const orders: unknown[][] = [];
  for (const files of [
    [registers, corrected],
    [corrected, registers],
  ]) {
    await clear(base);
    for (const file of files) await base.deliverRegisters(file);
    orders.push(await base.everything());
  }
  await clear(base);
  const reports = await Promise.all([base.deliverRegisters(registers), base.deliverRegisters(corrected)]);
  expect(orders).toContainEqual(await base.everything());
  expect(reports.map(({ stored }) => stored).toSorted()).toEqual([0, 72]);
});

it('waits for one that has some of the same metering points, and for no other', async () => {
  await clear(base);
  const held = await base.database.transaction();
  const [other, own] = [BigInt(neighbour), BigInt(point)].map((id) => Number((id / 1_000n) % 128n));
  expect(other).not.toBe(own);
  await held.raw('select pg_advisory_xact_lock_shared(?), pg_advisory_xact_lock(?, ?)', [mergeLock, mergeLock, own!]);
  expect(await base.deliverRegisters(registers, { meteringPoint: neighbour, serial: 'B1' })).toMatchObject({ stored: 72 });
  const waiting = base.deliverRegisters(registers);
  const blocked = async () =>
    (
      await base.database.raw(
        `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
      )
    ).rows.length;
  await expect.poll(blocked).toBe(1);
  await held.rollback();
  expect(await waiting).toMatchObject({ stored: 72 });
});

it('takes one of two that are the same', async () => {
  await clear(base);
  const reports = await Promise.all([base.deliverRegisters(registers), base.deliverRegisters(registers)]);
  expect(reports.map(({ stored, unchanged }) => [stored, unchanged]).toSorted()).toEqual([
    [0, 72],
    [72, 0],
  ]);
});

it('lets one serial hang at one metering point, however many files at once say it of theirs', async () => {
  const houses = Array.from({ length: 6 }, (_, n) => (BigInt(neighbour) + BigInt(n + 1) * 1_000n).toString());
  await base.database('metering_point').insert(houses.map((metering_point_id) => ({ metering_point_id })));
  for (let round = 0; round < 3; round++) {
    await clear(base);
    const given = await Promise.allSettled(
      houses.map((meteringPoint) => base.deliverRegisters(registers, { meteringPoint, serial: `TWICE${round}` })),
    );
    const taken = given.filter((one) => one.status === 'fulfilled' && one.value.stored === 72);
    expect(taken).toHaveLength(1);
    expect(await base.database('meter').where({ serial: `TWICE${round}` })).toHaveLength(1);
    expect(new Set(await base.database('reading_day').pluck('metering_point_id')).size).toBe(1);
  }
});

describe('several files at once, each in a thread of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'min-side-jobs-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const sideBySide = async (files: string[], jobs: number) => {
    const reports: string[] = [];
    await importSideBySide({
      files,
      jobs,
      url: base.url,
      profileName: 'own',
      now: new Date(),
      check: false,
      report: ({ file }) => reports.push(file),
    });
    return reports;
  };
  const files = [
    // The first is the longest to read: the others have to wait for it.
    write('first.csv', ownCsv(hourly('2019-02-01T00:00', 1500))),
    write('second.csv', ownCsv(corrected)),
    write('third.csv', ownCsv(registers.slice(40))),
    write('elsewhere.csv', ownCsv(registers, 'B1', neighbour)),
  ];

  it('comes to the same as one after the other, later files going before earlier ones', async () => {
    await clear(base);
    await sideBySide(files, 1);
    const inTurn = await base.everything();
    await clear(base);
    expect((await sideBySide(files, 4)).toSorted()).toEqual(['elsewhere.csv', 'first.csv', 'second.csv', 'third.csv']);
    expect(await base.everything()).toEqual(inTurn);
  });

  it('says what is wrong with a file, keeps nothing of it, and leaves those that wait for it', async () => {
    await clear(base);
    const broken = write('broken.csv', `${ownCsv(registers)}${point};A1;yesterday;1\n`);
    await expect(sideBySide([broken, files[1]!], 2)).rejects.toThrow(/broken\.csv, line 74, column "time"/);
    expect(await base.everything()).toEqual([]);
  });
});
