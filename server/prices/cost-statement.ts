import { zone } from '../ground/zone.ts';
import { daysWithValuesColumns, daysWithValuesSql, type DaysWithValues } from '../consumption/days-with-values.ts';
import { statementPerPoint, type PointTerms } from '../consumption/statement-per-point.ts';
import type { CostDay, CostInput } from './point-months.ts';
import type { PriceList } from './price-list.ts';

/** Columns rather than rows: a thousand days are read and sent in a fraction of the time. Those that no list asks for are left out. */
interface DayColumns {
  /** Days since 1 January 2000: the first of them, and where they don't follow one another each. */
  first: number;
  day: number[] | null;
  /** In billionths of a kWh: whole numbers are written and read in less time. */
  energy: (number | null)[];
  /** Days that are not plainly 24 measured hours: which, how many hours, of them missing, of them estimated. */
  uneven: [day: number, hours: number, missing: number, estimated: number][] | null;
  peak: (number | null)[] | null;
  volumeM3: (number | null)[] | null;
  flowM3c: (number | null)[] | null;
  returnM3c: (number | null)[] | null;
}

export interface CostRow extends DaysWithValues {
  days: DayColumns | null;
  lists: PriceList[] | null;
  indexes: Record<string, { vatPercent: number; months: Record<string, number> }> | null;
  prices: { customerGroup: string | null; priceList: string | null; dwellings: number; subscribedKw: number | null } | null;
}

/**
 * A metering point's days of three calendar years (and before, to the year of `:month` and as far as a list looks back for
 * peaks), with the price lists and series: all in the round that asks who reads.
 */
const costSql = (terms: PointTerms): string => `
  with ${daysWithValuesSql(terms)},
  lists as materialized (select list from price_list),
  asked as materialized (
    select coalesce((select max(months::int) from lists, jsonb_path_query(list, '$.parts[*].of.over.months') months), 0) as months,
      coalesce(bool_or(list @? '$.parts[*].of.of ? (@ == "hour")'), false) as peaks,
      coalesce(bool_or(list @? '$.parts[*].part ? (@ == "volume" || @ == "cooling")'), false) as volume
    from lists),
  shown as (
    select d.day, d.energy_kwh, d.peak_kwh, d.measured_hours, d.estimated_hours, d.missing_hours, d.volume_m3, d.flow_m3c, d.return_m3c
    from consumption_day d
    where d.metering_point_id = ${terms.point} and d.day <= (select day from last)
      and d.day >= greatest((select day from first), (
        select least(make_date(extract(year from last.day)::int - 2, 1, 1), date_trunc('year', :month::date)) - make_interval(months => asked.months)
        from last, asked))
    order by d.day)
  select ${daysWithValuesColumns(terms)},
    (select json_build_object('first', min(day) - date '2000-01-01',
       'day', case when max(day) - min(day) + 1 > count(*) then array_agg(day - date '2000-01-01') end,
       'energy', array_agg(round(energy_kwh * 1e9)::bigint),
       'uneven', json_agg(json_build_array(day - date '2000-01-01', measured_hours + estimated_hours + missing_hours, missing_hours, estimated_hours))
         filter (where measured_hours <> 24 or missing_hours > 0 or estimated_hours > 0),
       'peak', case when (select peaks from asked) then array_agg(round(peak_kwh * 1e9)::bigint) end,
       'volumeM3', case when (select volume from asked) then array_agg(volume_m3) end, 'flowM3c', case when (select volume from asked) then array_agg(flow_m3c) end,
       'returnM3c', case when (select volume from asked) then array_agg(return_m3c) end)
     from shown) as days,
    (select jsonb_agg(list) from lists) as lists,
    (select jsonb_object_agg(series, jsonb_build_object('vatPercent', vat_percent, 'months', months))
     from (select series, max(vat_percent) as vat_percent, jsonb_object_agg(month, ore_per_kwh) as months from price_index group by series) s) as indexes,
    (select jsonb_build_object('customerGroup', r.customer_group, 'priceList', r.price_list, 'dwellings', r.dwellings, 'subscribedKw', r.subscribed_kw)
     from relationship_metering_point p join relationship r using (relationship_id)
     where p.metering_point_id = ${terms.point} and (r.valid_from at time zone '${zone}')::date = ${terms.firstDay}) as prices
  from first, last`;

export const costStatement = statementPerPoint<CostRow>('cost', costSql);

/** A row as what the cost follows from. */
export function costInput({ days, lists, indexes, prices }: CostRow, period: { firstDay: string; lastDay: string }): CostInput {
  const count = days?.energy?.length ?? 0;
  const uneven = new Map((days?.uneven ?? []).map(([day, ...hours]) => [day, hours]));
  return {
    ...period,
    days: Array.from({ length: count }, (_, n) => dayAt(days!, n, uneven)),
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

function dayAt(days: DayColumns, n: number, uneven: ReadonlyMap<number, readonly [number, number, number]>): CostDay {
  const day = days.day?.[n] ?? days.first + n;
  const [hours, missingHours, estimatedHours] = uneven.get(day) ?? plain;
  return {
    day: dateOf(day),
    energyKwh: kwh(days.energy[n]!),
    peakKwh: kwh(days.peak?.[n] ?? null),
    hours,
    missingHours,
    estimatedHours,
    volumeM3: days.volumeM3?.[n] ?? null,
    flowM3c: days.flowM3c?.[n] ?? null,
    returnM3c: days.returnM3c?.[n] ?? null,
  };
}

const plain = [24, 0, 0] as const;
const kwh = (billionths: number | null): number | null => (billionths === null ? null : billionths / 1e9);

/** Writing a date takes longer than all that is reckoned of its day, and all customers have the same ones. */
const dates: string[] = [];
const start = Date.UTC(2000, 0, 1);

function dateOf(day: number): string {
  return day < 0 || day > 40_000 ? isoDate(day) : (dates[day] ??= isoDate(day));
}

const isoDate = (day: number): string => new Date(start + day * 86_400_000).toISOString().slice(0, 10);
