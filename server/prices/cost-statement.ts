import { zone } from '../ground/zone.ts';
import { daysWithValuesColumns, daysWithValuesSql, type DaysWithValues } from '../consumption/days-with-values.ts';
import { statementPerPoint, type PointTerms } from '../consumption/statement-per-point.ts';
import type { DayPower } from '../consumption/peaks.ts';
import type { CostInput, CostSpan } from './point-months.ts';
import type { PriceList } from './price-list.ts';

/** Days are counted from 1 January 2000: short to send, and their dates are written once for all customers. */
type SpanRow = [
  from: number,
  to: number,
  days: number,
  energyKwh: number | null,
  missingHours: number,
  estimatedHours: number,
  volumeM3: number | null,
  cooledM3k: number | null,
  hours: Highest,
  means: Highest,
];
type Highest = [days: number[] | null, kw: number[] | null];

export interface CostRow extends DaysWithValues {
  spans: SpanRow[] | null;
  lists: PriceList[] | null;
  indexes: Record<string, { vatPercent: number; months: Record<string, number> }> | null;
  prices: { customerGroup: string | null; priceList: string | null; dwellings: number; subscribedKw: number | null } | null;
}

/**
 * A metering point's three calendar years (and before, to the year of `:month` and as far as a list looks back for peaks) in spans of
 * a month, or less where a list begins or ends and before the newest day, with the price lists and series: all in the round
 * that asks who reads. Summed span by span, as the months of the years' view are.
 */
const costSql = (terms: PointTerms): string => `
  with ${daysWithValuesSql(terms)},
  lists as materialized (select list, valid_from, valid_to from price_list),
  asked as materialized (
    select coalesce((select max(months::int) from lists, jsonb_path_query(list, '$.parts[*].of.over.months') months), 0) as months,
      coalesce((select max(highest::int) from lists, jsonb_path_query(list, '$.parts[*].of ? (@.of == "hour").highest') highest) + 1, 0) as hours,
      coalesce((select max(highest::int) from lists, jsonb_path_query(list, '$.parts[*].of ? (@.of == "day").highest') highest) + 1, 0) as means),
  start as materialized (
    select greatest(first.day, least(make_date(extract(year from last.day)::int - 2, 1, 1), date_trunc('year', :month::date)) - make_interval(months => asked.months))::date as day
    from first, last, asked),
  starts as (
    select generate_series(date_trunc('month', start.day::timestamp), last.day::timestamp, interval '1 month')::date as day from start, last
    union select valid_from from lists union select valid_to from lists union select day from last),
  span as (
    select sums.*
    from (select day, lead(day, 1, 'infinity') over (order by day) as next from starts where day is not null) s, start, last, asked cross join lateral (
      select min(d.day) - date '2000-01-01' as "from", max(d.day) - date '2000-01-01' as "to", count(*) as days,
        case when count(energy_kwh) = count(*) then sum(energy_kwh) end as energy, sum(missing_hours) as missing, sum(estimated_hours) as estimated,
        case when count(volume_m3) = count(*) then sum(volume_m3) end as volume,
        case when count(flow_m3c - return_m3c) = count(*) then sum(flow_m3c - return_m3c) end as cooled,
        ${highestSql('peak_kwh', 'peak_kwh is not null', 'hours')} as hours,
        ${highestSql(`energy_kwh / (measured_hours + estimated_hours)`, 'missing_hours + estimated_hours = 0 and energy_kwh is not null', 'means')} as means
      from consumption_day d
      where d.metering_point_id = ${terms.point} and d.day >= greatest(s.day, start.day) and d.day < least(s.next, last.day + 1)) sums
    where sums.days > 0)
  select ${daysWithValuesColumns(terms)},
    (select json_agg(json_build_array("from", "to", days, energy, missing, estimated, volume, cooled, hours, means) order by "from") from span) as spans,
    (select jsonb_agg(list) from lists) as lists,
    (select jsonb_object_agg(series, jsonb_build_object('vatPercent', vat_percent, 'months', months))
     from (select series, max(vat_percent) as vat_percent, jsonb_object_agg(month, ore_per_kwh) as months from price_index group by series) s) as indexes,
    (select jsonb_build_object('customerGroup', r.customer_group, 'priceList', r.price_list, 'dwellings', r.dwellings, 'subscribedKw', r.subscribed_kw)
     from relationship_metering_point p join relationship r using (relationship_id)
     where p.metering_point_id = ${terms.point} and (r.valid_from at time zone '${zone}')::date = ${terms.firstDay}) as prices
  from first, last`;

/** SQL: the days of the highest powers of a span, as many as are asked for, the earlier of equals first; null where none is asked for. */
function highestSql(kw: string, known: string, asked: 'hours' | 'means'): string {
  const best = (value: string) =>
    `(array_agg(${value} order by ${kw} desc, d.day) filter (where ${known} and asked.${asked} > 0))[1: asked.${asked}]`;
  return `json_build_array(${best(`d.day - date '2000-01-01'`)}, ${best(kw)})`;
}

export const costStatement = statementPerPoint<CostRow>('cost', costSql);

/** A row as what the cost follows from. */
export function costInput({ spans, lists, indexes, prices }: CostRow, period: { firstDay: string; lastDay: string }): CostInput {
  return {
    ...period,
    spans: (spans ?? []).map(costSpan),
    lists: lists ?? [],
    choice: { customerGroup: prices?.customerGroup ?? null, priceList: prices?.priceList ?? null },
    terms: { dwellings: prices?.dwellings ?? 1, subscribedKw: prices?.subscribedKw ?? null },
    indexes: new Map(
      Object.entries(indexes ?? {}).map(([series, { vatPercent, months }]) => [
        series,
        { vatPercent, months: new Map(Object.entries(months)) },
      ]),
    ),
  };
}

function costSpan([from, to, days, energyKwh, missingHours, estimatedHours, volumeM3, cooledM3k, hours, means]: SpanRow): CostSpan {
  const highest = { hour: powersOf(hours), day: powersOf(means) };
  return { from: dateOf(from), to: dateOf(to), days, energyKwh, missingHours, estimatedHours, volumeM3, cooledM3k, highest };
}

const powersOf = ([days, kw]: Highest): DayPower[] => (days ?? []).map((day, n) => ({ day: dateOf(day), powerKw: kw![n]! }));

/** All customers have the same ones. */
const dates: string[] = [];
const start = Date.UTC(2000, 0, 1);

function dateOf(day: number): string {
  return day < 0 || day > 40_000 ? isoDate(day) : (dates[day] ??= isoDate(day));
}

const isoDate = (day: number): string => new Date(start + day * 86_400_000).toISOString().slice(0, 10);
