import { withBase } from './metering/base.ts';
import { firstPoint } from './metering/delivery.ts';
import { fillAlike } from './metering/many.ts';
import { headersOf, signIn, startPortal } from './portal.ts';
import { compare, type Row } from './row.ts';

const few = 20;
const many = Number(process.env.BENCH_POINTS ?? 2000);
const days = 3 * 365;
const rounds = 300;
export const views = ['year', 'month', 'day'] as const;
export type ViewTimes = Record<(typeof views)[number], number>;

/** The three views' endpoints as a signed-in customer calls them, with few houses in the base and with many. */
export async function run(): Promise<Row[]> {
  return withBase(many, async (database, folder, url) => {
    const { rows } = await database.raw(
      `with r as (insert into relationship (plant_number, customer_name, address, postal_code, city, valid_from)
         select n::text, 'A', 'B', '1600', 'C', '2020-01-01' from generate_series(1, ${many}) n returning relationship_id, plant_number::int as n),
       p as (insert into relationship_metering_point (relationship_id, metering_point_id) select relationship_id, ${firstPoint} + n - 1 from r)
       select relationship_id from r order by n limit ${few}`,
    );
    const cookies: string[] = [];
    for (const row of rows) cookies.push(await signIn(database, row.relationship_id));
    const portal = await startPortal(url);
    await fillAlike(database, folder, { points: few, days });
    const before = await timeViews(portal.url, cookies.map(headersOf));
    await fillAlike(database, folder, { points: many, days, known: few });
    const after = await timeViews(portal.url, cookies.map(headersOf));
    await portal.stop();
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

/** Milliseconds of each view, the median of what customers with these headers wait. */
export async function timeViews(url: string, customers: Record<string, string>[]): Promise<ViewTimes> {
  const times: Record<string, number[]> = { year: [], month: [], day: [] };
  for (let round = 0; round < rounds; round++) {
    const headers = customers[round % customers.length]!;
    const month = `2024-${String((round % 12) + 1).padStart(2, '0')}`;
    const paths = { year: 'years', month: `month?month=${month}`, day: `day?date=${month}-15` };
    for (const view of views) {
      const begin = performance.now();
      const reply = await fetch(`${url}/api/consumption/${paths[view]}`, { headers });
      if (reply.status !== 200) throw new Error(`The ${view}'s view answers ${reply.status}`);
      await reply.text();
      // The first rounds warm up.
      if (round >= rounds / 5) times[view]!.push(performance.now() - begin);
    }
  }
  return { year: median(times['year']!), month: median(times['month']!), day: median(times['day']!) };
}

export const median = (values: number[]) => values.toSorted((left, right) => left - right)[values.length >> 1]!;
