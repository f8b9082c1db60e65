import fc from 'fast-check';
import { defaultMaxPowerKw } from '../../server/metering/pack/register-step.ts';
import type { Base } from '../server/metering/fixture.ts';
import { clear, countKept, ownCsv } from '../server/metering/fixture.ts';
import { faultyDelivery, type Delivery, type Register } from './faulty-registers.ts';

interface Outcome {
  /** Days with their hours and statuses. */
  days: string;
  /** Each reading that is set aside, with its reason. */
  aside: string;
}

const pointOf = (n: number) => `7070575000${String(n).padStart(8, '0')}`;

/** Each house has a meter of its own: one serial hangs at one metering point. */
const linesOf = (registers: Register[], n: number) => ownCsv(registers, `A${n}`, pointOf(n)).trimEnd().split('\n').slice(1);

/** Delivers to many houses at once, each its own, in one file or cut into several; answers what each house then has. */
async function deliver(base: Base, deliveries: readonly Delivery[], cut: boolean): Promise<Outcome[]> {
  await clear(base);
  const parts = deliveries.map(({ registers, cuts }): (Register[] | undefined)[] => {
    const places = [0, ...new Set(cut ? cuts.toSorted((one, other) => one - other) : []), registers.length];
    return places.slice(1).map((to, n) => registers.slice(places[n], to));
  });
  const rounds = Math.max(...parts.map(({ length }) => length));
  for (let round = 0; round < rounds; round++) {
    const lines = parts.flatMap((part, n) => linesOf(part[round] ?? [], n));
    await base.deliver(`metering_point_id;meter_serial;time;energy_kwh\n${lines.join('\n')}\n`);
  }
  // Every reading delivered is shown, superseded or set aside.
  const delivered = deliveries.reduce((sum, { registers }) => sum + registers.length, 0);
  const kept = await countKept(base);
  if (kept !== delivered) throw new Error(`${delivered} readings were delivered, and ${kept} are kept.`);
  await refuseTooMuchUse(base);
  const days = await base.database.raw(
    `select metering_point_id, string_agg(concat_ws(' ', day, status, (select string_agg(coalesce(round(kwh::numeric, 6)::text, '-'), ',') from unnest(hours) kwh)), '; ' order by day) as all
     from consumption_day group by 1`,
  );
  const aside = await base.database.raw(
    `select metering_point_id, string_agg(concat_ws(' ', at, kwh, reason), '; ' order by at, kwh, reason) as all
     from (select metering_point_id, reason, first_at + coalesce(offsets[n], (n - 1) * step_seconds) * interval '1 second' as at, kwh
       from reading_beside b cross join lateral generate_series(1, b.count) n
         cross join lateral (select coalesce(energy_kwh[n], register_at(energy_kwh_packed, n)) as kwh) v where reason is not null) b group by 1`,
  );
  const all = ({ rows }: { rows: { metering_point_id: string; all: string }[] }) =>
    new Map(rows.map((row) => [row.metering_point_id, row.all]));
  const [daysOf, asideOf] = [all(days), all(aside)];
  return deliveries.map((_, n) => ({ days: daysOf.get(pointOf(n)) ?? '', aside: asideOf.get(pointOf(n)) ?? '' }));
}

/** Use is never negative, nor above what a house can use, in no hour, day, month or year; registers in whole kWh are at most one beside. */
export async function refuseTooMuchUse({ database }: Base, maxPowerKw = defaultMaxPowerKw): Promise<void> {
  const { rows } = await database.raw(
    `with hour as (select metering_point_id, day, kwh from consumption_day cross join lateral unnest(hours) kwh where kwh is not null),
       most as (select metering_point_id, coalesce(max_power_kw, :limit) as kw from metering_point)
     select 'hour' as of, metering_point_id, day::text as at, kwh from hour join most using (metering_point_id) where kwh < 0 or kwh > kw + 1
     union all select 'peak', metering_point_id, day::text, peak_kwh from consumption_day join most using (metering_point_id) where peak_kwh < 0 or peak_kwh > kw + 1
     union all
     select name, metering_point_id, at::text, sum(energy_kwh) from (
       select *, date_trunc(name, day::timestamp)::date as at from consumption_day cross join lateral (values ('day'), ('month'), ('year')) n (name)) d join most using (metering_point_id)
     group by name, metering_point_id, at, kw
     having sum(energy_kwh) < 0 or sum(energy_kwh) > kw * sum(measured_hours + estimated_hours) + 1`,
    { limit: maxPowerKw },
  );
  if (rows.length > 0) throw new Error(`More or less than a house can use: ${JSON.stringify(rows.slice(0, 5))}`);
}

/** Delivers random series with faults to so many houses, whole and cut: what came out otherwise, simplest first, and how much there was. */
export async function findCutDifferences(
  base: Base,
  houses: number,
  seed: number,
): Promise<{ different: unknown[]; deliveries: number; withSomethingAside: number }> {
  const deliveries = fc.sample(faultyDelivery, { numRuns: houses, seed });
  await base
    .database('metering_point')
    .insert(deliveries.map((_, n) => ({ metering_point_id: pointOf(n) })))
    .onConflict()
    .ignore();
  const whole = await deliver(base, deliveries, false);
  const cut = await deliver(base, deliveries, true);
  const different = deliveries
    .flatMap(({ registers, cuts, faults }, n) => {
      const same = whole[n]!.days === cut[n]!.days && whole[n]!.aside === cut[n]!.aside;
      return same ? [] : [{ n, faults, cuts, whole: whole[n], cut: cut[n], registers: registers.map(([, energy]) => energy).join(' ') }];
    })
    .toSorted((one, other) => one.faults.length - other.faults.length || one.cuts.length - other.cuts.length);
  return {
    different,
    deliveries: deliveries.reduce((sum, { cuts }) => sum + 2 + new Set(cuts).size, 0),
    withSomethingAside: whole.filter(({ aside }) => aside !== '').length,
  };
}
