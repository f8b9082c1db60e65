import { zone } from '../ground/zone.ts';
import { daysWithValuesColumns, daysWithValuesSql, type DaysWithValues } from '../consumption/days-with-values.ts';
import { statementPerPoint, type PointTerms } from '../consumption/statement-per-point.ts';
import type { CostDay, CostInput } from './point-months.ts';
import type { PriceList } from './price-list.ts';

/** Columns rather than rows: a thousand days are read and sent in a fraction of the time. */
type DayColumns = { readonly [Name in keyof CostDay]: CostDay[Name][] };

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
  lists as (select list from price_list),
  back as (select coalesce(max(months::int), 0) as months from lists, jsonb_path_query(list, '$.parts[*].of.over.months') months),
  shown as (
    select d.* from first, last, back, consumption_day d
    where d.metering_point_id = ${terms.point}
      and d.day >= greatest(first.day, least(make_date(extract(year from last.day)::int - 2, 1, 1), date_trunc('year', :month::date)) - make_interval(months => back.months)) and d.day <= last.day
    order by d.day)
  select ${daysWithValuesColumns(terms)},
    (select json_build_object('day', array_agg(day::text), 'energyKwh', array_agg(energy_kwh), 'peakKwh', array_agg(peak_kwh),
       'hours', array_agg(measured_hours + estimated_hours + missing_hours), 'missingHours', array_agg(missing_hours),
       'estimatedHours', array_agg(estimated_hours), 'volumeM3', array_agg(volume_m3), 'flowM3c', array_agg(flow_m3c), 'returnM3c', array_agg(return_m3c))
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
  const count = days?.day.length ?? 0;
  return {
    ...period,
    days: Array.from({ length: count }, (_, n) => dayAt(days!, n)),
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

function dayAt(days: DayColumns, n: number): CostDay {
  return {
    day: days.day[n]!,
    energyKwh: days.energyKwh[n]!,
    peakKwh: days.peakKwh[n]!,
    hours: days.hours[n]!,
    missingHours: days.missingHours[n]!,
    estimatedHours: days.estimatedHours[n]!,
    volumeM3: days.volumeM3[n]!,
    flowM3c: days.flowM3c[n]!,
    returnM3c: days.returnM3c[n]!,
  };
}
