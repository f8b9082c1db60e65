import fc from 'fast-check';
import { DateTime } from 'luxon';
import { beforeEach, describe, expect, it } from 'vitest';
import { InputFault } from '../../../server/ground/input-fault.ts';
import { derive } from '../../../server/metering/derive/derive.ts';
import { WorkTables } from '../../../server/metering/stage/work-tables.ts';
import { runs } from '../../support/runs.ts';
import { clear, hourly, openBase, type Register } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

const columns = 'metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh';
const meters = (...lines: string[]) => `${columns}\n${lines.map((line) => `707057500000000017;${line}\n`).join('')}`;

/** Two kWh an hour: the old meter to 10:00 on 1 May, the new one from 11:00; the swap is at 10:20. */
const old = hourly('2019-04-29T20:00', 39, 4952);
const young = hourly('2019-05-01T11:00', 20, 1.3);
const byTime = meters('A1;;2019-05-01 10:20;;5028,7', 'B2;2019-05-01 10:20;;0;');
const byDate = meters('A1;;2019-05-01;;5028,7', 'B2;2019-05-01;;0;');
const dateAlone = meters('A1;;;;', 'B2;2019-05-01;;;');

async function deliverBoth(): Promise<void> {
  await base.deliverRegisters(old);
  await base.deliverRegisters(young, { serial: 'B2' });
}

describe('a swap told with time and registers', () => {
  it('runs on across it', async () => {
    await base.deliverMeters(byTime);
    await deliverBoth();
    const day = await base.day('2019-05-01');
    expect(day!.hours[10]).toBeCloseTo(2, 6);
    expect(day).toMatchObject({ missing_hours: 0, estimated_hours: 0 });
  });

  it('leaves the hours between the last and the first reading missing when nobody read the registers', async () => {
    await base.deliverMeters(meters('A1;;;;', 'B2;2019-05-01 10:20;;;'));
    await deliverBoth();
    const day = await base.day('2019-05-01');
    expect(day!.status.slice(8, 13)).toBe('mm-mm');
    expect(await base.total()).toBeCloseTo(76 + 38, 6);
  });

  it('takes the readings at the very moment of the swap for its registers', async () => {
    await base.deliverMeters(meters('A1;;;;', 'B2;2019-05-01 10:20;;;'));
    await base.deliverRegisters([...old, ['2019-05-01T10:20', 5028.7]]);
    await base.deliverRegisters([['2019-05-01T10:20', 0], ...young], { serial: 'B2' });
    const day = await base.day('2019-05-01');
    expect(day!.status).toBe('m'.repeat(24));
    expect(day!.hours[10]).toBeCloseTo(2, 6);
  });

  it('never takes a reading before the swap for one after it', async () => {
    await base.deliverMeters(meters('A1;;2019-05-01 10:58;;5029,8', 'B2;2019-05-01 10:58;;0;'));
    await base.deliverRegisters([...old, ['2019-05-01T10:57', 5029.7]]);
    await base.deliverRegisters(hourly('2019-05-01T11:00', 5, 0.1), { serial: 'B2' });
    const day = await base.day('2019-05-01');
    expect(day!.status.slice(9, 12)).toBe('mmm');
    expect(day!.hours[10]).toBeCloseTo(1.9, 6);
  });
});

describe('a swap told as a date, its moment taken from the readings around', () => {
  it('runs on across it with the registers', async () => {
    await base.deliverMeters(byDate);
    await deliverBoth();
    const day = await base.day('2019-05-01');
    expect(day!.hours[10]).toBeCloseTo(2, 6);
    expect(day!.status).toBe('m'.repeat(24));
    expect(await base.total()).toBeCloseTo(76.7 + 39.3, 6);
  });

  it('closes the old meter with its last reading and opens the new one with its first when nobody read the registers', async () => {
    await base.deliverMeters(dateAlone);
    await deliverBoth();
    const day = await base.day('2019-05-01');
    expect(day!.status.slice(8, 13)).toBe('mm-mm');
    expect(await base.total()).toBeCloseTo(76 + 38, 6);
  });

  it('spreads what the registers tell over the hours without readings, and takes none of them for a peak', async () => {
    await base.deliverMeters(byDate);
    await base.deliverRegisters(old.slice(0, -3));
    await base.deliverRegisters(young.slice(2), { serial: 'B2' });
    const day = await base.day('2019-05-01');
    expect(day!.status.slice(6, 15)).toBe('meeeeeemm');
    expect(day!.hours[9]).toBeCloseTo(2, 6);
    expect(day!.peak_kwh).toBeCloseTo(2, 6);
    expect(await base.total()).toBeCloseTo(76.7 + 39.3, 6);
  });

  it.each<[what: string, swap: string, extra: { serial: string; registers: Register[] }]>([
    ['the old one', byDate, { serial: 'A1', registers: hourly('2019-05-01T11:00', 5, 5028.7, () => 0) }],
    ['the new one', byDate, { serial: 'B2', registers: hourly('2019-05-01T00:00', 11, 0, () => 0) }],
  ])('believes neither meter while both send, as when %s lies in the van', async (_, swap, { serial, registers }) => {
    await base.deliverMeters(swap);
    await deliverBoth();
    await base.deliverRegisters(registers, { serial });
    const day = await base.day('2019-05-01');
    expect(day!.missing_hours).toBe(0);
    expect(day!.estimated_hours).toBeGreaterThan(4);
    expect(day!.peak_kwh).toBeCloseTo(2, 6);
    expect(await base.total()).toBeCloseTo(76.7 + 39.3, 6);
  });

  it('joins the volume where its registers are told, and else does not know the volume of that day', async () => {
    const csv = (serial: string, rows: [string, number, number][]) =>
      [
        'metering_point_id;meter_serial;time;energy_kwh;volume_m3',
        ...rows.map((row) => `707057500000000017;${serial};${row.join(';')}`),
        '',
      ].join('\n');
    const deliver = async () => {
      await base.deliver(
        csv('A1', [
          ['2019-04-30T22:00:00Z', 100, 50],
          ['2019-05-01T08:00:00Z', 120, 51],
        ]),
      );
      await base.deliver(
        csv('B2', [
          ['2019-05-01T10:00:00Z', 2, 0.5],
          ['2019-05-01T22:00:00Z', 26, 2],
        ]),
      );
    };
    const head = `${columns};opening_volume_m3;closing_volume_m3\n`;
    await base.deliverMeters(`${head}707057500000000017;A1;;2019-05-01;;121;;51.2\n707057500000000017;B2;2019-05-01;;0;;0.4;\n`);
    await deliver();
    expect((await base.day('2019-05-01'))!.volume_m3).toBeCloseTo(1.2 + 1.6, 6);
    await clear(base);
    await base.deliverMeters(meters('A1;;2019-05-01;;121', 'B2;2019-05-01;;0;'));
    await deliver();
    expect(await base.day('2019-05-01')).toMatchObject({ energy_kwh: 21 + 26, volume_m3: null });
  });
});

describe('what comes in another order', () => {
  const gap = [old.slice(0, -3), young.slice(2)] as const;
  const far = [old.slice(0, 2), young.slice(15)] as const;

  it.each([
    ['the swap before the readings', ['swap', 'old', 'young']],
    ['the new meter before the old', ['swap', 'young', 'old']],
    ['the swap last', ['old', 'named', 'young', 'swap']],
    ['the swap told again with registers', ['bare', 'old', 'young', 'swap']],
    ['the swap told again with another date', ['late', 'old', 'young', 'swap']],
  ])('gives the same: %s', async (_, order) => {
    for (const [before, after] of [gap, far]) {
      const steps: Record<string, () => Promise<unknown>> = {
        swap: () => base.deliverMeters(byDate),
        bare: () => base.deliverMeters(dateAlone),
        late: () => base.deliverMeters(meters('A1;;;;', 'B2;2019-05-03;;;')),
        named: () => base.deliverMeters(meters('A1;;;;', 'B2;2019-04-29 12:00;;;').replace('A1;;', 'A1;;2019-04-29 11:00')),
        old: () => base.deliverRegisters(before),
        young: () => base.deliverRegisters(after, { serial: 'B2' }),
      };
      await clear(base);
      for (const step of ['swap', 'old', 'young']) await steps[step]!();
      const whole = await base.everything();
      expect(await base.total()).toBeCloseTo(after.at(-1)![1] + 5028.7 - 4952, 6);
      await clear(base);
      for (const step of order) await steps[step]!();
      expect(await base.everything()).toEqual(whole);
    }
  });

  it('corrects the hours across the swap when a reading beside it is corrected or comes late', async () => {
    await base.deliverMeters(byDate);
    await base.deliverRegisters(far[0]);
    await base.deliverRegisters(far[1], { serial: 'B2' });
    await base.deliverRegisters(old);
    await base.deliverRegisters(young, { serial: 'B2' });
    const whole = await base.everything();
    await clear(base);
    await base.deliverMeters(byDate);
    await deliverBoth();
    expect(await base.everything()).toEqual(whole);
  });
});

it('comes to the registers and to the same hours, with any readings around the swap in any order', async () => {
  const swap = 31 * 60 + 40;
  // Minutes from the midnight before the day of the swap on: the old meter up to the day's end, the new one from its beginning.
  const minutes = (from: number, to: number) => fc.uniqueArray(fc.integer({ min: from, max: to }), { maxLength: 12 });
  const readings = fc.record({
    old: minutes(0, 47 * 3).map((thirds) => thirds.map((third) => third * 20)),
    young: minutes(24 * 3 + 1, 72 * 3).map((thirds) => thirds.map((third) => third * 20)),
    parts: fc.array(fc.nat(3), { minLength: 30, maxLength: 30 }),
    told: fc.nat(4),
  });
  // 6 kWh an hour through whichever meter is in; the other stands still.
  const at = (minute: number) => DateTime.fromISO('2019-04-30T00:00', { zone: 'Europe/Oslo' }).plus({ minutes: minute }).toISO()!;
  const oldRegister = (minute: number): Register => [at(minute), 5000 + Math.min(minute, swap) / 10];
  const youngRegister = (minute: number): Register => [at(minute), 7 + Math.max(0, minute - swap) / 10];
  const registers = meters(`A1;;2019-05-01;;${oldRegister(swap)[1]}`, 'B2;2019-05-01;;7;');
  const overlapped = {
    old: [40, 1800, 20],
    young: [1480, 1740, 1460, 3100, 3840, 1620],
    parts: [1, 2, 1, 0, 0, 1, 2, 1, 0, 1, 3, 1, 0, 1, 3, 3, 0, 3, 1, 3, 1, 0, 0, 0, 1, 0, 1, 2, 0, 0],
    told: 3,
  };
  await fc.assert(
    fc.asyncProperty(readings, async ({ old: some, young: others, parts, told }) => {
      const [before, after] = [[0, ...some.filter((minute) => minute > 0)].map(oldRegister), [...others, 73 * 60].map(youngRegister)];
      await clear(base);
      await base.deliverMeters(registers);
      await base.deliverRegisters(before);
      await base.deliverRegisters(after, { serial: 'B2' });
      const whole = (await base.everything()) as { hours: (number | null)[]; peak_kwh: number | null }[];
      expect(await base.total()).toBeCloseTo(73 * 6, 6);
      expect(whole.flatMap(({ hours }) => hours.slice(0, 1)).every((kWh) => kWh !== null && kWh >= 0)).toBe(true);
      expect(whole.flatMap(({ hours }) => hours).filter((kWh) => kWh === null)).toHaveLength(23);
      await clear(base);
      await base.deliverMeters(meters('A1;;;;', 'B2;2019-05-01;;;'));
      const all = [...before.map((one) => ['A1', one] as const), ...after.map((one) => ['B2', one] as const)];
      for (let part = 0; part < 4; part++) {
        if (part === told) await base.deliverMeters(registers);
        for (const serial of ['B2', 'A1']) {
          const ofPart = all.filter(([of], index) => of === serial && parts[index % 30] === part).map(([, register]) => register);
          if (ofPart.length > 0) await base.deliverRegisters(ofPart, { serial });
        }
      }
      if (told === 4) await base.deliverMeters(registers);
      expect(await base.everything()).toEqual(whole);
    }),
    // Looking for a smaller example takes many runs: it ends before the test's own time does, and the example found is told.
    // Of the day of the swap no reading is believed here, so the next day begins with one from the day before it.
    { numRuns: runs(12), plugins: [fc.interruptAfterTimeLimit(200_000)], examples: [[overlapped]] },
  );
});

interface Swaps {
  /** When each meter is read, in thirds of an hour since 30 April. */
  times: number[][];
  /** When the second is swapped. */
  second: string;
  /** Of which swaps the registers are told. */
  told: boolean[];
}

it('computes each day by itself as together with the days around it, over one swap after another', async () => {
  // The first meter is taken down on 1 May, the second the next day or on the same, and the third stays; each moves while it hangs there.
  const thirds = (fromDay: number, toDay: number) =>
    fc.uniqueArray(fc.integer({ min: fromDay * 72, max: toDay * 72 - 1 }), { minLength: 1, maxLength: 7 });
  const readings: fc.Arbitrary<Swaps> = fc.record({
    times: fc.tuple(thirds(0, 2), thirds(1, 3), thirds(1, 5)),
    second: fc.constantFrom('2019-05-02', '2019-05-02 07:20'),
    told: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
  });
  const oneAfterAnother: Swaps[] = [
    // Nothing of the last meter counts for the first days, but that it tells against the second.
    { times: [[45, 6, 2], [203, 86, 152, 120, 137, 102], [152]], second: '2019-05-02', told: [true, true] },
    // The second has but one reading, which is not believed.
    { times: [[18], [210], [180, 260, 264, 234, 76, 150]], second: '2019-05-02', told: [true, false] },
    // The last that is believed lies on the date of the swap before.
    { times: [[98], [180, 77, 139, 76, 78], [150, 160, 346, 73, 323, 127, 78]], second: '2019-05-02', told: [false, true] },
  ];
  const swaps = [1900, 3320];
  const at = (minute: number) => DateTime.fromISO('2019-04-30T00:00', { zone: 'Europe/Oslo' }).plus({ minutes: minute }).toISO()!;
  const between = (from: number, to: number, minute: number) => Math.min(Math.max(minute, from), to);
  const ends = [0, ...swaps, 9999];
  await fc.assert(
    fc.asyncProperty(readings, async ({ times, second, told }) => {
      await clear(base);
      const register = (index: number, minute: number) =>
        1000 * (3 - index) + (between(ends[index]!, ends[index + 1]!, minute) - ends[index]!) / 10;
      const date = ['2019-05-01', second];
      const line = (index: number) => {
        const [before, after] = [date[index - 1], date[index]];
        const opening = before && told[index - 1] ? register(index, swaps[index - 1]!) : '';
        const closing = after && told[index] ? register(index, swaps[index]!) : '';
        return `${['A1', 'B2', 'C3'][index]};${before ?? ''};${after ?? ''};${opening};${closing}`;
      };
      await base.deliverMeters(meters(line(0), line(1), line(2)));
      for (const [index, read] of times.entries())
        await base.deliverRegisters(
          read.toSorted((one, other) => one - other).map((third): Register => [at(third * 20), register(index, third * 20)]),
          { serial: ['A1', 'B2', 'C3'][index]! },
        );
      const whole = await base.everything();
      for (const day of ['2019-04-30', '2019-05-01', '2019-05-02', '2019-05-03', '2019-05-04'])
        await base.database.transaction(async (transaction) => {
          const tables = await WorkTables.open(transaction, 'again');
          await derive(
            transaction,
            tables,
            `select metering_point_id, '${day}'::date, '${day}'::date from metering_point where metering_point_id = 707057500000000017`,
            new Date(),
          );
          await tables.dropAll();
        });
      expect(await base.everything()).toEqual(whole);
    }),
    { numRuns: runs(10), endOnFailure: true, examples: oneAfterAnother.map((one): [Swaps] => [one]) },
  );
});

it('takes what was set aside of a meter nobody knew once the swap is told', async () => {
  await base.deliverRegisters(old);
  expect((await base.deliverRegisters(young, { serial: 'B2' })).rejections[0]).toMatchObject({ reason: 'unknown-meter', line: 2 });
  expect(await base.deliverMeters(byTime)).toMatchObject({ stored: 1, changed: 1 });
  expect((await base.day('2019-05-01'))!.hours[10]).toBeCloseTo(2, 6);
  expect(await base.deliverRegisters(young, { serial: 'B2' })).toMatchObject({ stored: 0, rejected: 0, unchanged: 20 });
  expect(await base.deliverMeters(byTime)).toMatchObject({ unchanged: 2, changed: 0, days: 0 });
  expect(await base.database('reading_beside').count()).toEqual([{ count: '0' }]);
});

describe('a meters file that is refused', () => {
  it.each<[what: string, content: string, line: number | undefined, column: string | undefined, words: RegExp]>([
    ['two meters at the same time', meters('A1;;;;', 'B2;;;;'), 2, 'installed_at', /same time as meter B2/],
    ['a date for one and a time for the other', meters('A1;;2019-05-01;;', 'B2;2019-05-01 10:20;;;'), 2, 'installed_at', /same time/],
    ['removed before it is installed', meters('A1;2019-05-02;2019-05-01;;'), 2, 'removed_at', /removed before it is installed/],
    ['an opening register without a moment', meters('A1;;;7;'), 2, 'installed_at', /opening register needs/],
    ['a closing register without a moment', meters('A1;;;;7'), 2, 'removed_at', /closing register needs/],
    ['a time that is none', meters('A1;2019;;;'), 2, 'installed_at', /"2019" is not a time/],
    ['a column that there is not', meters('A1;;;;').replace('closing_energy_kwh', 'closing_kwh'), 1, 'closing_kwh', /no such column/],
    ['a column missing', 'meter_serial\nA1\n', 1, 'metering_point_id', /missing/],
    ['nothing in it', '', 1, undefined, /empty/],
  ])('for %s', async (_, content, line, column, words) => {
    const fault = await base.deliverMeters(content).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(InputFault);
    expect(fault).toMatchObject({ line, column, message: expect.stringMatching(words) });
    expect(await base.database('meter')).toEqual([]);
  });
});
