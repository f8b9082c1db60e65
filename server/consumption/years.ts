import type { Knex } from 'knex';
import type { PointChoice, YearsReply } from '../contract.ts';
import { readerValues, type Reader } from '../customers/reader.ts';
import { zone } from '../zone.ts';
import { consumptionHead, isOwnPoint, readChoice, type PointSpan } from './head.ts';
import { ownPointsSql } from './period-sql.ts';

interface MonthRow {
  month: string;
  energyKwh: number | null;
  hours: number;
  valueHours: number;
  estimatedHours: number;
}

/** One of the relationship's points where `month` is null, else a month of the one that is shown. */
type Row = (Omit<PointSpan, 'id'> & { id: string | null; month: null }) | MonthRow;

/** A month's figures for the reply, with the hours that its part of the period has had. */
const monthColumns = `
  to_char(month, 'YYYY-MM') as month, energy_kwh as "energyKwh", value_hours as "valueHours", estimated_hours as "estimatedHours",
  (extract(epoch from least(valid_to, :now, (month + interval '1 month') at time zone :zone)
    - greatest(valid_from, month at time zone :zone)) / 3600)::int as hours`;

/** January of the year two before that of a day. */
const firstOf = (lastDay: string): string => `make_date(extract(year from ${lastDay})::int - 2, 1, 1)`;

/** The points, and the months of the one asked for or the only one: all that most customers' view needs, in one go. */
const pointsAndMonths = `
  with ${ownPointsSql},
  added as (
    select date_trunc('month', c.day::timestamp) as month, sum(c.energy_kwh) as energy_kwh,
      sum(c.measured_hours + c.estimated_hours)::int as value_hours, sum(c.estimated_hours)::int as estimated_hours
    from period, span join consumption_day c using (metering_point_id)
    where (span.metering_point_id::text = :point::text or (select count(*) from span) = 1)
      and c.day between greatest(period.first_day, ${firstOf('span.last_day')}) and period.last_day
    group by 1)
  select metering_point_id::text as id, address, first_day::text as "firstDay", first_status as "firstStatus",
    last_day::text as "lastDay", last_status as "lastStatus",
    null as month, null::float8 as "energyKwh", null::int as "valueHours", null::int as "estimatedHours", null::int as hours
  from (select span.* from period left join span on true order by metering_point_id) own
  union all
  select * from (
    select null, null, null, null, null, null, ${monthColumns} from added, period where value_hours > 0 order by added.month) months`;

/**
 * Several points are added up day by day; on a day where one of them has hours that are missing or estimated, hour by
 * hour: an hour that one of them lacks is missing in the sum, never a part of it.
 */
const sumOfMonths = `
  with ${ownPointsSql},
  by_day as (
    select day, sum(energy_kwh) as energy_kwh, max(measured_hours + estimated_hours) as value_hours,
      max(estimated_hours) as estimated_hours, max(missing_hours) + max(estimated_hours) > 0 and count(*) > 1 as uneven
    from period, span join consumption_day c using (metering_point_id)
    where c.day between greatest(period.first_day, (select ${firstOf('max(last_day)')} from span)) and period.last_day
    group by day),
  added as (
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
        from span join consumption_day c using (metering_point_id) cross join lateral unnest(c.hours) with ordinality as slot (kwh, n)
        where d.uneven and c.day = d.day group by slot.n) slots) h on true
    group by 1)
  select ${monthColumns} from added, period where value_hours > 0 order by added.month`;

/** The years' view. Null: not the reader's. */
export async function readYears(database: Knex, reader: Reader, asked: PointChoice | undefined, now: Date): Promise<YearsReply | null> {
  const values = { ...readerValues(reader), zone, now };
  // Prepared under names: planning them would take as long as running them.
  const { rows } = await database
    .raw<{ rows: Row[] }>(pointsAndMonths, { ...values, point: asked ?? null })
    .options({ name: 'points-and-months' });
  if (rows.length === 0) return null;
  const spans = rows.flatMap((row) => (row.month === null && row.id !== null ? [{ ...row, id: row.id }] : []));
  if (!isOwnPoint(spans, asked)) return null;
  const choice = readChoice(spans, asked);
  const months =
    choice === 'sum' && spans.length > 1
      ? (await database.raw<{ rows: MonthRow[] }>(sumOfMonths, values).options({ name: 'sum-of-months' })).rows
      : rows.filter((row) => row.month !== null);
  return {
    ...consumptionHead(spans, choice),
    months: months.map(({ month, energyKwh, hours, valueHours, estimatedHours }) => ({
      month,
      energyKwh,
      hours,
      estimatedHours,
      missingHours: Math.max(0, hours - valueHours),
    })),
  };
}
