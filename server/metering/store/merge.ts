import type { Knex } from 'knex';
import type { DayCount } from '../stage/staged-counts.ts';
import { quantityColumns, valueColumns } from '../files/quantity.ts';
import { countOf, isGiven, packAll, sameValues, takeAll, takeGiven, valuesOf } from '../stage/packed-sql.ts';
import { hasContradicted } from '../screen/contradicted-sql.ts';
import { isJudged, type Ordinary } from '../screen/find-ordinary.ts';
import { stagedReadings } from '../stage/staged-rows.ts';
import type { WorkTables } from '../stage/work-tables.ts';

export const keyColumns = 'metering_point_id, day, serial, interval_seconds';
const values = valueColumns.join(', ');
const sameKey = (left: string, right: string) =>
  `${left}.metering_point_id = ${right}.metering_point_id and ${left}.day = ${right}.day and ${left}.serial = ${right}.serial and ${left}.interval_seconds = ${right}.interval_seconds`;
/** SQL: the key's columns of a row. */
export const keyOf = (row: string) =>
  keyColumns
    .split(', ')
    .map((name) => `${row}.${name}`)
    .join(', ');

/** SQL: the stored row of the same key, looked up row by row: planned as a join it may read the whole base for a day's delivery. */
const storedOf = (row: string, columns: string, where = 'true') =>
  `(select ${columns} from reading_day d where ${sameKey(row, 'd')} and ${where} limit 1)`;

/** Differing in these is a correction. */
const judged = ['energy_kwh', 'volume_m3', 'flow_m3c', 'return_m3c'];
const sameInstants = (s: string, d: string) => `${s}.first_at = ${d}.first_at and ${s}.count = ${countOf(d)}
  and ${s}.step_seconds is not distinct from ${d}.step_seconds and ${s}.offsets is not distinct from ${d}.offsets`;

/**
 * Takes what is stored already out of the staging table, and keeps that it was delivered once more: were the first file withdrawn, this one would
 * still say it. Not where something of the day is set aside, which this may replace. Returns how many readings that were, in how many days.
 */
export async function dropIdentical(transaction: Knex.Transaction, staging: string, ordinary: Ordinary, fileId: number): Promise<DayCount> {
  const same = quantityColumns.map((name) => `(not ${isGiven('s', name)} or ${sameValues('s', 'd', name)})`).join(' and ');
  // A day that says less than all is no repetition of an estimate.
  const sameQuality = `(s.quality is not distinct from d.quality or (s.quality is null and d.quality !~ '[eh]'))`;
  await transaction.raw(
    `update ${staging} s set identical = true
     where s.reason is null and not s.suspicious and ${isJudged(ordinary, 's')} and ${storedOf('s', 'true', `${sameInstants('s', 'd')} and ${sameQuality} and ${same}`)}
       and not ${hasContradicted('s')}`,
  );
  const { rowCount } = await transaction.raw(
    `insert into reading_beside (${keyColumns}, file_id, line, line_step, lines, first_at, count, step_seconds, offsets)
     select ${keyColumns}, cast(? as int), line, line_step, lines, first_at, count, step_seconds, offsets from ${staging} where identical`,
    [fileId],
  );
  if (rowCount === 0) return { days: 0, readings: 0 };
  const { rows } = await transaction.raw(`select coalesce(sum(count), 0)::int8 as count from ${staging} where identical`);
  await transaction.raw(`delete from ${staging} where identical`);
  return { days: rowCount, readings: Number(rows[0].count) };
}

/**
 * Fills two work tables. `key`: the days that have more than one source (stored before, or twice in the file); `whole` where the file has
 * every reading that is stored, each at its instant, so that the row is replaced as it is. `both`: the readings of the other such days,
 * one an instant, where the file's last one goes before what is stored.
 */
export async function overlay(tables: WorkTables, staging: string, ordinary: Ordinary): Promise<void> {
  const key = await tables.fill(
    'key',
    'metering_point_id bigint, day date, serial text, interval_seconds integer, whole boolean',
    `select ${keyColumns}, bool_and(whole) and count(*) = 1 from (
       select ${keyOf('s')}, ${storedOf(
         's',
         `d.file_id is not null and ${sameInstants('s', 'd')} and ${judged
           .concat(quantityColumns.slice(4))
           .map((name) => `array_position(s.${name}, null) is null`)
           .join(' and ')}`,
       )} as whole
       from ${staging} s where ${isJudged(ordinary, 's')}) k
     group by ${keyColumns} having count(*) > 1 or bool_or(whole is not null)`,
  );
  // Of an instant there is one of each at most: grouped, where a full join would have no column that says on which node a row belongs.
  const ofFresh = (name: string) => `max(${name}) filter (where fresh)`;
  const ofStored = (name: string) => `max(${name}) filter (where not fresh)`;
  const changed = judged.map((name) => `${ofFresh(name)} <> ${ofStored(name)}`);
  const columns = `metering_point_id bigint, day date, serial text, interval_seconds integer, at timestamptz, line integer, stored_file integer, stored_line integer,
     quality text, stored_quality text, deliveries integer, differs boolean, fresh boolean, stored boolean, changed boolean,
     ${quantityColumns.map((name) => `${name} double precision`).join(', ')}, ${quantityColumns.map((name) => `old_${name} double precision`).join(', ')}`;
  if (tables.countIn('key') === 0) return void (await tables.create('both', columns));
  // What a delivery leaves out does not take away what is stored.
  await tables.fill(
    'both',
    columns,
    `with staged as (select r.* from (${stagedReadings(staging)}) r join ${key} k on ${sameKey('k', 'r')} where k.whole is not true),
       f as (select distinct on (${keyColumns}, at) *, count(*) over w as deliveries,
               count(*) over w > 1 as differs
             from staged window w as (partition by ${keyColumns}, at) order by ${keyColumns}, at, line desc),
       o as (select r.* from ${key} k cross join lateral (select * from reading r where ${sameKey('k', 'r')} offset 0) r where k.whole is not true)
     select ${keyColumns}, at, ${ofFresh('line')}, max(file_id), ${ofStored('line')}, ${ofFresh('quality')}, ${ofStored('quality')}, max(deliveries), coalesce(bool_or(differs), false),
       bool_or(fresh), bool_or(not fresh), coalesce(${changed.join(' or ')}, false),
       ${quantityColumns.map((name) => `coalesce(${ofFresh(name)}, ${ofStored(name)})`).join(', ')}, ${quantityColumns.map((name) => `${ofStored(name)} as old_${name}`).join(', ')}
     from (
       select ${keyColumns}, at, line, null::int as file_id, quality, ${quantityColumns.join(', ')}, deliveries, differs, true as fresh from f
       union all
       select ${keyColumns}, at, line, file_id, quality, ${quantityColumns.join(', ')}, null, null, false from o) b
     group by ${keyColumns}, at`,
  );
}

export interface MergeCounts {
  stored: number;
  unchanged: number;
  corrected: number;
}

/** SQL: the letter of a value that comes in another's place. Measured instead of estimated is no correction. */
const letterOf = (fresh: string, stored: string, changed: string) => `case when ${fresh} <> 'm' then ${fresh}
  when ${changed} then case when ${stored} = 'e' then 'm' else 'c' end when ${stored} = 'c' then 'c' else 'm' end`;

/** The file that is merged, whether `overlay` has looked for days with more than one source, and how many readings are staged. */
interface MergeJob {
  fileId: number;
  keys: boolean;
  readings: number;
}

/** Puts the staged readings into `reading_day`; every value that another replaces is kept beside it. */
export async function merge(
  transaction: Knex.Transaction,
  tables: WorkTables,
  staging: string,
  { fileId, keys, readings }: MergeJob,
): Promise<MergeCounts> {
  const anyKeys = keys && tables.countIn('key') > 0;
  const counts = anyKeys ? await mergeKeys(transaction, tables, staging, fileId) : { stored: 0, unchanged: 0, corrected: 0 };
  const others = anyKeys ? `${staging} s left join ${tables.name('key')} k on ${sameKey('k', 's')} where k.day is null` : `${staging} s`;
  const { rowCount } = await transaction.raw(
    `insert into reading_day (${keyColumns}, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, ${values})
     select ${keyOf('s')}, cast(? as int), line, line_step, lines, first_at, count, step_seconds, offsets, quality, ${values}
     from ${others} order by s.metering_point_id, s.day`,
    [fileId],
  );
  if (!anyKeys) counts.stored = readings;
  else if (rowCount > 0) {
    const { rows } = await transaction.raw(`select coalesce(sum(count), 0)::int8 as count from ${others}`);
    counts.stored += Number(rows[0].count);
  }
  return counts;
}

/** Those whose days have more than one source. */
async function mergeKeys(transaction: Knex.Transaction, tables: WorkTables, staging: string, fileId: number): Promise<MergeCounts> {
  const key = tables.name('key');
  const both = tables.name('both');
  await transaction.raw(
    `update reading_beside b set ${takeAll('d')}
     from ${key} k, reading_day d
     where b.metering_point_id = k.metering_point_id and b.day = k.day and b.serial = k.serial and b.interval_seconds = k.interval_seconds
       and not ${isGiven('b', 'energy_kwh')} and ${sameKey('k', 'd')}`,
  );
  const whole = await replaceWhole(transaction, key, staging, fileId);
  await transaction.raw(keepOldSql(both));
  const { rows } = await transaction.raw(
    `select
       (select count(*) from ${both} where fresh and not stored)::int8 as added,
       (select count(*) from ${both} where fresh and stored and (changed or quality <> stored_quality and not (quality = 'm' and stored_quality = 'c')))::int8 as corrected,
       (select coalesce(sum(deliveries), 0) from ${both} where fresh)::int8 as fresh`,
  );
  await transaction.raw(mergeSql(both), { fileId });
  const [added, corrected, fresh] = [Number(rows[0].added), Number(rows[0].corrected), Number(rows[0].fresh)];
  return { stored: added, unchanged: fresh - added - corrected + whole.unchanged, corrected: corrected + whole.corrected };
}

/** Days that a file has whole are replaced row by row, the old row as it is put beside. */
async function replaceWhole(
  transaction: Knex.Transaction,
  key: string,
  staging: string,
  fileId: number,
): Promise<{ corrected: number; unchanged: number }> {
  const { rowCount } = await transaction.raw(
    `insert into reading_beside (${keyColumns}, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, ${values})
     select ${keyOf('d')}, d.file_id, d.line, d.line_step, d.lines, d.first_at, ${countOf('d')}, d.step_seconds, d.offsets, d.quality,
       ${valueColumns.map((name) => `d.${name}`).join(', ')}
     from ${key} k cross join lateral (select * from reading_day d where ${sameKey('k', 'd')} limit 1) d where k.whole`,
  );
  if (rowCount === 0) return { corrected: 0, unchanged: 0 };
  const changed = judged.map((name) => `coalesce(f_${name} <> o_${name}, false)`).join(' or ');
  const letter = letterOf('fresh', 'stored', 'is_changed');
  // What is the same in both needs no look at each. Unpacked beside the row, and not within what is made of it: a database that is spread could not.
  const unpacked = (names: string[]) =>
    names
      .flatMap((name) =>
        ['s', 'd'].map((row) => `case when not (${sameValues('s', 'd', name)}) then ${valuesOf(row, name)} end as ${row}_${name}`),
      )
      .join(', ');
  const paired = judged.flatMap((name) => (name === 'energy_kwh' ? ['d.s_energy_kwh', 'd.d_energy_kwh'] : [`o.s_${name}`, `o.d_${name}`]));
  const names = judged.flatMap((name) => [`f_${name}`, `o_${name}`]).join(', ');
  const { rows } = await transaction.raw(
    `with fresh as (
       select s.*, case when e.anew then coalesce(translate(d.quality, 'meh', 'cmc'), repeat('c', s.count)) else l.letters end as letters,
         case when e.anew then s.count else l.corrected end as corrected
       from ${key} k join ${staging} s on ${sameKey('k', 's')}
       cross join lateral (select d.quality, ${unpacked(judged.slice(0, 1))} from reading_day d where ${sameKey('k', 'd')} limit 1) d
       -- Mostly every register of energy is another: then nothing else tells more.
       cross join lateral (select s.quality is null and coalesce(count(*) filter (where f = o) = 0 and count(f) = s.count, false) as anew
         from unnest(d.s_energy_kwh, d.d_energy_kwh) u (f, o)) e
       left join lateral (select ${unpacked(judged.slice(1))} from reading_day d where ${sameKey('k', 'd')} and not e.anew limit 1) o on true
       left join lateral (
         select string_agg(letter, '' order by n) as letters, count(*) filter (where is_changed or letter <> stored) as corrected
         from (select n, is_changed, stored, ${letter} as letter
           from (select n, ${changed} as is_changed, coalesce(substr(s.quality, n, 1), 'm') as fresh, coalesce(substr(d.quality, n, 1), 'm') as stored
             from generate_series(1, s.count) n left join unnest(${paired.join(', ')}) with ordinality as u (${names}, m) on m = n) p) p
         having not e.anew) l on true
       where k.whole),
     updated as (
       update reading_day d set file_id = cast(:fileId as int), line = f.line, line_step = f.line_step, lines = f.lines, files = null, count = f.count, quality = nullif(f.letters, repeat('m', f.count)),
         ${takeGiven('f', 'd')}
       from fresh f where ${sameKey('f', 'd')}
       returning f.count, f.corrected)
     select coalesce(sum(corrected), 0)::int8 as corrected, coalesce(sum(count - corrected), 0)::int8 as unchanged from updated`,
    { fileId },
  );
  return { corrected: Number(rows[0].corrected), unchanged: Number(rows[0].unchanged) };
}

/** The stored readings of the instants that come anew, packed by file. */
const keepOldSql = (both: string) => `
  insert into reading_beside (${keyColumns}, file_id, line, lines, first_at, count, offsets, quality, ${values})
  ${packAll(
    `select ${keyColumns}, stored_file, min(stored_line) as line, array_agg(stored_line order by at) as lines, min(at) as first_at, count(*) as count,
       array_agg(extract(epoch from at - first)::int order by at) as offsets,
       nullif(string_agg(stored_quality, '' order by at), repeat('m', count(*)::int)) as quality,
       ${quantityColumns.map((name) => `case when count(old_${name}) > 0 then array_agg(old_${name} order by at) end as ${name}`).join(', ')}
     from (select *, min(at) over (partition by ${keyColumns}, stored_file) as first from ${both} where fresh and stored) b
     group by ${keyColumns}, stored_file`,
    `${keyColumns}, stored_file, line, lines, first_at, count, offsets, quality`,
  )}`;

/** Packs the readings of the work table `both` again, and replaces the rows of those days. */
function mergeSql(both: string): string {
  const gathered = (name: string) => `case when count(${name}) > 0 then array_agg(${name} order by at) end`;
  return `
    insert into reading_day (${keyColumns}, first_at, count, step_seconds, offsets, file_id, line, line_step, files, lines, quality, ${values})
    with counted as (
      select b.*, extract(epoch from at - first_value(at) over w)::int as since, row_number() over w as n,
        extract(epoch from nth_value(at, 2) over k - first_value(at) over k)::int as step,
        case when not stored then b.quality when not fresh then stored_quality else ${letterOf('b.quality', 'stored_quality', 'changed')} end as letter,
        case when not fresh then stored_file else cast(:fileId as int) end as source_file,
        case when not fresh then stored_line else b.line end as source_line
      from ${both} b
      window k as (partition by ${keyColumns} order by at rows between unbounded preceding and unbounded following),
        w as (partition by ${keyColumns} order by at)),
    gathered as (
      select ${keyColumns}, min(at) as first_at, bool_and(since = (n - 1) * coalesce(step, 3600)) as even, coalesce(min(step), 3600) as step,
        array_agg(since order by at) as offsets, array_agg(source_file order by at) as files, array_agg(source_line order by at) as lines,
        min(source_file) as file_id, count(distinct source_file) = 1 and count(source_file) = count(*) as of_one_file,
        string_agg(letter, '' order by at) as letters, count(*)::int as count, ${quantityColumns.map((name) => `${gathered(name)} as ${name}`).join(', ')}
      from counted group by ${keyColumns})
    ${packAll(
      `select *, of_one_file and lines = array(select lines[1] + (n - 1) * coalesce(lines[2] - lines[1], 1) from generate_series(1, count) n) as plain from gathered`,
      `${keyColumns}, first_at, count, case when even then step end, case when not even then offsets end,
      case when plain then file_id end, case when plain then lines[1] end, case when plain then coalesce(lines[2] - lines[1], 1) end,
      case when not plain then files end, case when not plain then lines end, nullif(letters, repeat('m', count))`,
    )}
    on conflict (${keyColumns}) do update set
      ${['file_id', 'line', 'line_step', 'first_at', 'count', 'step_seconds', 'offsets', 'files', 'lines', 'quality', ...valueColumns].map((name) => `${name} = excluded.${name}`).join(', ')}`;
}
