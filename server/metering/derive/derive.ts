import type { Knex } from 'knex';
import { zone } from '../../ground/zone.ts';
import { dateOf } from './date-of.ts';
import { deriveGeneralSpread, deriveGeneralSql } from './any-day.ts';
import { findStill, judgeStandstills, type SeriesSpan } from './judge-standstills.ts';
import { mayHaveStoodStill, plainDays, standstillsIn } from './plain-days.ts';
import { closedDays, ordinaryDays, ordinaryRanges } from './ordinary-days.ts';
import { isJudged, type Ordinary } from '../screen/find-ordinary.ts';
import { dayBefore } from '../stage/day-before.ts';
import { keyColumns } from '../store/merge.ts';
import { isPurged } from '../store/purged.ts';
import type { WorkTables } from '../stage/work-tables.ts';

export const consumptionColumns = [
  'metering_point_id',
  'day',
  'measured_hours',
  'estimated_hours',
  'missing_hours',
  'peak_hour',
  'peak_kwh',
  'energy_kwh',
  'volume_m3',
  'flow_m3c',
  'return_m3c',
  'status',
  'hours',
];

const derivedColumns = `metering_point_id bigint, day date, measured_hours smallint, estimated_hours smallint, missing_hours smallint, peak_hour smallint, peak_kwh double precision,
  energy_kwh double precision, volume_m3 double precision, flow_m3c double precision, return_m3c double precision, status text, hours double precision[]`;

/** °C. Return water as hot as this is a fault of the sensor, as is one hotter than the flow. */
const hottestReturn = 85;

/** SQL: sums of m³ × °C that can make temperatures, as far as registers in whole m³ or hundredths, and in whole m³ × °C, tell. */
const soundHeat = `coalesce(return_m3c <= flow_m3c + 1, true) and coalesce(
  return_m3c < ${hottestReturn} * (volume_m3 + case when volume_m3 = trunc(volume_m3) then 1 else 0.01 end) + 1, true)`;

/** What a register can't have passed is not known, rather than negative. */
const sound: Record<string, string> = {
  volume_m3: 'case when volume_m3 >= 0 then volume_m3 end',
  flow_m3c: `case when flow_m3c >= 0 and ${soundHeat} then flow_m3c end`,
  return_m3c: `case when return_m3c >= 0 and ${soundHeat} then return_m3c end`,
};

/** Overwrites what was derived before; the rest of the statement gives the rows. */
const upsert = (rows: string) => `
  insert into consumption_day (${consumptionColumns.join(', ')})
  select ${consumptionColumns.map((name) => sound[name] ?? name).join(', ')} from (${rows}) derived (${consumptionColumns.join(', ')})
  on conflict (metering_point_id, day) do update set
    ${consumptionColumns
      .slice(2)
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}`;

/** The days whose consumption a staged file can change: its own, back to the reading before and on to the one after, over a swap too. */
export const touchedDays = (staging: string, ordinary?: Ordinary, spread = false) => `
  with staged as (select distinct ${keyColumns} from ${staging} s${ordinary ? ` where ${isJudged(ordinary, 's')}` : ''}),
  island as (
    select metering_point_id, serial, interval_seconds, min(day) as first_day, max(day) + (interval_seconds + 86399) / 86400 as last_day
    from (select *, day - (row_number() over (partition by metering_point_id, serial, interval_seconds order by day))::int as island from staged) s
    group by metering_point_id, serial, interval_seconds, island)
  select i.metering_point_id,
    least(i.first_day, before.day, long.first_day,
      case when before.day is null and m.opening_energy_kwh is not null then ${dateOf('m.installed_at')} end,
      case when before.day is null or before.day <= ${dateOf('m.installed_at')} then old.day end) as first_day,
    greatest(i.last_day, after.day, long.last_day,
      case when after.day is null and m.closing_energy_kwh is not null then ${dateOf('m.removed_at')} end,
      case when after.day is null or after.day >= ${dateOf('m.removed_at')} then young.day end) as last_day
  from island i
  left join meter m on m.metering_point_id = i.metering_point_id and m.serial = i.serial
  left join lateral (${spread ? nearestDay(`${ofSeries} and d.day < i.first_day`, 'desc') : `select ${dayBefore({ point: 'i.metering_point_id', serial: 'i.serial', interval: 'i.interval_seconds' }, 'i.first_day')} as day offset 0`}) before on true
  left join lateral (${nearestDay(`${ofSeries} and d.day > i.last_day`, '')}) after on true
  -- What a longer interval is spread over changes with what lies in it, and so does a gap between registers.
  left join lateral (select min(d.day) as first_day, max(d.day + (d.interval_seconds + 86399) / 86400) as last_day from reading_day d
    where d.metering_point_id = i.metering_point_id and d.interval_seconds > 3900 and d.interval_seconds <> i.interval_seconds
      and d.day between i.first_day - 400 and i.last_day and d.day + d.interval_seconds / 86400 >= i.first_day - 1) long on true
  left join meter was on was.metering_point_id = m.metering_point_id
    and was.removed_at = m.installed_at and was.removed_by = m.installed_by
  left join meter becomes on becomes.metering_point_id = m.metering_point_id
    and becomes.installed_at = m.removed_at and becomes.installed_by = m.removed_by
  left join lateral (${beyondSwaps(`was.serial is not null and d.day < least(i.first_day, ${dateOf('m.installed_at')})`, 'desc')}) old on true
  left join lateral (${beyondSwaps(`becomes.serial is not null and d.day > greatest(i.last_day, ${dateOf('m.removed_at')})`, '')}) young on true`;

const ofSeries = 'd.serial = i.serial and d.interval_seconds = i.interval_seconds';

/** A day after that begins with a reading at midnight is touched only through the one before it. */
const touchedDay = (order: 'desc' | '') =>
  order ? 'd.day' : `case when d.first_at = (d.day::timestamp at time zone '${zone}') then d.day - 1 else d.day end as day`;

/** The nearest day with such readings. */
const nearestDay = (where: string, order: 'desc' | '') => `
  select ${touchedDay(order)} from reading_day d where d.metering_point_id = i.metering_point_id and ${where} order by d.day ${order} limit 1`;

/** On the date of a swap any reading may be disbelieved: the nearest day of whichever meter that is none, or, where there are such dates alone, the farthest of them. */
const beyondSwaps = (where: string, order: 'desc' | '') => `
  select ${touchedDay(order)}
  from reading_day d
  left join meter x on x.metering_point_id = d.metering_point_id and x.installed_by is not null and ${dateOf('x.installed_at')} = d.day
  where d.metering_point_id = i.metering_point_id and d.interval_seconds = 0 and ${where}
  order by x.serial is not null, case when x.serial is not null then d.day end ${order ? '' : 'desc'}, d.day ${order} limit 1`;

/** All days of some metering points, for when their meters change: those too of which all readings are another's by now. */
export const allDays = (points: string) => `
  select d.metering_point_id, least(min(d.day), min(m.first_day)), greatest(max(d.day), max(m.last_day))
  from (select metering_point_id, day from reading_day union all select metering_point_id, day from consumption_day) d
  left join lateral (select ${dateOf('min(installed_at) filter (where opening_energy_kwh is not null)')} as first_day,
    ${dateOf('max(removed_at) filter (where closing_energy_kwh is not null)')} as last_day
    from meter where metering_point_id = d.metering_point_id) m on true
  where d.metering_point_id = any(${points}) group by d.metering_point_id`;

/** What an import has staged, and those of it that need no general rule; `others` is whether there is more than those. */
interface ImportDays {
  staging: string;
  ordinary: Ordinary;
  others: boolean;
  /** It is few, so that a table more would be dear where they are spread. */
  areFew: boolean;
}

const dayColumns = 'metering_point_id bigint, day date, starts timestamptz, ends timestamptz';

/**
 * Computes `consumption_day` of the days that `ranges` (a query of metering point, first day, last day) gives, out of the
 * registers in `reading_day`. A day of one meter, hourly on the hour, is taken by differences inside its own row;
 * every other (gaps, swaps, odd stamps, intervals) by the general rule, which gives the same where both apply. `staged` are days that are taken
 * first, out of what an import has just stored, and spares their unpacking. Totals of purged days stay as they were. Returns how many days those are.
 */
export async function derive(
  transaction: Knex.Transaction,
  tables: WorkTables,
  ranges: string,
  now: Date,
  staged?: ImportDays,
): Promise<number> {
  const done = await makeDone(transaction, tables, staged?.areFew ?? false);
  let taken = 0;
  let others = ranges;
  if (staged && staged.ordinary.staged > 0) {
    const { staging, ordinary } = staged;
    const closed = ordinary.touched > ordinary.staged ? ` union all ${closedDays(ordinary.table)}` : '';
    taken = await done.keep(`(${ordinaryDays(staging, ordinary.table)})${closed}`);
    others = `${staged.others ? `${ranges} union all ` : ''}${ordinaryRanges(ordinary.table)}`;
    if (taken > 0) await tables.analyze('done', taken);
  }
  const isAll = staged && !staged.others && taken === staged.ordinary.touched;
  if (!isAll) taken += await deriveOthers(transaction, tables, { ranges: others, now }, done);
  await done.store();
  return taken;
}

/** Where computed days go. */
interface DoneDays {
  /** SQL, for after `from`: their metering points and days. */
  table: string;
  /** Keeps what a query of `dayColumns` gives as the days that are not yet; answers how many, and where they are, as `table`. */
  fill(days: string): Promise<{ days: string; count: number }>;
  /** Takes days, rows of `consumptionColumns`, and notes them in the table; answers how many. Where the tables are spread they may have a last column, whether a standstill is asked for first. */
  keep(rows: string, mayWait?: boolean): Promise<number>;
  /** Forgets those of a work table: they are taken anew. */
  forget(days: string): Promise<void>;
  /** Stores those that are not yet. */
  store(): Promise<void>;
}

async function makeDone(transaction: Knex.Transaction, tables: WorkTables, areFew: boolean): Promise<DoneDays> {
  if (!tables.isSpread) {
    const table = await tables.create('done', 'metering_point_id bigint, day date');
    return {
      table,
      async keep(rows) {
        const { rowCount } = await transaction.raw(
          `with derived as (${upsert(rows)} returning metering_point_id, day) insert into ${table} select * from derived`,
        );
        return rowCount;
      },
      fill: async (sql) => ({ days: await tables.fill('day', dayColumns, sql), count: tables.countIn('day') }),
      async forget() {},
      async store() {},
    };
  }
  // What one part of a statement returns to another would go through the coordinator; so the days lie where their metering points do, and are stored all at once.
  // Another table is dear there, so of few the days that are not yet computed lie beside those that are: they alone have `starts`. Of many that is planned as a loop in a loop.
  const table = await tables.create('done', `${derivedColumns}, waits boolean, starts timestamptz, ends timestamptz`);
  return {
    table: areFew ? `(select metering_point_id, day, waits from ${table} where starts is null)` : table,
    async fill(sql) {
      if (!areFew) return { days: await tables.fill('day', dayColumns, sql), count: tables.countIn('day') };
      const { rowCount } = await transaction.raw(`insert into ${table} (metering_point_id, day, starts, ends) ${sql}`);
      return { days: `(select metering_point_id, day, starts, ends from ${table} where starts is not null)`, count: rowCount };
    },
    async forget(days) {
      await transaction.raw(
        `delete from ${table} n using ${days} r where n.metering_point_id = r.metering_point_id and n.day = r.day and n.starts is null`,
      );
    },
    async keep(rows, mayWait = false) {
      return (await transaction.raw(`insert into ${table} select derived.*${mayWait ? '' : ', false'} from (${rows}) derived`)).rowCount;
    },
    async store() {
      await transaction.raw(upsert(`select ${consumptionColumns.join(', ')} from ${table} where starts is null`));
    },
  };
}

/** The days of the ranges that are not in the table of those done. */
async function deriveOthers(
  transaction: Knex.Transaction,
  tables: WorkTables,
  { ranges, now }: { ranges: string; now: Date },
  done: DoneDays,
): Promise<number> {
  const { isSpread } = tables;
  const { days, count } = await done.fill(
    `select metering_point_id, day, day::timestamp at time zone '${zone}', (day + 1)::timestamp at time zone '${zone}'
     from (select distinct r.metering_point_id, d::date as day from (${ranges}) r (metering_point_id, first_day, last_day)
       cross join lateral generate_series(r.first_day::timestamp, r.last_day::timestamp, interval '1 day') d) touched
     where not ${isPurged('touched', now)} and not exists (select from ${done.table} n where n.metering_point_id = touched.metering_point_id and n.day = touched.day)
     order by metering_point_id, day`,
  );
  if (count === 0) return 0;
  // A statement more is dear where the tables are spread: there days that may have stood still are taken along, and wait until that is known.
  const kept = await (isSpread
    ? done.keep(`${plainDays(days, `, ${mayHaveStoodStill(isSpread)}`)} and not exists (${standstillsIn('d')})`, true)
    : done.keep(`${plainDays(days)} and not (${mayHaveStoodStill(isSpread)}) and not exists (${standstillsIn('d')})`));
  await tables.analyze('done', kept);
  const rest = `select d.* from ${days} d left join ${done.table} n on n.metering_point_id = d.metering_point_id and n.day = d.day${isSpread ? ' and not n.waits' : ''} where n.day is null`;
  const still = isSpread ? await findStill(transaction, days, `(${rest})`, isSpread) : undefined;
  if (kept < count || !still || still.length > 0) await deriveRest(transaction, tables, done, { days, restSql: rest, still });
  return count;
}

interface RestDays {
  days: string;
  /** Gives those of the days that differences alone don't tell. */
  restSql: string;
  /** What `findStill` found, where that was asked. */
  still: SeriesSpan[] | undefined;
}

async function deriveRest(
  transaction: Knex.Transaction,
  tables: WorkTables,
  done: DoneDays,
  { days, restSql, still }: RestDays,
): Promise<void> {
  // A table of its own: within the statement that takes them, whose rows nobody can foretell, it is planned as a loop in a loop.
  const rest = await tables.fill('rest', dayColumns, restSql);
  const sameDay = 'n.metering_point_id = r.metering_point_id and n.day = r.day';
  const { spread, added } = await judgeStandstills(
    transaction,
    tables,
    still ?? (await findStill(transaction, days, rest, tables.isSpread)),
    { days, rest },
  );
  let left = tables.countIn('rest') + added;
  if (left > 0 && (!tables.isSpread || spread)) {
    await done.forget(rest);
    await done.keep(`${plainDays(rest)} and not exists (${standstillsIn('d')})`);
  }
  if (left > 0) {
    const taken = await transaction.raw(
      `delete from ${rest} r using ${done.table} n where ${sameDay} and not exists (${standstillsIn('r')})`,
    );
    left -= taken.rowCount;
  }
  if (left === 0) return;
  await transaction.raw(upsert(tables.isSpread ? await deriveGeneralSpread(tables, rest, spread) : deriveGeneralSql(rest, spread)));
  await transaction.raw(
    `delete from consumption_day c using ${rest} r where c.metering_point_id = r.metering_point_id and c.day = r.day
     and c.measured_hours + c.estimated_hours = 0`,
  );
}
