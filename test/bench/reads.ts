import type { Knex } from 'knex';
import { daySpan, monthSpan } from '../../server/consumption/calendar.ts';
import { presentDay } from '../../server/consumption/day.ts';
import { readDays } from '../../server/consumption/days.ts';
import { presentMonth } from '../../server/consumption/month.ts';
import { readYears } from '../../server/consumption/years.ts';
import { withBase } from './metering/base.ts';
import { firstPoint } from './metering/delivery.ts';
import { fillAlike } from './metering/many.ts';
import { compare, type Row } from './row.ts';

const few = 20;
const many = Number(process.env.BENCH_POINTS ?? 2000);
const days = 3 * 365;
const rounds = 300;
const now = new Date('2026-01-05T12:00:00Z');
const views = ['year', 'month', 'day'] as const;

/** What the three views' endpoints do for a customer, with few houses in the base and with many. */
export async function run(): Promise<Row[]> {
  return withBase(many, async (database, folder) => {
    const { rows } = await database.raw(
      `with r as (insert into relationship (plant_number, customer_name, address, postal_code, city, valid_from)
         select n::text, 'A', 'B', '1600', 'C', '2020-01-01' from generate_series(1, ${many}) n returning relationship_id, plant_number::int as n),
       p as (insert into relationship_metering_point (relationship_id, metering_point_id) select relationship_id, ${firstPoint} + n - 1 from r)
       select relationship_id from r order by n limit ${few}`,
    );
    const readers = rows.map((row: { relationship_id: string }) => row.relationship_id);
    await fillAlike(database, folder, { points: few, days });
    const before = await measure(database, readers);
    await fillAlike(database, folder, { points: many, days, known: few });
    const after = await measure(database, readers);
    return views.map((view) =>
      compare({
        name: `reads: ${view}, ${many} points against ${few}`,
        ours: after[view],
        reference: before[view],
        unit: 'ms',
        atMost: 1.3,
      }),
    );
  });
}

async function measure(database: Knex, relationshipIds: string[]): Promise<Record<(typeof views)[number], number>> {
  const times: Record<string, number[]> = { year: [], month: [], day: [] };
  for (let round = 0; round < rounds; round++) {
    const reader = { relationshipId: relationshipIds[round % relationshipIds.length]!, accountId: null };
    const month = `2024-${String((round % 12) + 1).padStart(2, '0')}`;
    const calls = {
      year: () => readYears(database, reader, undefined, now),
      month: async () =>
        presentMonth(month, (await readDays(database, reader, { point: undefined, ...monthSpan(month) }))!, undefined, now),
      day: async () =>
        presentDay(`${month}-15`, (await readDays(database, reader, { point: undefined, ...daySpan(`${month}-15`) }))!, undefined, now),
    };
    for (const view of views) {
      const begin = performance.now();
      await calls[view]();
      // The first rounds warm up.
      if (round >= rounds / 5) times[view]!.push(performance.now() - begin);
    }
  }
  const median = (values: number[]) => values.sort((left, right) => left - right)[Math.floor(values.length / 2)]!;
  return { year: median(times['year']!), month: median(times['month']!), day: median(times['day']!) };
}
