import fc from 'fast-check';
import type { Base } from '../server/metering/fixture.ts';
import { clear, ownCsv } from '../server/metering/fixture.ts';
import { faultyDelivery, type Delivery } from './faulty-registers.ts';

interface Outcome {
  /** Days with their hours and statuses. */
  days: string;
  /** Each reading that is set aside, with its reason. */
  aside: string;
}

const pointOf = (n: number) => `7070575000${String(n).padStart(8, '0')}`;

/** Delivers to many houses at once, each its own, in one file or cut into several; answers what each house then has. */
async function deliver(base: Base, deliveries: readonly Delivery[], cut: boolean): Promise<Outcome[]> {
  await clear(base);
  const parts = deliveries.map(({ registers, cuts }) => {
    const places = [0, ...new Set(cut ? cuts.toSorted((one, other) => one - other) : []), registers.length];
    return places.slice(1).map((to, n) => registers.slice(places[n], to));
  });
  const rounds = Math.max(...parts.map(({ length }) => length));
  for (let round = 0; round < rounds; round++) {
    const lines = parts.flatMap((part, n) => (part[round] ? ownCsv(part[round], `A${n}`, pointOf(n)).trimEnd().split('\n').slice(1) : []));
    await base.deliver(`metering_point_id;meter_serial;time;energy_kwh\n${lines.join('\n')}\n`);
  }
  const days = await base.database.raw(
    `select metering_point_id, string_agg(concat_ws(' ', day, status, (select string_agg(coalesce(round(kwh::numeric, 6)::text, '-'), ',') from unnest(hours) kwh)), '; ' order by day) as all
     from consumption_day group by 1`,
  );
  const aside = await base.database.raw(
    `select metering_point_id, string_agg(concat_ws(' ', at, kwh, reason), '; ' order by at, kwh, reason) as all
     from (select metering_point_id, reason, first_at + coalesce(offsets[n], (n - 1) * step_seconds) * interval '1 second' as at, kwh
       from reading_beside b cross join lateral unnest(energy_kwh) with ordinality u (kwh, n) where reason is not null) b group by 1`,
  );
  const all = ({ rows }: { rows: { metering_point_id: string; all: string }[] }) =>
    new Map(rows.map((row) => [row.metering_point_id, row.all]));
  const [daysOf, asideOf] = [all(days), all(aside)];
  return deliveries.map((_, n) => ({ days: daysOf.get(pointOf(n)) ?? '', aside: asideOf.get(pointOf(n)) ?? '' }));
}

/** Delivers random series with faults to so many houses, whole and cut, and answers those that came out otherwise, smallest first. */
export async function findCutDifferences(base: Base, houses: number, seed: number): Promise<unknown[]> {
  const deliveries = fc.sample(faultyDelivery, { numRuns: houses, seed });
  await base
    .database('metering_point')
    .insert(deliveries.map((_, n) => ({ metering_point_id: pointOf(n) })))
    .onConflict()
    .ignore();
  const whole = await deliver(base, deliveries, false);
  const cut = await deliver(base, deliveries, true);
  if (process.env['SHOWN'])
    console.log(
      whole.filter(({ aside }) => aside).length,
      whole.filter(({ days }) => days.includes('e')).length,
      JSON.stringify(whole.slice(0, 3)).slice(0, 1500),
    );
  return deliveries
    .flatMap(({ registers, cuts, faults }, n) => {
      const same = whole[n]!.days === cut[n]!.days && whole[n]!.aside === cut[n]!.aside;
      return same ? [] : [{ n, faults, cuts, whole: whole[n], cut: cut[n], registers: registers.map(([, energy]) => energy).join(' ') }];
    })
    .toSorted((one, other) => one.faults.length - other.faults.length || one.cuts.length - other.cuts.length);
}
