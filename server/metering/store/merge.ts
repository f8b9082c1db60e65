import type { Knex } from 'knex';
import { quantityColumns } from '../files/quantity.ts';
import type { WorkTables } from '../stage/work-tables.ts';

export const keyColumns = 'metering_point_id, day, serial, interval_seconds';
const values = quantityColumns.join(', ');
const sameKey = (left: string, right: string) =>
  `${left}.metering_point_id = ${right}.metering_point_id and ${left}.day = ${right}.day and ${left}.serial = ${right}.serial and ${left}.interval_seconds = ${right}.interval_seconds`;

/** The staged readings one by one; `more` is further columns, where `n` counts the readings of a row of `s`. */
export const stagedReadings = (staging: string, more = '') => `
  select s.metering_point_id, s.day, s.serial, s.interval_seconds,
    s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
    coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
    coalesce(substr(s.quality, n::int, 1), 'm') as quality, ${quantityColumns.map((name) => `v.${name}`).join(', ')}${more}
  from ${staging} s
  cross join lateral unnest(${quantityColumns.map((name) => `s.${name}`).join(', ')}) with ordinality as v (${values}, n)`;

/** Takes what is stored already out of the staging table; answers how many readings that were. */
export async function dropIdentical(transaction: Knex.Transaction, staging: string): Promise<number> {
  const same = quantityColumns.map((name) => `(s.${name} is null or s.${name} is not distinct from d.${name})`).join(' and ');
  const { rows } = await transaction.raw(`
    with gone as (
      delete from ${staging} s using reading_day d
      where ${sameKey('s', 'd')} and s.first_at = d.first_at
        and s.step_seconds is not distinct from d.step_seconds and s.offsets is not distinct from d.offsets
        and (s.quality is null or s.quality is not distinct from d.quality) and ${same}
      returning s.count)
    select coalesce(sum(count), 0)::int8 as count from gone`);
  return Number(rows[0].count);
}

/**
 * Fills two work tables: `key`, the days that have more than one source (stored before, or twice in the file), and `both`,
 * their readings one an instant, where the file's last one wins over what is stored.
 */
export async function overlay(tables: WorkTables, staging: string): Promise<void> {
  const key = await tables.fill(
    'key',
    'metering_point_id bigint, day date, serial text, interval_seconds integer',
    `select ${keyColumns} from ${staging} group by ${keyColumns} having count(*) > 1
     union select s.metering_point_id, s.day, s.serial, s.interval_seconds from ${staging} s join reading_day d on ${sameKey('s', 'd')}`,
  );
  // What a delivery leaves out does not take away what is stored.
  const changed = ['energy_kwh', 'volume_m3', 'flow_m3c', 'return_m3c'].map((name) => `f.${name} <> o.${name}`);
  await tables.fill(
    'both',
    `metering_point_id bigint, day date, serial text, interval_seconds integer, at timestamptz, line integer, stored_file integer, stored_line integer,
     quality text, stored_quality text, deliveries integer, fresh boolean, stored boolean, changed boolean, ${quantityColumns.map((name) => `${name} double precision`).join(', ')}`,
    `with staged as (${stagedReadings(staging)} join ${key} k on ${sameKey('k', 's')}),
       f as (select distinct on (${keyColumns}, at) *, count(*) over w as deliveries, min(energy_kwh) over w <> max(energy_kwh) over w as differs
             from staged window w as (partition by ${keyColumns}, at) order by ${keyColumns}, at, line desc),
       o as (select r.* from ${key} k cross join lateral (select * from reading r where ${sameKey('k', 'r')} offset 0) r)
     select ${keyColumns}, at, f.line, o.file_id, o.line, coalesce(f.quality, o.quality), o.quality, f.deliveries,
       f.at is not null, o.at is not null,
       coalesce(${changed.join(' or ')}, false) or coalesce(f.differs, false),
       ${quantityColumns.map((name) => `coalesce(f.${name}, o.${name})`).join(', ')}
     from f full join o using (${keyColumns}, at)`,
  );
}

export interface MergeCounts {
  stored: number;
  unchanged: number;
  corrected: number;
}

/** Puts the staged readings into `reading_day`, with a trace of every value that another replaces. */
export async function merge(transaction: Knex.Transaction, tables: WorkTables, staging: string, fileId: number): Promise<MergeCounts> {
  const key = tables.name('key');
  const both = tables.name('both');
  await transaction.raw(
    `insert into reading_replaced (metering_point_id, serial, interval_seconds, at, energy_kwh, volume_m3, flow_m3c, return_m3c, quality, file_id, line, replaced_by_file_id)
     select r.metering_point_id, r.serial, r.interval_seconds, r.at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.quality, r.file_id, r.line, cast(:fileId as int)
     from ${both} b cross join lateral (select * from reading r where ${sameKey('b', 'r')} and r.at = b.at offset 0) r where b.changed and b.stored
     union all
     select r.metering_point_id, r.serial, r.interval_seconds, r.at, r.energy_kwh, r.volume_m3, r.flow_m3c, r.return_m3c, r.quality, cast(:fileId as int), r.line, cast(:fileId as int)
     from (${stagedReadings(staging)}) r join ${both} b on ${sameKey('b', 'r')} and b.at = r.at
     where b.changed and r.line <> b.line and r.energy_kwh <> b.energy_kwh`,
    { fileId },
  );
  const { rows } = await transaction.raw(
    `with plain as (
       insert into reading_day (${keyColumns}, file_id, line, line_step, lines, first_at, step_seconds, offsets, quality, ${values})
       select ${keyColumns}, ?, line, line_step, lines, first_at, step_seconds, offsets, quality, ${values}
       from ${staging} s where not exists (select from ${key} k where ${sameKey('k', 's')})
       order by metering_point_id, day
       returning cardinality(energy_kwh) as count)
     select coalesce(sum(count), 0)::int8 as plain,
       (select count(*) from ${both} where fresh and not stored)::int8 as added,
       (select count(*) from ${both} where changed)::int8 as corrected,
       (select coalesce(sum(deliveries), 0) - count(*) filter (where not stored or changed) from ${both} where fresh)::int8 as unchanged
     from plain`,
    [fileId],
  );
  await transaction.raw(mergeSql(both), { fileId });
  const [counts] = rows;
  const corrected = Number(counts.corrected);
  return { stored: Number(counts.plain) + Number(counts.added), unchanged: Number(counts.unchanged), corrected };
}

/** Packs the readings of the work table `both` again, and replaces the rows of those days. */
function mergeSql(both: string): string {
  const packed = (name: string) => `case when count(${name}) > 0 then array_agg(${name} order by at) end`;
  return `
    with counted as (
      select b.*, extract(epoch from at - first_value(at) over w)::int as since, row_number() over w as n, count(*) over k as size,
        extract(epoch from nth_value(at, 2) over k - first_value(at) over k)::int as step,
        case when changed and b.quality = 'm' then 'c' when stored and not changed then stored_quality else b.quality end as letter,
        case when stored and not changed then stored_file else cast(:fileId as int) end as source_file,
        case when stored and not changed then stored_line else b.line end as source_line
      from ${both} b
      window k as (partition by ${keyColumns} order by at rows between unbounded preceding and unbounded following),
        w as (partition by ${keyColumns} order by at)),
    packed as (
      select ${keyColumns}, min(at) as first_at, bool_and(since = (n - 1) * coalesce(step, 3600)) as even, coalesce(min(step), 3600) as step,
        array_agg(since order by at) as offsets, array_agg(source_file order by at) as files, array_agg(source_line order by at) as lines,
        string_agg(letter, '' order by at) as quality, ${quantityColumns.map((name) => `${packed(name)} as ${name}`).join(', ')}
      from counted group by ${keyColumns})
    insert into reading_day (${keyColumns}, first_at, step_seconds, offsets, files, lines, quality, ${values})
    select ${keyColumns}, first_at, case when even then step end, case when not even then offsets end, files, lines,
      nullif(quality, repeat('m', length(quality))), ${values}
    from packed
    on conflict (${keyColumns}) do update set file_id = null, line = null, line_step = null,
      ${['first_at', 'step_seconds', 'offsets', 'files', 'lines', 'quality', ...quantityColumns].map((name) => `${name} = excluded.${name}`).join(', ')}`;
}
