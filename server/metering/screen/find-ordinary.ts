import { zone } from '../../ground/zone.ts';
import { countOf, valueAt } from '../stage/packed-sql.ts';
import type { WorkTables } from '../stage/work-tables.ts';
import { comparedDays } from '../derive/standstill.ts';
import { ordinaryColumns } from '../stage/staging-table.ts';
import { stepFaultSql } from './step-fault-sql.ts';

/** What an import brings of metering points at which nothing is to be judged. */
export interface Ordinary {
  /** SQL, for after `from`: a row a metering point. Nothing where none is asked for. */
  table: string;
  /** Staged days in it. */
  staged: number;
  /** Days whose consumption they touch. */
  touched: number;
}

const others = ['volume_m3', 'flow_m3c', 'return_m3c'];
const startOf = (day: string) => `(${day})::timestamp at time zone '${zone}'`;

/**
 * Finds the metering points of which the staging table simply goes on where the stored readings end (or begins where there are none): days without a gap,
 * of one register, of the meter that hangs there, of which everything fits, and nothing later, longer, told or standing still is near. They need no
 * judgement and no look at neighbours by the statements that come after, which would find just that: it is all asked here, once a metering point.
 * `rise_kwh` is what the day before's last hour used, and `others_before` volume, flow and return of that day; null where it wasn't whole.
 */
export async function findOrdinary(
  tables: WorkTables,
  staging: string,
  { wanted, areFew }: { wanted: boolean; areFew: boolean },
): Promise<Ordinary> {
  if (!wanted) return { table: '', staged: 0, touched: 0 };
  const table = await keepOrdinary(
    tables,
    areFew ? staging : undefined,
    `select r.metering_point_id, r.serial, r.first_day, r.last_day, coalesce(b.day, r.first_day), b.first_kwh, b.last_kwh,
       case when b.is_whole then r.first_kwh - b.last_kwh end, case when b.is_whole then ${countOf('b')} end,
       case when b.is_whole then array[${others.map((name, n) => `r.first_others[${n + 1}] - ${valueAt('b', name, '1')}`).join(', ')}] end
     from (
       select metering_point_id, min(serial) as serial, min(day) as first_day, max(day) as last_day, max(max_power_kw) as limit_kw, min(first_at) as first_at,
         max(first_energy_kwh) filter (where day_before is null) as first_kwh, max(first_others) filter (where day_before is null) as first_others,
         max(quality) filter (where day_before is null) as first_quality
       from (select metering_point_id, serial, interval_seconds, day, suspicious, max_power_kw, first_at, first_energy_kwh, first_others, quality,
           lag(day) over w as day_before, lag(last_at) over w as at_before, lag(last_energy_kwh) over w as energy_before
         from ${staging} window w as (partition by metering_point_id order by day)) s
       group by metering_point_id
       having min(serial) = max(serial) and max(interval_seconds) = 0 and not bool_or(suspicious) and bool_and(day_before is null or day = day_before + 1
         and not ${stepFaultSql('first_energy_kwh', 'energy_before', 'first_at', 'at_before', 'max_power_kw')})) r
     cross join lateral (select *, count(*) over () as of_serial from meter m where m.metering_point_id = r.metering_point_id and m.serial = r.serial limit 1) m
     -- Forwards: a look backwards reads a whole page of the index. All that is told of that day is reckoned beside its row: where the tables are spread only there.
     left join lateral (select d.*, count(*) over () as of_point, ${valueAt('d', 'energy_kwh', '1')} as first_kwh, ${valueAt('d', 'energy_kwh', countOf('d'))} as last_kwh,
         d.first_at + coalesce(d.offsets[${countOf('d')}], (${countOf('d')} - 1) * d.step_seconds) * interval '1 second' as last_at,
         d.step_seconds = 3600 and d.first_at = ${startOf('d.day')} and d.first_at + ${countOf('d')} * interval '1 hour' = ${startOf('r.first_day')}
           and r.first_at = ${startOf('r.first_day')} and d.quality is null and r.first_quality is null as is_whole
       from (select * from reading_day d where d.metering_point_id = r.metering_point_id and d.day >= r.first_day - 1 order by d.day limit 2) d
       order by d.day limit 1) b on true
     where m.of_serial = 1 and m.removed_at = 'infinity' and m.removed_by is null and m.closing_energy_kwh is null and m.opening_reason is null and m.closing_reason is null
       and case when b.day is null then m.opening_energy_kwh is null and m.installed_at <= ${startOf('r.first_day')}
           and (select true from reading_day d where d.metering_point_id = r.metering_point_id limit 1) is null
         else b.of_point = 1 and b.day = r.first_day - 1 and b.serial = r.serial and b.interval_seconds = 0 and m.installed_at < ${startOf('b.day')}
           and not ${stepFaultSql('r.first_kwh', 'b.last_kwh', 'r.first_at', 'b.last_at', 'r.limit_kw')}
           and (m.opening_energy_kwh is null or not isfinite(m.installed_at)
             or not ${stepFaultSql('b.first_kwh', 'm.opening_energy_kwh', 'b.first_at', 'm.installed_at', 'r.limit_kw')}) end
       and (select true from reading_beside s where s.metering_point_id = r.metering_point_id and (b.day is null or s.day between r.first_day and r.last_day)
         and s.reason in ('register-drop', 'implausible') limit 1) is null
       and (select true from reading_day l where l.metering_point_id = r.metering_point_id and l.interval_seconds > 3900
         and l.day between r.first_day - 400 and r.last_day limit 1) is null
       and (select true from standstill s where s.metering_point_id = r.metering_point_id and s.till > ${startOf(`r.first_day - ${comparedDays + 4}`)} limit 1) is null
     order by r.metering_point_id`,
  );
  const { rows } = await tables.query(
    `select coalesce(sum(last_day - first_day + 1), 0)::int as staged, coalesce(sum(last_day - touched_from + 1), 0)::int as touched from ${table} o`,
  );
  return { table, ...(rows[0] as { staged: number; touched: number }) };
}

/** `staging` is given where they may stand in its rows. */
async function keepOrdinary(tables: WorkTables, staging: string | undefined, sql: string): Promise<string> {
  const names = ordinaryColumns.map(([name]) => name);
  if (!tables.isSpread || staging === undefined)
    return tables.fill(
      'ordinary',
      `metering_point_id bigint, serial text, ${ordinaryColumns.map(([name, type]) => `${name} ${type}`).join(', ')}`,
      sql,
    );
  await tables.run(
    `update ${staging} s set ${names.map((name) => `${name} = o.${name}`).join(', ')}
     from (${sql}) o (metering_point_id, serial, ${names.join(', ')}) where s.metering_point_id = o.metering_point_id and s.day = o.first_day`,
  );
  return `(select metering_point_id, serial, ${names.join(', ')} from ${staging} where last_day is not null)`;
}

/** SQL: the row of a table is of a metering point that is not among the ordinary. */
export const isJudged = ({ table, staged }: Pick<Ordinary, 'table' | 'staged'>, row: string) =>
  staged === 0 ? 'true' : `not exists (select from ${table} ordinary where ordinary.metering_point_id = ${row}.metering_point_id)`;
