import type { Knex } from 'knex';
import { dayBefore } from '../stage/day-before.ts';
import { countOf, valueAt } from '../stage/packed-sql.ts';
import { hasContradicted } from './contradicted-sql.ts';
import type { Series } from './evidence.ts';
import { isJudged, type Ordinary } from './find-ordinary.ts';
import { stepFaultSql } from './step-fault-sql.ts';
import type { WorkTables } from '../stage/work-tables.ts';

/**
 * The meters in whose readings something doesn't fit: inside a staged day (seen while packing), from one day to the next, between what is
 * staged and what is stored or told at a swap; or of which nothing stood so far, or a day comes twice in different words. They are judged
 * anew, one by one. What fits all that is shown can change no judgement, unless it comes in the place of something shown, which may have been
 * what others were set aside for, or of something set aside, which is then replaced: also on a day of which nothing is shown.
 */
export async function findSuspicious(
  transaction: Knex.Transaction,
  tables: WorkTables,
  staging: string,
  ordinary: Ordinary,
): Promise<Series[]> {
  // Neighbours are looked up by the key, run of days by run of days: a join by a span of days would read the whole base.
  const staged = `select *, day - (dense_rank() over (partition by metering_point_id, serial order by day))::int as island
    from ${staging} s where interval_seconds = 0 and ${isJudged(ordinary, 's')}`;
  const before = tables.isSpread
    ? 'b.day < s.first_day order by b.day desc'
    : `b.day = ${dayBefore({ point: 's.metering_point_id', serial: 's.serial', interval: '0' }, 's.first_day')}`;
  const wasSetAside = `exists (select from reading_beside b where b.metering_point_id = s.metering_point_id and b.serial = s.serial and b.reason in ('register-drop', 'implausible'))`;
  const shown = `reading_day d where d.metering_point_id = s.metering_point_id and d.serial = s.serial and d.interval_seconds = 0`;
  // A look-up by the key, where "not exists" may be planned as a join that reads the whole base; where the tables are spread that look-up is refused.
  const neverShown = tables.isSpread
    ? `from span s where ${wasSetAside} and not exists (select from ${shown})`
    : `from (select * from span s where ${wasSetAside} offset 0) s where (select true from ${shown} limit 1) is null`;
  const { rows } = await transaction.raw(`
    with span as not materialized (
      select metering_point_id, serial, island, min(day) as first_day, max(day) as last_day, max(max_power_kw) as limit_kw
      from (${staged}) s group by metering_point_id, serial, island),
    chunk as (
      select metering_point_id, serial, max_power_kw as limit_kw, first_at, last_at, first_energy_kwh as first_energy, last_energy_kwh as last_energy
      from (${staged}) s
      union all
      select s.metering_point_id, s.serial, s.limit_kw, d.first_at,
        d.first_at + coalesce(d.offsets[size], (size - 1) * d.step_seconds) * interval '1 second', ${valueAt('d', 'energy_kwh', '1')}, ${valueAt('d', 'energy_kwh', 'size')}
      from span s
      cross join lateral (
        (select * from reading_day b where b.metering_point_id = s.metering_point_id and b.serial = s.serial and b.interval_seconds = 0
           and ${before} limit 1)
        union all
        (select * from reading_day a where a.metering_point_id = s.metering_point_id and a.serial = s.serial and a.interval_seconds = 0
           and a.day > s.last_day order by a.day limit 1)
        union all
        (select r.* from ${tables.name('key')} k
           join reading_day r on r.metering_point_id = k.metering_point_id and r.day = k.day and r.serial = k.serial and r.interval_seconds = 0
         where k.metering_point_id = s.metering_point_id and k.serial = s.serial and k.interval_seconds = 0 and k.whole is not true
           and k.day between s.first_day and s.last_day)) d
      cross join lateral ${countOf('d')} size
      union all
      select s.metering_point_id, s.serial, s.limit_kw, e.at, e.at, e.energy_kwh, e.energy_kwh
      from span s join meter m on m.metering_point_id = s.metering_point_id and m.serial = s.serial
      cross join lateral (values (m.installed_at, m.opening_energy_kwh, m.opening_reason),
        (coalesce(m.removed_by, m.removed_at), m.closing_energy_kwh, m.closing_reason)) e (at, energy_kwh, reason)
      where e.energy_kwh is not null and e.reason is null and isfinite(e.at)),
    neighbours as (
      select metering_point_id, serial, limit_kw, first_at, first_energy,
        lag(last_at) over w as at_before, lag(last_energy) over w as energy_before
      from chunk window w as (partition by metering_point_id, serial order by first_at, last_at)),
    merged as (
      select b.metering_point_id, b.serial, b.at, b.energy_kwh, lag(b.at) over w as at_before, lag(b.energy_kwh) over w as energy_before
      from ${tables.name('both')} b where b.interval_seconds = 0
      window w as (partition by b.metering_point_id, b.serial order by b.at))
    select metering_point_id, serial, interval_seconds from ${staging} where suspicious
    union
    select n.metering_point_id, n.serial, 0 from neighbours n
      where n.first_at > n.at_before and ${stepFaultSql('n.first_energy', 'n.energy_before', 'n.first_at', 'n.at_before', 'n.limit_kw')}
    union
    select m.metering_point_id, m.serial, 0 from merged m
      join (select metering_point_id, serial, max(limit_kw) as limit_kw from span group by metering_point_id, serial) s using (metering_point_id, serial)
      where ${stepFaultSql('m.energy_kwh', 'm.energy_before', 'm.at', 'm.at_before', 's.limit_kw')}
    union
    select metering_point_id, serial, interval_seconds from ${tables.name('both')} where differs
    union
    select s.metering_point_id, s.serial, 0 from span s
      join meter m on m.metering_point_id = s.metering_point_id and m.serial = s.serial
      where coalesce(m.opening_reason, m.closing_reason) is not null
    union
    select s.metering_point_id, s.serial, 0
      ${neverShown}
    union
    select k.metering_point_id, k.serial, 0 from ${tables.name('key')} k
      where k.interval_seconds = 0
        and exists (select from reading_beside b where b.metering_point_id = k.metering_point_id and b.serial = k.serial and b.reason in ('register-drop', 'implausible'))
    union
    select s.metering_point_id, s.serial, 0 from ${staging} s where ${isJudged(ordinary, 's')} and ${hasContradicted('s')}`);
  return rows.map((row: { metering_point_id: string; serial: string; interval_seconds: number }) => ({
    meteringPointId: row.metering_point_id,
    serial: row.serial,
    intervalSeconds: row.interval_seconds,
  }));
}
