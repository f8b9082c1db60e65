import type Koa from 'koa';
import type { PointChoice, YearsReply } from '../contract/consumption.ts';
import type { Services } from '../services.ts';
import { monthInstants } from './calendar.ts';
import { dataSpan, keptFrom } from './data-span.ts';
import { daysWithValuesColumns, daysWithValuesSql, type DaysWithValues } from './days-with-values.ts';
import { readSelected } from './selected-points.ts';
import { statementPerPoint, type PointTerms } from './statement-per-point.ts';
import { readSumOfMonths, type MonthFigures } from './sum-of-months.ts';
import { monthsApart } from './years-apart.ts';

/** SQL: how many hours of the summed days have a letter. */
const lettersSql = (letter: string): string =>
  `coalesce(sum(length(status) - length(replace(status, '${letter}', ''))) filter (where status like '%${letter}%'), 0)`;

/**
 * The months of one metering point from January two years before its last day on. Summed month by month: putting a
 * thousand days into months by `date_trunc` takes as long as reading them.
 */
export const monthsSql = (terms: PointTerms): string => `
  with ${daysWithValuesSql(terms)}
  select ${daysWithValuesColumns(terms)},
    (select json_agg(json_build_array(to_char(month, 'YYYY-MM'), energy_kwh, value_hours, estimated_hours, corrected_hours, manual_hours, whole)
       order by month) filter (where value_hours > 0)
     from generate_series(make_date(extract(year from last.day)::int - 2, 1, 1)::timestamp, last.day::timestamp, interval '1 month') month
     cross join lateral (
       select sum(energy_kwh) as energy_kwh, sum(measured_hours + estimated_hours) as value_hours, sum(estimated_hours) as estimated_hours,
         ${lettersSql('c')} as corrected_hours, ${lettersSql('h')} as manual_hours,
         coalesce(bool_and(abs(energy_kwh - round(energy_kwh)) < 1e-6) filter (where estimated_hours = 0), true) as whole
       from consumption_day
       where metering_point_id = ${terms.point}
         and day >= greatest(month::date, first.day) and day < least((month + interval '1 month')::date, last.day + 1)) sums) as months
  from first, last`;

export const months = statementPerPoint<DaysWithValues & { months: MonthFigures[] }>('months', monthsSql, monthsApart);

/** The years' view: every month of up to three calendar years that has a value. @throws Failure as `readSelected`. */
export async function readYears(services: Services, ctx: Koa.Context, asked: PointChoice | undefined): Promise<YearsReply> {
  const { selected, found } = await readSelected(services, ctx, asked, months);
  const { own } = selected;
  const now = services.now();
  const head = dataSpan(selected, found, now, keptFrom(services.config.retention, now));
  const several = found.length > 1;
  const figures = several
    ? await readSumOfMonths(services.database, selected, found, { now, overdue: head.overdue })
    : (found[0]?.months ?? []);
  const until = Math.min(now.getTime(), (own.endsAt ?? Infinity) * 1000);
  const dataUntil = Date.parse(head.dataUntil ?? '');
  const hoursBetween = (from: number, to: number): number => Math.max(0, Math.ceil((to - from) / 3_600_000));
  return {
    ...head,
    // A whole month of 0 tells nothing.
    wholeKwh: figures.some(([, energyKwh]) => energyKwh !== null && energyKwh > 0) && figures.every((month) => month[6]),
    months: figures.map(([month, energyKwh, valueHours, estimatedHours, correctedHours, manualHours]) => {
      const { from, to } = monthInstants(month);
      const hours = hoursBetween(Math.max(from, own.startsAt * 1000), Math.min(to, until));
      const awaitedHours = hoursBetween(Math.max(from, dataUntil), Math.min(to, until));
      const missingHours = Math.max(0, hours - valueHours - awaitedHours);
      return { month, energyKwh, hours, estimatedHours, correctedHours, manualHours, missingHours, awaitedHours };
    }),
  };
}
