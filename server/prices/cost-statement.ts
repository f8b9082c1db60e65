import { zone } from '../ground/zone.ts';
import { daysWithValuesColumns, daysWithValuesSql, type DaysWithValues } from '../consumption/days-with-values.ts';
import { statement } from '../database/statement.ts';
import { statementPerPoint, terms, type PointTerms } from '../consumption/statement-per-point.ts';
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
  water: [volumeM3: number | null, cooledM3k: number | null] | null,
  hours: Highest | null,
  means: Highest | null,
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
const costSql = (terms: PointTerms): string => spansSql(terms, listsSql, `${beside}, ${pricesSql(terms)} as prices`);

/** SQL: the price lists. */
const listsSql = 'select list, valid_from, valid_to from price_list';

/** SQL: what the cost follows from beside the days, of all customers alike. */
const beside = `
    (select json_agg(list) from price_list) as lists,
    (select json_object_agg(series, json_build_object('vatPercent', vat_percent, 'months', months))
     from (select series, max(vat_percent) as vat_percent, json_object_agg(month, ore_per_kwh) as months from price_index group by series) s) as indexes`;

const pricesSql = (terms: PointTerms): string => `
    (select json_build_object('customerGroup', r.customer_group, 'priceList', r.price_list, 'dwellings', r.dwellings, 'subscribedKw', r.subscribed_kw)
     from relationship_metering_point p join relationship r using (relationship_id)
     where p.metering_point_id = ${terms.point} and (r.valid_from at time zone '${zone}')::date = ${terms.firstDay})`;

/** SQL: the spans, by the lists that `lists` gives, with `more` columns. */
const spansSql = (terms: PointTerms, lists: string, more: string): string => `
  with ${daysWithValuesSql(terms)},
  lists as materialized (${lists}),
  asked as materialized (
    select coalesce((select max(months::int) from lists, jsonb_path_query(list, '$.parts[*].of.over.months') months), 0) as months,
      coalesce((select max(highest::int) from lists, jsonb_path_query(list, '$.parts[*].of ? (@.of == "hour").highest') highest) + 1, 0) as hours,
      coalesce((select max(highest::int) from lists, jsonb_path_query(list, '$.parts[*].of ? (@.of == "day").highest') highest) + 1, 0) as means,
      (select count(*) from lists where list @? '$.parts[*].part ? (@ == "volume" || @ == "cooling")') as volume),
  start as materialized (
    select greatest(first.day, least(make_date(extract(year from last.day)::int - 2, 1, 1), date_trunc('year', :month::date)) - make_interval(months => asked.months))::date as day
    from first, last, asked),
  starts as (
    select generate_series(date_trunc('month', start.day::timestamp), last.day::timestamp, interval '1 month')::date as day from start, last
    union select valid_from from lists union select valid_to from lists union select day from last),
  bounds as (
    select greatest(starts.day, start.day) as day, least(lead(starts.day, 1, 'infinity') over (order by starts.day), last.day + 1) as next
    from starts, start, last where starts.day is not null),
  span as (
    select sums.*, ${ifAsked('volume', waterSql(terms.point))} as water,
      ${ifAsked('hours', highestSql(terms.point, 'peak_kwh', 'peak_kwh is not null'))} as hours,
      ${ifAsked('means', highestSql(terms.point, 'energy_kwh / measured_hours', 'missing_hours + estimated_hours = 0 and energy_kwh is not null'))} as means
    from bounds, asked cross join lateral (
      select min(d.day) - date '2000-01-01' as "from", max(d.day) - date '2000-01-01' as "to", count(*) as days,
        case when count(energy_kwh) = count(*) then sum(energy_kwh) end as energy, sum(missing_hours) as missing, sum(estimated_hours) as estimated
      from consumption_day d where ${within(terms.point)}) sums
    where sums.days > 0)
  select ${daysWithValuesColumns(terms)},
    (select json_agg(json_build_array("from", "to", days, energy, missing, estimated, water, hours, means) order by "from") from span) as spans,
    ${more}
  from first, last`;

/** SQL: the days between two bounds. */
const within = (point: string): string => `d.metering_point_id = ${point} and d.day >= bounds.day and d.day < bounds.next`;

/** SQL: what is read of a span only where a list asks for it; else null. */
const ifAsked = (asked: 'volume' | 'hours' | 'means', sql: string): string => `case when asked.${asked} > 0 then ${sql} end`;

const waterSql = (point: string): string => `(
  select json_build_array(case when count(volume_m3) = count(*) then sum(volume_m3) end,
    case when count(flow_m3c - return_m3c) = count(*) then sum(flow_m3c - return_m3c) end)
  from consumption_day d where ${within(point)})`;

/** SQL: the days of a span's highest powers, as many as are asked for, the earlier of equals first. */
const highestSql = (point: string, kw: string, known: string): string => `(
  select json_build_array(array_agg(day - date '2000-01-01'), array_agg(kw))
  from (select d.day, ${kw} as kw from consumption_day d where ${within(point)} and ${known} order by kw desc, d.day limit asked.${kw === 'peak_kwh' ? 'hours' : 'means'}) best)`;

const besideStatement = statement<Pick<CostRow, 'lists' | 'indexes' | 'prices'> & { bounds: unknown }>(
  'cost-beside',
  `select ${beside}, ${pricesSql(terms)} as prices, (select json_agg(l) from (${listsSql}) l) as bounds`,
);
const spansStatement = statement<DaysWithValues & Pick<CostRow, 'spans'>>(
  'cost-spans',
  spansSql(
    terms,
    'select list, valid_from, valid_to from jsonb_to_recordset(:bounds::jsonb) as l (list jsonb, valid_from date, valid_to date)',
    'null as beside',
  ),
);

export const costStatement = statementPerPoint<CostRow>('cost', costSql, async (database, values) => {
  const [{ bounds, ...prices }] = (await besideStatement(database, values)) as [Awaited<ReturnType<typeof besideStatement>>[0]];
  const rows = await spansStatement(database, { ...values, bounds: JSON.stringify(bounds ?? []) });
  return rows.map((row) => ({ ...row, ...prices }));
});

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

function costSpan([from, to, days, energyKwh, missingHours, estimatedHours, water, hours, means]: SpanRow): CostSpan {
  const [volumeM3, cooledM3k] = water ?? [null, null];
  const highest = { hour: powersOf(hours), day: powersOf(means) };
  return { from: dateOf(from), to: dateOf(to), days, energyKwh, missingHours, estimatedHours, volumeM3, cooledM3k, highest };
}

const powersOf = (highest: Highest | null): DayPower[] =>
  (highest?.[0] ?? []).map((day, n) => ({ day: dateOf(day), powerKw: highest![1]![n]! }));

/** All customers have the same ones. */
const dates: string[] = [];
const start = Date.UTC(2000, 0, 1);

function dateOf(day: number): string {
  return day < 0 || day > 40_000 ? isoDate(day) : (dates[day] ??= isoDate(day));
}

const isoDate = (day: number): string => new Date(start + day * 86_400_000).toISOString().slice(0, 10);
