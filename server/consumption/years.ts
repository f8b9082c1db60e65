import type Koa from 'koa';
import type { PointChoice, YearsReply } from '../contract.ts';
import type { Services } from '../services.ts';
import { monthInstants } from './calendar.ts';
import { readChosen } from './chosen.ts';
import { consumptionHead } from './head.ts';
import { spanColumns, spanSql, type PointSpan } from './point-span.ts';
import { pointStatement, type Told } from './point-statement.ts';
import { readSumOfMonths, type MonthFigures } from './sum-of-months.ts';

/**
 * The months of one metering point from January two years before its last day on. Summed month by month: putting a
 * thousand days into months by `date_trunc` takes as long as reading them.
 */
export const monthsSql = (told: Told): string => `
  with ${spanSql(told)}
  select ${spanColumns},
    (select json_agg(json_build_array(to_char(month, 'YYYY-MM'), energy_kwh, value_hours, estimated_hours) order by month) filter (where value_hours > 0)
     from generate_series(make_date(extract(year from last.day)::int - 2, 1, 1)::timestamp, last.day::timestamp, interval '1 month') month
     cross join lateral (
       select sum(energy_kwh) as energy_kwh, sum(measured_hours + estimated_hours) as value_hours, sum(estimated_hours) as estimated_hours
       from consumption_day
       where metering_point_id = ${told.point}
         and day >= greatest(month::date, first.day) and day < least((month + interval '1 month')::date, last.day + 1)) sums) as months
  from first, last`;

const months = pointStatement<PointSpan & { months: MonthFigures[] }>('months', monthsSql);

/** The years' view: every month of up to three calendar years that has a value. @throws Failure as `readChosen`. */
export async function readYears(services: Services, ctx: Koa.Context, asked: PointChoice | undefined): Promise<YearsReply> {
  const chosen = await readChosen(services, ctx, asked, months);
  const { own, found } = chosen;
  const figures = found.length > 1 ? await readSumOfMonths(services.database, chosen, found) : (found[0]?.months ?? []);
  const now = services.now().getTime();
  return {
    ...consumptionHead(chosen, found),
    months: figures.map(([month, energyKwh, valueHours, estimatedHours]) => {
      const { from, to } = monthInstants(month);
      const begun = Math.min(to, now, (own.endsAt ?? Infinity) * 1000) - Math.max(from, own.startsAt * 1000);
      const hours = Math.round(begun / 3_600_000);
      return { month, energyKwh, hours, estimatedHours, missingHours: Math.max(0, hours - valueHours) };
    }),
  };
}
