import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { importReadings } from '../../../server/metering/import-readings.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { clear, hourly, openBase, ownCsv, point, type Register } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

const registers = hourly('2019-02-01T00:00', 24 * 4, 1000, (hour) => 1 + (hour % 5));

describe('the same again', () => {
  it('changes nothing and says so', async () => {
    await base.deliverRegisters(registers);
    const before = await base.everything();
    expect(await base.deliverRegisters(registers)).toMatchObject({ known: true, stored: 0, unchanged: 96 });
    expect(await base.everything()).toEqual(before);
  });

  it('stores of an overlapping file only what is new', async () => {
    await base.deliverRegisters(registers.slice(0, 60));
    expect(await base.deliverRegisters(registers.slice(10))).toMatchObject({ stored: 36, unchanged: 50, corrected: 0 });
    expect(await base.total()).toBeCloseTo(registers.at(-1)![1] - 1000, 6);
    expect(await base.database('reading_day').sum({ n: 'count' })).toEqual([{ n: '96' }]);
  });

  it('only says what would happen when checking', async () => {
    expect(await base.deliver(ownCsv(registers), 'own', { check: true })).toMatchObject({ stored: 96 });
    expect(await base.everything()).toEqual([]);
    expect(await base.database('source_file').count()).toEqual([{ count: '0' }]);
  });
});

describe('a corrected value', () => {
  it('wins, is marked, and leaves a trace of what it replaced', async () => {
    await base.deliverRegisters(registers);
    const [time, energy] = registers[30]!;
    expect(await base.deliverRegisters([[time, energy + 0.5]])).toMatchObject({ stored: 0, corrected: 1, unchanged: 0 });
    const day = await base.day('2019-02-02');
    expect(day!.status).toBe(`mmmmmcc${'m'.repeat(17)}`);
    expect(day!.hours[5]).toBeCloseTo(5.5, 6);
    expect(await base.total()).toBeCloseTo(registers.at(-1)![1] - 1000, 6);
    expect(
      await base
        .database('reading_beside')
        .select(base.database.raw('register_at(energy_kwh_packed, 1) as energy_kwh'), 'line', 'serial', 'reason'),
    ).toEqual([{ energy_kwh: energy, line: 32, serial: 'A1', reason: null }]);
  });

  it('takes nothing away that it leaves out: a correction without volumes keeps those that are stored', async () => {
    const withVolume = ownCsv(registers.slice(0, 25))
      .trimEnd()
      .split('\n')
      .map((line, index) => `${line};${index === 0 ? 'volume_m3' : 10 + index}\n`);
    await base.deliver(withVolume.join(''));
    const volumes = () => base.database('reading').orderBy('at').pluck('volume_m3');
    // Some hours of the day, and then all of them.
    for (const [from, to, more] of [
      [4, 7, 0.25],
      [0, 25, 0.5],
    ] as const) {
      const corrected = registers.slice(from, to).map(([at, kWh]): Register => [at, at === registers[5]![0] ? kWh + more : kWh]);
      expect(await base.deliver(ownCsv(corrected))).toMatchObject({ corrected: 1 });
      expect(await volumes()).toEqual(Array.from({ length: 25 }, (_, hour) => 11 + hour));
    }
  });

  it('of a whole day is told apart from measured for estimated, and from what is the same', async () => {
    const quality = { column: 'code', codes: { E: 'estimated', H: 'manual', '': 'measured' } };
    const profile = { ...loadProfile('own'), quality } as never;
    const deliver = (energy: (hour: number) => number, volume: number, code: (hour: number) => string = () => '') => {
      const lines = ownCsv(registers.slice(0, 24).map(([at, kWh], hour): Register => [at, kWh + energy(hour)]))
        .trimEnd()
        .split('\n');
      const more = (hour: number) => (hour < 0 ? ';volume_m3;code' : `;${volume + hour};${code(hour)}`);
      return base.deliver(lines.map((line, index) => `${line}${more(index - 1)}\n`).join(''), profile);
    };
    const letters = async () => (await base.database('reading').orderBy('at').pluck('quality')).join('');
    await deliver(
      () => 0,
      10,
      (hour) => ['', 'E', 'H'][hour % 3]!,
    );
    expect(await letters()).toBe('meh'.repeat(8));
    expect(await deliver(() => 0.5, 10)).toMatchObject({ corrected: 24, unchanged: 0, stored: 0 });
    expect(await letters()).toBe('cmc'.repeat(8));
    expect(await deliver((hour) => (hour < 12 ? 0.5 : 0.75), 10)).toMatchObject({ corrected: 12, unchanged: 12, stored: 0 });
    expect(await letters()).toBe('cmc'.repeat(4) + 'c'.repeat(12));
    expect(await deliver((hour) => (hour < 12 ? 0.5 : 0.75), 20)).toMatchObject({ corrected: 24, unchanged: 0 });
    expect(await letters()).toBe('c'.repeat(24));
    // What is estimated now says so, though every register is another.
    await deliver(
      () => 1,
      20,
      (hour) => (hour === 5 ? 'E' : ''),
    );
    expect(await letters()).toBe('ccccce' + 'c'.repeat(18));
    await clear(base);
    for (const more of [0, 0.5]) await deliver(() => more, 10);
    expect(await letters()).toBe('c'.repeat(24));
  });

  it('wins inside one file too, by its line', async () => {
    const [time, energy] = registers[3]!;
    expect(await base.deliverRegisters([...registers, [time, energy + 0.25]])).toMatchObject({ stored: 96, superseded: 1 });
    expect((await base.day('2019-02-01'))!.hours[2]).toBeCloseTo(registers[3]![1] - registers[2]![1] + 0.25, 6);
  });

  it('computes nothing but the days it touches again', async () => {
    await base.deliverRegisters(registers);
    expect((await base.deliverRegisters([[registers[30]![0], registers[30]![1] + 0.5]])).days).toBeLessThanOrEqual(2);
  });
});

describe('all or nothing', () => {
  it('leaves nothing of an import that breaks off', async () => {
    async function* broken() {
      yield Buffer.from(ownCsv(registers));
      throw new Error('the line went dead');
    }
    const options = {
      database: base.database,
      profile: loadProfile('own'),
      profileName: 'own',
      fileName: 'x',
      input: Readable.from(broken()),
      now: new Date(),
    };
    await expect(importReadings(options)).rejects.toThrow('the line went dead');
    const { rows } = await base.database.raw(`select relname from pg_class where relname like 'import\\_%'`);
    expect([rows, await base.everything(), await base.database('source_file')]).toEqual([[], [], []]);
  });

  it('takes many files at once without loss', async () => {
    // As many as have a connection each: more would wait for one, on a busy machine for longer than they may.
    const parts = Array.from({ length: 4 }, (_, part) =>
      registers.filter((_reading, index) => index % 4 === part || index % 4 === (part + 1) % 4),
    );
    await Promise.all(parts.map((part) => base.deliverRegisters(part)));
    expect(await base.total()).toBeCloseTo(registers.at(-1)![1] - 1000, 6);
    expect((await base.day('2019-02-02'))!.status).toBe('m'.repeat(24));
    expect(await base.database('reading').where({ metering_point_id: point }).count()).toEqual([{ count: '96' }]);
  });
});
