import type { Knex } from 'knex';
import type { PointChoice, YearsReply } from '../contract.ts';
import { readerValues, type Reader } from '../customers/reader.ts';
import { zone } from '../zone.ts';
import { consumptionHead, isOwnPoint, readChoice, type PointSpan } from './head.ts';
import { periodSql, spansSql } from './period-sql.ts';

interface MonthRow {
  month: string;
  energyKwh: number | null;
  hours: number;
  valueHours: number;
  estimatedHours: number;
}

/**
 * One row a month. The points of a sum are added up day by day; on a day where one of several has hours that are missing
 * or estimated, hour by hour: an hour that one of them lacks is missing in the sum, never a part of it.
 */
const sql = `
  with ${periodSql},
  bounds as (
    select greatest(first_day, make_date(extract(year from (select max(last_day) from chosen))::int - 2, 1, 1)) as first_day, last_day
    from period),
  one_point as (
    select date_trunc('month', c.day::timestamp) as month, sum(c.energy_kwh) as energy_kwh,
      sum(c.measured_hours + c.estimated_hours)::int as value_hours, sum(c.estimated_hours)::int as estimated_hours
    from bounds, chosen join consumption_day c using (metering_point_id)
    where (select count(*) from chosen) = 1 and c.day between bounds.first_day and bounds.last_day
    group by 1),
  by_day as (
    select c.day, sum(c.energy_kwh) as energy_kwh, max(c.measured_hours + c.estimated_hours) as value_hours,
      max(c.estimated_hours) as estimated_hours, max(c.missing_hours) + max(c.estimated_hours) > 0 and count(*) > 1 as uneven
    from bounds, chosen join consumption_day c using (metering_point_id)
    where (select count(*) from chosen) > 1 and c.day between bounds.first_day and bounds.last_day
    group by c.day),
  several_points as (
    select date_trunc('month', d.day::timestamp) as month,
      sum(case when d.uneven and h.hours > 0 then h.energy_kwh else d.energy_kwh end) as energy_kwh,
      sum(case when d.uneven and h.hours > 0 then h.value_hours else d.value_hours end)::int as value_hours,
      sum(case when d.uneven and h.hours > 0 then h.estimated_hours else d.estimated_hours end)::int as estimated_hours
    from by_day d
    left join lateral (
      select count(*) as hours, sum(kwh) filter (where not missing) as energy_kwh, count(*) filter (where not missing) as value_hours,
        count(*) filter (where not missing and estimated) as estimated_hours
      from (
        select sum(slot.kwh) as kwh, bool_or(slot.kwh is null) as missing, bool_or(substr(c.status, slot.n::int, 1) = 'e') as estimated
        from chosen join consumption_day c using (metering_point_id) cross join lateral unnest(c.hours) with ordinality as slot (kwh, n)
        where d.uneven and c.day = d.day group by slot.n) slots) h on true
    group by 1),
  by_month as (select * from one_point union all select * from several_points)
  select ${spansSql} as spans, exists (select from period) as readable,
    coalesce((select json_agg(json_build_object(
      'month', to_char(m.month, 'YYYY-MM'), 'energyKwh', m.energy_kwh, 'valueHours', m.value_hours, 'estimatedHours', m.estimated_hours,
      'hours', (extract(epoch from
        least(period.valid_to, :now, (m.month + interval '1 month') at time zone :zone) - greatest(period.valid_from, m.month at time zone :zone)) / 3600)::int
      ) order by m.month) from by_month m, period where m.value_hours > 0), '[]') as months`;

/** The years' view. Null: not the reader's. */
export async function readYears(database: Knex, reader: Reader, asked: PointChoice | undefined, now: Date): Promise<YearsReply | null> {
  const values = { ...readerValues(reader), point: asked ?? null, now, zone };
  // Prepared under a name: planning it would take as long as running it.
  const { rows } = await database
    .raw<{ rows: { spans: PointSpan[]; readable: boolean; months: MonthRow[] }[] }>(sql, values)
    .options({ name: 'consumption-years' });
  const [row] = rows;
  if (row === undefined || !row.readable || !isOwnPoint(row.spans, asked)) return null;
  const choice = readChoice(row.spans, asked);
  return {
    ...consumptionHead(row.spans, choice),
    months: row.months.map(({ month, energyKwh, hours, valueHours, estimatedHours }) => ({
      month,
      energyKwh,
      hours,
      estimatedHours,
      missingHours: Math.max(0, hours - valueHours),
    })),
  };
}
