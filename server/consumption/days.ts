import type Koa from 'koa';
import type { PointChoice } from '../contract.ts';
import type { Services } from '../services.ts';
import type { PointDay } from './add-up.ts';
import { readChosen, type Chosen } from './chosen.ts';
import { spanColumns, spanSql, type PointSpan } from './point-span.ts';
import { pointStatement } from './point-statement.ts';

export interface Days {
  chosen: Chosen;
  spans: PointSpan[];
  /** The part of the first asked span of days that lies in the relationship's period; null where none does. */
  firstDay: string | null;
  lastDay: string | null;
  /** The chosen points' days of both spans, in order. */
  days: PointDay[];
}

const daysOf = pointStatement<PointSpan & { days: PointDay[] }>(
  'days',
  (told) => `with ${spanSql(told)},
   shown as (
     select * from consumption_day where metering_point_id = ${told.point}
       and day between greatest(${told.firstDay}, :from::date) and least(${told.lastDay}, :to::date)
     union all
     select * from consumption_day where metering_point_id = ${told.point}
       and day between greatest(${told.firstDay}, :fromBefore::date) and least(${told.lastDay}, :toBefore::date))
   select ${spanColumns},
     coalesce((select json_agg(json_build_object('day', day, 'hours', hours, 'status', status, 'energyKwh', energy_kwh,
       'measuredHours', measured_hours, 'estimatedHours', estimated_hours, 'missingHours', missing_hours) order by day) from shown), '[]') as days
   from first, last`,
);

/** Local days from one to another, and those that they are compared with. @throws Failure as `readChosen`. */
export async function readDays(
  services: Services,
  ctx: Koa.Context,
  asked: PointChoice | undefined,
  span: { from: string; to: string; fromBefore: string; toBefore: string },
): Promise<Days> {
  const { found, ...chosen } = await readChosen(services, ctx, asked, daysOf, span);
  const { own } = chosen;
  // Days as text sort as they follow one another, and `infinity` after all of them.
  const [, firstDay = ''] = [own.firstDay, span.from].toSorted();
  const [lastDay = ''] = [own.lastDay, span.to].toSorted();
  const inside = firstDay <= lastDay;
  return {
    chosen,
    spans: found,
    firstDay: inside ? firstDay : null,
    lastDay: inside ? lastDay : null,
    days: found.flatMap(({ days }) => days),
  };
}
