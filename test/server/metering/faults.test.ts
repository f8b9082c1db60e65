import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { InputFault } from '../../../server/ground/input-fault.ts';
import { clear, hourly, openBase, ownCsv, point } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

const good = ownCsv(hourly('2019-02-01T00:00', 30));
const lines = good.split('\n');
const changed = (line: number, change: (text: string) => string) =>
  lines.map((text, index) => (index === line - 1 ? change(text) : text)).join('\n');

describe('a file that is refused', () => {
  it.each<[what: string, content: string | Buffer, line: number | undefined, column: string | undefined, words: RegExp]>([
    ['is empty', '', 1, undefined, /empty/],
    ['lacks a column', changed(1, (text) => text.replace('energy_kwh', 'energi')), 1, 'energy_kwh', /missing/],
    ['has a bad number', changed(7, (text) => `${text}x`), 7, 'energy_kwh', /not a number/],
    ['has decimal commas for points', changed(7, (text) => `${text},5`), 7, 'energy_kwh', /1010,5/],
    ['has a bad time', changed(9, (text) => text.replace('2019-02-01T', '2019-02-31T')), 9, 'time', /not a time/],
    [
      'names an unknown metering point',
      changed(5, (text) => text.replace(point, '707057500000000099')),
      5,
      'metering point',
      /99 is not known/,
    ],
    ['is cut in the middle of a line', good.slice(0, good.length - 24), 31, undefined, /cut off/],
    [
      'has a needed column twice',
      good.replaceAll(/\n(?=.)/g, ';1\n').replace('energy_kwh;1', 'energy_kwh;energy_kwh'),
      1,
      'energy_kwh',
      /twice/,
    ],
    ['is gzip that is cut off', gzipSync(good).subarray(0, 60), 1, undefined, /gzip is cut off or damaged/],
    ['is gzip that is damaged', Buffer.concat([gzipSync(good).subarray(0, 12), Buffer.alloc(50, 7)]), 1, undefined, /gzip is/],
    ['is binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2, 10, 0]), 1, undefined, /not a text file/],
    ['has a NUL in a line', changed(12, (text) => text.replace(';A1;', ';A\0;')), 12, undefined, /not a text file/],
    ['has no line ends', 'x'.repeat(1_100_000), 1, undefined, /no end/],
  ])('%s: is named by line and column, and nothing is imported', async (_, content, line, column, words) => {
    const fault = await base.deliver(content).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(InputFault);
    expect(fault).toMatchObject({ line, column, message: expect.stringMatching(words) });
    expect(await base.everything()).toEqual([]);
    expect(await base.database('meter')).toEqual([]);
  });
});

describe('a file that looks odd and is right', () => {
  it.each<[what: string, content: string | Buffer]>([
    ['a byte order mark', `\uFEFF${good}`],
    ['CRLF', good.replaceAll('\n', '\r\n')],
    ['no line end at the end', good.trimEnd()],
    ['quoted fields', good.replaceAll('A1', '"A1"')],
    ['empty lines', good.replace('\n', '\n\n')],
    ['gzip', gzipSync(good)],
    ['further columns', good.replaceAll('\n', ';x\n')],
  ])('is taken with %s', async (_, content) => {
    expect(await base.deliver(content)).toMatchObject({ read: 30, stored: 30, rejected: 0 });
    expect((await base.day('2019-02-01'))!.energy_kwh).toBeCloseTo(48, 6);
  });

  it('is taken with a header only, and stores nothing', async () => {
    expect(await base.deliver(`${lines[0]}\n`)).toMatchObject({ read: 0, stored: 0 });
  });
});

describe('readings that are set aside', () => {
  const registers = hourly('2019-02-01T00:00', 48);

  it('a register that drops without a swap', async () => {
    await base.deliverRegisters(registers.slice(0, 25));
    const report = await base.deliverRegisters(hourly('2019-02-02T01:00', 24, 3));
    expect(report).toMatchObject({ stored: 0, rejected: 24 });
    expect(report.rejections[0]).toMatchObject({ line: 2, reason: 'register-drop', energyKwh: 3, meteringPointId: point });
    expect(await base.total()).toBeCloseTo(48, 6);
    expect(await base.database('consumption_day').where('energy_kwh', '<', 0)).toEqual([]);
  });

  it('a single value far too high, alone', async () => {
    const report = await base.deliverRegisters(registers.map(([time, energy], index) => [time, index === 20 ? 99_999 : energy]));
    expect(report).toMatchObject({ stored: 47, rejected: 1 });
    expect(report.rejections).toMatchObject([{ line: 22, reason: 'implausible' }]);
    expect(await base.total()).toBeCloseTo(94, 6);
  });

  it('several values at the start of a new meter that fit one another, and not what follows', async () => {
    const report = await base.deliverRegisters(registers.map(([time, energy], index) => [time, index < 5 ? energy + 80_000 : energy]));
    expect(report).toMatchObject({ stored: 43, rejected: 5 });
    expect(report.rejections.map(({ line, reason }) => [line, reason])).toEqual([2, 3, 4, 5, 6].map((line) => [line, 'implausible']));
    expect(await base.total()).toBeCloseTo(84, 6);
  });

  it('a file in the wrong unit, after right ones and before', async () => {
    await base.deliverRegisters(registers.slice(0, 24));
    expect(await base.deliverRegisters(registers.slice(24).map(([time, energy]) => [time, energy * 1000]))).toMatchObject({
      stored: 0,
      rejected: 24,
    });
    await clear(base);
    expect(await base.deliverRegisters(registers.map(([time, energy]) => [time, energy * 1000]))).toMatchObject({
      stored: 0,
      rejected: 48,
    });
    expect(await base.deliverRegisters(registers)).toMatchObject({ stored: 48, rejected: 0 });
  });

  it('a register below zero, which none shows', async () => {
    const report = await base.deliverRegisters(hourly('2019-02-01T00:00', 10, -4));
    expect(report).toMatchObject({ stored: 8, rejected: 2, rejections: [{ line: 2, reason: 'implausible' }, { line: 3 }] });
  });

  it('a time in the future', async () => {
    const report = await base.deliver(ownCsv(registers), 'own', { now: new Date('2019-02-01T22:30:00Z') });
    expect(report).toMatchObject({ stored: 24, rejected: 24 });
    expect(report.rejections[0]).toMatchObject({ reason: 'future', at: '2019-02-02T00:00:00+01:00' });
  });

  it('a reading out of line with what is stored after it', async () => {
    await base.deliverRegisters(registers.filter((_, index) => index !== 30));
    expect(await base.deliverRegisters([[registers[30]![0], registers[30]![1] + 20]])).toMatchObject({ stored: 0, rejected: 1 });
  });
});

it('takes registers in whole kWh as they are, zeros included', async () => {
  await base.deliverRegisters(hourly('2019-02-01T00:00', 25, 1000.3, () => 0.4).map(([time, energy]) => [time, Math.floor(energy)]));
  const day = await base.day('2019-02-01');
  expect(day!.hours.filter((kwh) => kwh === 0)).toHaveLength(15);
  expect(day).toMatchObject({ measured_hours: 24, energy_kwh: 9 });
});

describe('a file that would not fit into memory', () => {
  it('is refused where a GS2 block has no end', async () => {
    const content = `##Start-message\n#Version=1.2\n##Time-series\n#Value=< ${'1//0 '.repeat(500_000)}`;
    await expect(base.deliver(content, 'gs2')).rejects.toThrow(/no end/);
  });

  it('is taken where one day has more readings than are held together', async () => {
    const start = Date.parse('2019-02-01T00:00:00Z');
    const rows = Array.from(
      { length: 6_000 },
      (_, index) => `${point};A1;${new Date(start + index * 10_000).toISOString().slice(0, 19)}Z;${1000 + index / 360}`,
    );
    const report = await base.deliver(['metering_point_id;meter_serial;time;energy_kwh', ...rows, ''].join('\n'));
    expect(report).toMatchObject({ stored: 6_000, rejected: 0 });
    expect((await base.day('2019-02-01'))!.hours.slice(1, 17)).toEqual(Array.from({ length: 16 }, () => expect.closeTo(1, 6)));
  });
});
