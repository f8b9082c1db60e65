import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { localTime } from '../../ground/local-time.ts';
import { isOverdue } from '../../ground/overdue.ts';
import { zone } from '../../ground/zone.ts';
import { suspect } from '../pack/register-step.ts';
import { countOf, isGiven, valueAt } from '../stage/packed-sql.ts';

/** What an operator should look at in a metering point. Empty lists and nulls where nothing is remarkable. */
export interface Remarks {
  /** The last reading, where nothing has come for longer than it usually takes. */
  silentSince: string | null;
  /** Local date since which the register stands at the same number, where that is three days or more. */
  standsStillSince: string | null;
  /** Days for which two meters, or registers and intervals, tell of another use: kWh by meter and kind. */
  disagreements: { day: string; told: { serial: string; intervalSeconds: number; energyKwh: number }[] }[];
  /** Months that were over, and maybe invoiced, when a correction changed them. */
  correctedMonths: string[];
  /** Hours far above what this house otherwise uses, though below its limit. */
  suspiciousHours: { at: string; energyKwh: number; usualKwh: number }[];
}

/** Days back that are looked at, and those from which the usual is known. */
const [recentDays, usualDays] = [60, 400];
const stillDays = 3;
/** Days with values before a house is known. */
const fewestDays = 30;

/** Reads what is remarkable of all metering points or one, and answers it point by point. */
export async function readRemarks(
  database: Knex,
  point: string | undefined,
  now: Date,
): Promise<(point: string, last: Date | null) => Remarks> {
  const today = DateTime.fromJSDate(now, { zone });
  const bindings = {
    point: point ?? null,
    recent: today.minus({ days: recentDays }).toISODate(),
    usual: today.minus({ days: usualDays }).toISODate(),
    zone,
  };
  const read = async <Row>(sql: string): Promise<Map<string, (Row & { id: string })[]>> => {
    const { rows } = await database.raw<{ rows: (Row & { id: string })[] }>(sql, bindings as never);
    return Map.groupBy(rows, ({ id }) => id);
  };
  const still = await read<{ day: string; removed: boolean }>(stillSql);
  const told = await read<{ day: string; serial: string; interval: number; kwh: number }>(disagreementsSql);
  const corrected = await read<{ month: string }>(correctedSql);
  const steps = await read<{ day: string; hour: number; kwh: number; usual: number }>(suspiciousSql);
  return (id, last) => {
    const removed = still.get(id)?.[0]?.removed ?? false;
    const since = still.get(id)?.[0]?.day ?? null;
    const days =
      since && last ? DateTime.fromJSDate(last, { zone }).startOf('day').diff(DateTime.fromISO(since, { zone }), 'days').days : 0;
    return {
      silentSince: last && !removed && isOverdue(last.getTime(), now.getTime()) ? localTime(last) : null,
      standsStillSince: !removed && Math.round(days) >= stillDays ? since : null,
      disagreements: [...Map.groupBy(told.get(id) ?? [], ({ day }) => day)].map(([day, rows]) => ({
        day,
        told: rows.map(({ serial, interval, kwh }) => ({ serial, intervalSeconds: interval, energyKwh: Math.round(kwh * 1000) / 1000 })),
      })),
      correctedMonths: (corrected.get(id) ?? []).map(({ month }) => month),
      suspiciousHours: (steps.get(id) ?? []).map(({ day, hour, kwh, usual }) => ({
        at: localTime(DateTime.fromISO(day, { zone }).plus({ hours: hour }).toJSDate()),
        energyKwh: kwh,
        usualKwh: usual,
      })),
    };
  };
}

const asked = (row: string) => `(cast(:point as bigint) is null or ${row}.metering_point_id = cast(:point as bigint))`;

/** The last day on which the register was lower than it is now. */
const stillSql = `
  select p.metering_point_id as id, low.day::text as day, coalesce(m.removed_at < 'infinity', false) as removed
  from metering_point p
  cross join lateral (select * from reading_day d where d.metering_point_id = p.metering_point_id and d.interval_seconds = 0
    order by day desc, first_at desc limit 1) last
  left join lateral (select removed_at from meter m where m.metering_point_id = p.metering_point_id and m.serial = last.serial order by installed_at desc limit 1) m on true
  left join lateral (select d.day from reading_day d where d.metering_point_id = p.metering_point_id and d.serial = last.serial and d.interval_seconds = 0
    and ${valueAt('d', 'energy_kwh', '1')} < ${valueAt('last', 'energy_kwh', countOf('last'))} order by d.day desc limit 1) low on true
  where ${asked('p')}`;

/** Of whole days alone, since the ends of a meter's time are nobody's fault. */
const disagreementsSql = `
  with several as (
    select metering_point_id, day from reading_day d where day >= cast(:recent as date) and ${asked('d')}
    group by metering_point_id, day having count(*) > 1),
  told as (
    select d.metering_point_id, d.day, d.serial, d.interval_seconds,
      case when d.interval_seconds = 0 then ${valueAt('d', 'energy_kwh', countOf('d'))} - ${valueAt('d', 'energy_kwh', '1')}
        else (select sum(${valueAt('d', 'energy_kwh', 'n')}) from generate_series(1, ${countOf('d')}) n) end as kwh,
      d.first_at, d.first_at + coalesce(d.offsets[${countOf('d')}], (${countOf('d')} - 1) * d.step_seconds) * interval '1 second'
        + d.interval_seconds * interval '1 second' as till
    from several s join reading_day d on d.metering_point_id = s.metering_point_id and d.day = s.day)
  select distinct t.metering_point_id as id, t.day::text as day, t.serial, t.interval_seconds as interval, t.kwh
  from told t join told o on o.metering_point_id = t.metering_point_id and o.day = t.day and (o.serial, o.interval_seconds) <> (t.serial, t.interval_seconds)
  where abs(extract(epoch from t.first_at - o.first_at)) <= 3600 and abs(extract(epoch from t.till - o.till)) <= 3600
    and abs(t.kwh - o.kwh) > 1 + 0.05 * greatest(t.kwh, o.kwh)
  order by 2, 3, 4`;

/** Shown as corrected, and something was replaced there once the month was over. */
const correctedSql = `
  select distinct b.metering_point_id as id, to_char(b.day, 'YYYY-MM') as month
  from reading_beside b join consumption_day c on c.metering_point_id = b.metering_point_id and c.day = b.day
  where b.reason is null and ${isGiven('b', 'energy_kwh')} and c.status like '%c%' and b.recorded_at >= cast(:recent as date) and ${asked('b')}
    and b.recorded_at >= (date_trunc('month', b.day::timestamp) + interval '1 month') at time zone :zone
  order by 2`;

const suspiciousSql = `
  select c.metering_point_id as id, c.day::text as day, c.peak_hour as hour, c.peak_kwh as kwh, u.usual
  from (select metering_point_id, percentile_disc(0.98) within group (order by peak_kwh) as usual from consumption_day d
    where day >= cast(:usual as date) and peak_kwh is not null and ${asked('d')} group by metering_point_id having count(*) >= ${fewestDays}) u
  join consumption_day c on c.metering_point_id = u.metering_point_id
  where c.day >= cast(:recent as date) and c.peak_kwh > ${suspect.times} * u.usual + ${suspect.moreKwh}
  order by 2`;
