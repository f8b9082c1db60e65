import type { Knex } from 'knex';
import { statement } from '../database/statement.ts';
import type { PointDay } from './add-up.ts';
import type { Chosen } from './chosen.ts';
import { spanColumns, spanSql, type PointSpan } from './point-span.ts';

export interface Days {
  spans: PointSpan[];
  /** The part of the first asked span of days that lies in the relationship's period; null where none does. */
  firstDay: string | null;
  lastDay: string | null;
  /** The chosen points' days of both spans, in order. */
  days: PointDay[];
}

const readPointDays = statement<PointSpan & { days: PointDay[] }>(
  'days',
  `with ${spanSql},
   shown as (
     select * from consumption_day where metering_point_id = :point::bigint
       and day between greatest(:firstDay::date, :from::date) and least(:lastDay::date, :to::date)
     union all
     select * from consumption_day where metering_point_id = :point::bigint
       and day between greatest(:firstDay::date, :fromBefore::date) and least(:lastDay::date, :toBefore::date))
   select ${spanColumns},
     coalesce((select json_agg(json_build_object('day', day, 'hours', hours, 'status', status, 'energyKwh', energy_kwh,
       'measuredHours', measured_hours, 'estimatedHours', estimated_hours, 'missingHours', missing_hours) order by day) from shown), '[]') as days
   from first, last`,
);

/** Local days from one to another, and those that they are compared with. */
export async function readDays(
  database: Knex,
  { own, ids }: Chosen,
  span: { from: string; to: string; fromBefore: string; toBefore: string },
): Promise<Days> {
  const found = (await Promise.all(ids.map((point) => readPointDays(database, { point, ...own, ...span })))).flat();
  // Days as text sort as they follow one another, and `infinity` after all of them.
  const [, firstDay = ''] = [own.firstDay, span.from].toSorted();
  const [lastDay = ''] = [own.lastDay, span.to].toSorted();
  const inside = firstDay <= lastDay;
  return {
    spans: found,
    firstDay: inside ? firstDay : null,
    lastDay: inside ? lastDay : null,
    days: found.flatMap(({ days }) => days),
  };
}
