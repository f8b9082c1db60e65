import type { Knex } from 'knex';
import { statement } from '../../database/statement.ts';
import { zone } from '../../ground/zone.ts';
import type { MeterUse } from './compare-with-meter.ts';

interface PointUse {
  kwh: number | null;
  estimatedHours: number;
  missingHours: number;
  registerFromKwh: number | null;
  registerToKwh: number | null;
  swaps: string[] | null;
  replacedEstimates: boolean | null;
  replacedOthers: boolean | null;
  registerFromOn: string | null;
  registerToOn: string | null;
}

const midnight = (day: string) => `(${day}::timestamp at time zone '${zone}')`;

const registerAt = (day: string) => `
  (select energy_kwh from reading where metering_point_id = :point::bigint and day between ${day} - 1 and ${day} and interval_seconds = 0
   and at = ${midnight(day)} order by serial limit 1)`;
/**
 * The day at whose local midnight the meter stood at a register, within some days: meters are read for invoices at midnight.
 * Any moment would fit any register.
 */
const reachedOn = (register: string, day: string) => `
  (select (at at time zone '${zone}')::date from reading
   where metering_point_id = :point::bigint and day between ${day} - 13 and ${day} + 12 and interval_seconds = 0
     and at = date_trunc('day', at, '${zone}') and abs(energy_kwh - ${register}) <= 1
   order by abs((at at time zone '${zone}')::date - ${day}), abs(energy_kwh - ${register}) limit 1)`;

/** Use per interval may be told for so long at once. */
const longestIntervalDays = 400;

/** One metering point at a time: that is how the metering is spread over machines. */
const pointUse = statement<PointUse>(
  'invoice-meter-use',
  `with asked as (select :from::date as first, :to::date + 1 as after, :registerFrom::float8 as register_from, :registerTo::float8 as register_to)
   select sums.kwh, coalesce(sums.estimated, 0)::int as "estimatedHours",
     (round(extract(epoch from ${midnight('after')} - ${midnight('first')}) / 3600) - coalesce(sums.hours, 0))::int as "missingHours",
     ${registerAt('first')} as "registerFromKwh", ${registerAt('after')} as "registerToKwh",
     (select array_agg(serial order by installed_at) from meter
      where metering_point_id = :point::bigint and installed_at > ${midnight('first')} and installed_at < ${midnight('after')}) as swaps,
     replaced.estimates as "replacedEstimates", replaced.others as "replacedOthers",
     ${reachedOn('register_from', 'first')}::text as "registerFromOn", (${reachedOn('register_to', 'after')} - 1)::text as "registerToOn"
   from asked
   cross join lateral (
     select sum(energy_kwh) as kwh, sum(measured_hours + estimated_hours) as hours, sum(estimated_hours) as estimated
     from consumption_day where metering_point_id = :point::bigint and day >= first and day < after) sums
   cross join lateral (
     select bool_or(b.quality = 'e') as estimates, bool_or(b.quality <> 'e') as others
     from (select d.day, d.serial, d.interval_seconds, coalesce(d.energy_kwh[n], register_at(d.energy_kwh_packed, n)) as kwh, coalesce(substr(d.quality, n, 1), 'm') as quality,
         d.first_at + coalesce(d.offsets[n], (n - 1) * d.step_seconds) * interval '1 second' as at
       from reading_beside d cross join lateral generate_series(1, d.count) n
       where d.metering_point_id = :point::bigint and d.day between first - ${longestIntervalDays} and after and d.reason is null
         and d.recorded_at >= ${midnight(':issuedOn::date')}) b
     where b.at + b.interval_seconds * interval '1 second' >= ${midnight('first')} and b.at <= ${midnight('after')}
       and (b.interval_seconds = 0 or (b.at < ${midnight('after')} and b.at + b.interval_seconds * interval '1 second' > ${midnight('first')}))
       and exists (select from reading r where r.metering_point_id = :point::bigint and r.day = b.day and r.serial = b.serial
         and r.interval_seconds = b.interval_seconds and r.at = b.at and r.energy_kwh <> b.kwh)) replaced`,
);

/** What the portal has of a period of some metering points. */
export async function readMeterUse(
  database: Knex,
  points: readonly string[],
  asked: { from: string; to: string; issuedOn: string; registerFrom: number | null; registerTo: number | null },
): Promise<MeterUse> {
  const found = await Promise.all(points.map(async (point) => (await pointUse(database, { point, ...asked }))[0]!));
  const [only] = found.length === 1 ? found : [];
  return {
    meteringPoints: points,
    kwh: found.length === 0 || found.some(({ kwh }) => kwh === null) ? null : found.reduce((sum, { kwh }) => sum + kwh!, 0),
    estimatedHours: Math.max(0, ...found.map(({ estimatedHours }) => estimatedHours)),
    missingHours: Math.max(0, ...found.map(({ missingHours }) => missingHours)),
    registerFromKwh: only?.registerFromKwh ?? null,
    registerToKwh: only?.registerToKwh ?? null,
    swaps: found.flatMap(({ swaps }) => swaps ?? []),
    replacedEstimates: found.some(({ replacedEstimates }) => replacedEstimates === true),
    replacedOthers: found.some(({ replacedOthers }) => replacedOthers === true),
    registerFromOn: only?.registerFromOn ?? null,
    registerToOn: only?.registerToOn ?? null,
  };
}
