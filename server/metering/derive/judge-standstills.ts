import type { Knex } from 'knex';
import { zone } from '../../ground/zone.ts';
import { dateOf } from './date-of.ts';
import { dayBefore } from '../stage/day-before.ts';
import { countOf, isSameAsNext, valueAt } from '../stage/packed-sql.ts';
import type { WorkTables } from '../stage/work-tables.ts';
import { comparedDays, defaultStandstillHours, findStandstills, longestStandstillDays, type Standstill } from './standstill.ts';

/** Days of one series that are looked at at once: bounds memory. */
const daysAtOnce = 180;

export interface SeriesSpan {
  metering_point_id: string;
  serial: string;
  first_day: string;
  last_day: string;
}

/**
 * Finds the standstills of some series, and keeps them in `standstill`. `days` are all that are touched. What changes, and what is touched and spread, is
 * added to the table `rest` with all its days. Returns whether any is spread there, and how many days were added.
 */
export async function judgeStandstills(
  transaction: Knex.Transaction,
  tables: WorkTables,
  asked: readonly SeriesSpan[],
  { days, rest }: { days: string; rest: string },
): Promise<{ spread: boolean; added: number }> {
  if (asked.length === 0) return { spread: false, added: 0 };
  const touched = await tables.create('still', 'metering_point_id bigint, first_day date, last_day date');
  for (const series of asked) {
    for (const span of spansOf(series)) await judgeSpan(transaction, touched, series, span);
  }
  await transaction.raw(
    `insert into ${touched} select s.metering_point_id, ${dateOf('s.since')}, ${dateOf("s.till - interval '1 second'")}
     from standstill s join (select metering_point_id, min(day) as first_day, max(day) as last_day from ${days} d group by metering_point_id) d
       on d.metering_point_id = s.metering_point_id
     where s.spread and ${dateOf('s.till')} >= d.first_day and ${dateOf('s.since')} <= d.last_day`,
  );
  const { rowCount: added } = await transaction.raw(
    `insert into ${rest} select t.metering_point_id, t.day, t.day::timestamp at time zone '${zone}', (t.day + 1)::timestamp at time zone '${zone}'
     from (select distinct metering_point_id, d::date as day from ${touched}
       cross join lateral generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') d) t
     where not exists (select from ${rest} r where r.metering_point_id = t.metering_point_id and r.day = t.day)`,
  );
  const { rowCount } = await transaction.raw(`select 1 from ${touched} limit 1`);
  await tables.drop('still');
  return { spread: rowCount > 0, added };
}

/** The series in whose days of `rest` a register stands still, or has stood still near the touched `days`; both as they stand after `from`. */
export async function findStill(transaction: Knex.Transaction, days: string, rest: string, isSpread: boolean): Promise<SeriesSpan[]> {
  return (await transaction.raw(stillSql(days, rest, isSpread))).rows;
}

const stillSql = (days: string, rest: string, isSpread: boolean) => `
  select metering_point_id, serial, min(day)::text as first_day, max(day)::text as last_day from (
    select r.metering_point_id, p.serial, r.day
    from ${rest} r
    join lateral (select * from reading_day p where p.metering_point_id = r.metering_point_id and p.day = r.day and p.interval_seconds = 0 offset 0) p on true
    where exists (select from generate_series(1, ${countOf('p')} - 1) n where ${isSameAsNext('p', 'energy_kwh', 'n')})
      or abs(${valueAt('p', 'energy_kwh', '1')} - ${lastBefore('p', isSpread)}) <= 0.000001
    union all
    select s.metering_point_id, s.serial, d.day
    from (select metering_point_id, min(day) as first_day, max(day) as last_day from ${days} d group by metering_point_id) t
    join standstill s on s.metering_point_id = t.metering_point_id
      and s.till > (t.first_day - ${comparedDays + 2})::timestamp and s.till < (t.last_day + ${comparedDays + 2})::timestamp
    cross join lateral (values (t.first_day), (t.last_day)) d (day)) a
  group by metering_point_id, serial order by metering_point_id, serial`;

/** SQL: the register at the end of the day before, of the meter of a row of `reading_day`. */
export const lastBefore = (
  row: string,
  isSpread = false,
) => `(select ${valueAt('b', 'energy_kwh', countOf('b'))} from reading_day b where b.metering_point_id = ${row}.metering_point_id
    and b.serial = ${row}.serial and b.interval_seconds = 0
    and ${isSpread ? `b.day < ${row}.day order by b.day desc` : `b.day = ${dayBefore({ point: `${row}.metering_point_id`, serial: `${row}.serial`, interval: '0' }, `${row}.day`)}`} limit 1)`;

function spansOf({ first_day: first, last_day: last }: SeriesSpan): { first: number; last: number }[] {
  const [from, to] = [Date.parse(first), Date.parse(last)].map((date) => date / 86_400_000) as [number, number];
  const spans: { first: number; last: number }[] = [];
  for (let day = from; day <= to; day += daysAtOnce) spans.push({ first: day, last: Math.min(day + daysAtOnce - 1, to) });
  return spans;
}

interface RegisterRow {
  at: number;
  energyKwh: number;
  volumeM3: number | null;
  installed: string;
  hours: number;
}

/** Days are counted from 1970. */
async function judgeSpan(
  transaction: Knex.Transaction,
  touched: string,
  { metering_point_id: id, serial }: SeriesSpan,
  { first, last }: { first: number; last: number },
): Promise<void> {
  const [from, to] = [(first - comparedDays - 1) * 86_400, (last + comparedDays + 2) * 86_400];
  const { rows } = await transaction.raw<{ rows: RegisterRow[] }>(
    `select extract(epoch from r.at)::float8 as at, r.energy_kwh as "energyKwh", r.volume_m3 as "volumeM3", m.installed_at::text as installed,
       coalesce(m.standstill_hours, ${defaultStandstillHours})::float8 as hours
     from reading r join meter m on m.metering_point_id = r.metering_point_id and m.serial = r.serial
       and r.at between m.installed_at and coalesce(m.removed_by, m.removed_at)
     where r.metering_point_id = :id and r.serial = :serial and r.interval_seconds = 0
       and r.day between date '1970-01-01' + cast(:first as int) and date '1970-01-01' + cast(:last as int)
     order by r.at`,
    { id, serial, first: first - 2 * comparedDays - longestStandstillDays - 3, last: last + 2 * comparedDays + 4 },
  );
  const found = [...Map.groupBy(rows, ({ installed }) => installed).values()].flatMap((registers) =>
    findStandstills(registers, { hours: registers[0]!.hours, from, to }),
  );
  const bindings = { id, serial, from, to, found: JSON.stringify(found satisfies Standstill[]) };
  const asFound = `(select to_timestamp(since) as since, to_timestamp(till) as till, "riseKwh" as rise_kwh, "largestKwh" as largest_kwh, spread
    from jsonb_to_recordset(cast(:found as jsonb)) as f (since float8, till float8, "riseKwh" float8, "largestKwh" float8, spread boolean)) f`;
  const same = `f.since = s.since and f.till = s.till and f.rise_kwh = s.rise_kwh and f.spread = s.spread`;
  const touch = `insert into ${touched} select cast(:id as bigint), ${dateOf('since')}, ${dateOf("till - interval '1 second'")} from changed where spread`;
  await transaction.raw(
    `with changed as (
       delete from standstill s where s.metering_point_id = :id and s.serial = :serial and s.till between to_timestamp(:from) and to_timestamp(:to)
         and not exists (select from ${asFound} where ${same})
       returning since, till, spread) ${touch}`,
    bindings,
  );
  await transaction.raw(
    `with changed as (
       insert into standstill (metering_point_id, serial, since, till, rise_kwh, largest_kwh, spread)
       select cast(:id as bigint), :serial, f.since, f.till, f.rise_kwh, f.largest_kwh, f.spread from ${asFound}
       on conflict (metering_point_id, since, serial) do update set largest_kwh = excluded.largest_kwh where standstill.largest_kwh <> excluded.largest_kwh
       returning since, till, spread) ${touch}`,
    bindings,
  );
}
