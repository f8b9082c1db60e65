import type Koa from 'koa';
import type { PointChoice } from '../contract/consumption.ts';
import type { Services } from '../services.ts';
import { daysWithValuesColumns, daysWithValuesSql } from './days-with-values.ts';
import type { PointDays } from './local-days.ts';
import type { OwnPoints } from '../customers/own-points.ts';
import { readSelected, type SelectedPoints } from './selected-points.ts';
import { statementPerPoint } from './statement-per-point.ts';
import { storedDaySql } from './stored-day.ts';

export interface ReadDays {
  selected: SelectedPoints;
  /** The part of the first asked span of days that lies in the relationship's period; null where none does. */
  firstDay: string | null;
  lastDay: string | null;
  /** The selected points' days of both spans, in order. */
  points: PointDays[];
}

/** The days asked for, and those that they are compared with: local dates, both counted in. */
export interface AskedSpan {
  from: string;
  to: string;
  fromBefore: string;
  toBefore: string;
}

/** No days to compare with. */
export const withoutBefore = { fromBefore: '1990-01-02', toBefore: '1990-01-01' } as const;

const daysOf = statementPerPoint<PointDays>(
  'days',
  (terms) => `with ${daysWithValuesSql(terms)},
   shown as (
     select * from consumption_day where metering_point_id = ${terms.point}
       and day between greatest(${terms.firstDay}, :from::date) and least(${terms.lastDay}, :to::date)
     union all
     select * from consumption_day where metering_point_id = ${terms.point}
       and day between greatest(${terms.firstDay}, :fromBefore::date) and least(${terms.lastDay}, :toBefore::date))
   select ${daysWithValuesColumns(terms)},
     coalesce((select json_agg(${storedDaySql()} order by day) from shown), '[]') as days
   from first, last`,
);

/** Local days from one to another, and those that they are compared with. @throws Failure as `readSelected`. */
export async function readDays(services: Services, ctx: Koa.Context, asked: PointChoice | undefined, span: AskedSpan): Promise<ReadDays> {
  const { found, selected } = await readSelected(services, ctx, asked, daysOf, { ...span });
  return inOwnPeriod(selected, found, span);
}

/** The same of one metering point, for a caller who is known to have it. */
export async function readDaysOfPoint({ database }: Services, own: OwnPoints, point: string, span: AskedSpan): Promise<ReadDays> {
  const found = await daysOf.ofPoint(database, { ...span, ...own, point });
  return inOwnPeriod({ own, choice: point, ids: [point] }, found, span);
}

function inOwnPeriod(selected: SelectedPoints, found: PointDays[], span: AskedSpan): ReadDays {
  const { own } = selected;
  // Days as text sort as they follow one another, and `infinity` after all of them.
  const [, firstDay = ''] = [own.firstDay, span.from].toSorted();
  const [lastDay = ''] = [own.lastDay, span.to].toSorted();
  const inside = firstDay <= lastDay;
  return { selected, firstDay: inside ? firstDay : null, lastDay: inside ? lastDay : null, points: found };
}
