import fc from 'fast-check';
import { expect, it } from 'vitest';
import { units } from '../../../server/metering/files/quantity.ts';
import { readNumber } from '../../../server/metering/files/number.ts';
import { packed } from '../../../server/metering/pack/packed-registers.ts';
import { packAll, valuesOf } from '../../../server/metering/stage/packed-sql.ts';
import { packStored } from '../../../server/metering/store/pack-stored.ts';
import { hourly, openBase, point, unpackAll } from './fixture.ts';

const base = await openBase();
const { database } = base;

const asRead = (text: string) => readNumber(text, 0, text.length, 46);

/** A day of a register as a meter sends it: so many decimals of a unit, steps, a roll-over somewhere. */
const register = fc
  .record({
    unit: fc.constantFrom(...Object.values(units.energy), 1, 1, 1),
    digits: fc.integer({ min: 1, max: 9 }),
    decimals: fc.integer({ min: 0, max: 6 }),
    steps: fc.array(fc.nat(3000), { minLength: 1, maxLength: 100 }),
    from: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  })
  .map(({ unit, digits, decimals, steps, from }) => {
    const end = 10 ** digits;
    let count = Math.floor(from * end);
    return steps.map((step) => {
      count = (count + step) % end;
      const text = String(count).padStart(decimals + 1, '0');
      return asRead(decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`) * unit;
    });
  });

/** Cleaned data with every digit that a double has, and whatever else. */
const anything = fc.array(
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: 0, max: 1e6 }),
    fc.constant(null),
    fc.integer(),
    fc.nat(2 ** 30).map((n) => n / 1000),
  ),
  { minLength: 1, maxLength: 30 },
);

const plain = (values: readonly (number | null)[]) => values.map((value) => (value === null || Number.isNaN(value) ? null : value + 0));

it('gives back every register to its last digit, by the same bytes in Node and in the database', async () => {
  let small = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(register, anything), { minLength: 20, maxLength: 20 }), async (days) => {
      const all = days.map(plain);
      const bytes = all.map((values) => packed(values));
      small += bytes.filter((one) => one !== null).length;
      const { rows } = await database.raw(
        `select p.energy_kwh_packed as packed, ${valuesOf('p', 'energy_kwh')} as values,
           (select array_agg(coalesce(p.energy_kwh[n], register_at(p.energy_kwh_packed, n)) order by n) from generate_series(1, p.count) n) as each
         from (${packAll(
           `select cardinality(d.energy_kwh) as count, d.* from jsonb_to_recordset(cast(? as jsonb)) as d (n int, energy_kwh float8[], volume_m3 float8[],
             flow_m3c float8[], return_m3c float8[], power_kw float8[], flow_lh float8[], flow_temperature float8[], return_temperature float8[])`,
           'n, count',
         )}) p order by n`,
        [JSON.stringify(all.map((values, n) => ({ n, energy_kwh: values })))],
      );
      for (const [index, values] of all.entries()) {
        expect(rows[index].packed?.toString('hex') ?? null, String(values)).toBe(bytes[index]?.toString('hex') ?? null);
        expect(rows[index].values.map(Number)).toEqual(values.map(Number));
        expect(rows[index].values).toEqual(values);
        expect(rows[index].each).toEqual(values);
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect(small).toBeGreaterThan(80);
});

it.each([
  ['a register that stands still', [512.3, 512.3, 512.3], 6],
  ['whole kWh', [812, 813, 816], 9],
  ['kWh with three decimals', [812.001, 813.204, 815], 12],
  ['a register that goes over its end', [99_999, 2], 12],
])('takes few bytes for %s', (_, values, bytes) => {
  expect(packed(values)).toHaveLength(bytes);
});

it.each([
  ['14 digits', [812.12345678901]],
  ['GJ', [3.7 * (1e3 / 3.6)]],
  ['a value below zero', [-1, 2]],
  ['a missing value', [1, null]],
  ['values far apart', [1, 20_000_000]],
  ['numbers past all meters', [2 ** 40]],
  ['nothing', []],
])('leaves %s as it is', (_, values) => {
  expect(packed(values)).toBeNull();
});

it('packs what an earlier version stored, but for a day that an import holds, and what is shown stays', async () => {
  const registers = hourly('2019-02-01T00:00', 72);
  const [time, energy] = registers[30]!;
  await base.deliverRegisters(registers);
  await base.deliverRegisters([[time, energy + 0.5]]);
  const stored = () => database('reading_day').select('*', database.raw('day::text')).orderBy('reading_day.day');
  const readings = () => database.raw('select * from reading order by at').then(({ rows }) => rows);
  const [packedOnce, read, shown] = [await stored(), await readings(), await base.everything()];
  await unpackAll(base);
  expect(await readings()).toEqual(read);
  const holding = await database.transaction();
  await holding('reading_day').where('metering_point_id', point).where('day', '2019-02-02').forUpdate();
  expect(await packStored(database)).toBe(2);
  await holding.rollback();
  expect(await packStored(database)).toBe(1);
  expect(await packStored(database)).toBe(0);
  expect([await stored(), await readings(), await base.everything()]).toEqual([packedOnce, read, shown]);
});
