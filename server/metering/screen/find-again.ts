import type { Knex } from 'knex';
import { valueColumns } from '../files/quantity.ts';
import { whereHung } from '../pack/directory.ts';
import { meterTimeColumns, type MeterTime } from '../pack/meter-time.ts';
import { countOf } from '../stage/packed-sql.ts';
import type { Question } from './judge-all.ts';
import { questionsOf } from './stretches.ts';

/** All columns of `reading_beside` but the metering point and the serial. */
const names = `day, interval_seconds, file_id, line, line_step, lines, first_at, count, step_seconds, offsets, quality, ${valueColumns.join(', ')},
  reason, recorded_at`;
const lost = `b.reason in ('unknown-meter', 'outside-meter-time') and b.count = 1`;

/** The metering points of some, and all those at which one of the serials hangs or hung: when one meter changes they may win or lose readings. */
export async function pointsOf(transaction: Knex.Transaction, points: readonly string[], serials: readonly string[]): Promise<string[]> {
  const more: string[] = await transaction('meter')
    .whereIn('serial', serials)
    .whereNot({ serial: '' })
    .distinct()
    .pluck('metering_point_id');
  return [...new Set([...points, ...more])];
}

/** Whether something was set aside for want of one of these meters. */
export async function isMissed(transaction: Knex.Transaction, serials: readonly string[]): Promise<boolean> {
  const { rows } = await transaction.raw(
    `select 1 from reading_beside b where b.metering_point_id = 0 and b.serial = any(cast(? as text[])) and b.serial <> '' and ${lost} limit 1`,
    [[...serials]],
  );
  return rows.length > 0;
}

/**
 * For when meters have changed: gives the readings that were set aside for want of a meter to the metering point at which it is now known to
 * have hung then. Of a file that names meters alone that may be any, and is nobody's where the meter is known no more; of others only the serial may be found. Returns the metering points that won some.
 */
export async function findAgain(
  transaction: Knex.Transaction,
  points: readonly string[],
  serials: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  const files: number[] = await transaction('source_file').where({ names_meters: true }).pluck('file_id');
  const { rows } = await transaction.raw<{ rows: { serial: string }[] }>(
    `select distinct b.serial from reading_beside b
     where b.metering_point_id = any(cast(:points as bigint[])) and b.serial = any(cast(:serials as text[])) and b.serial <> '' and ${lost}
       and (b.metering_point_id = 0 or b.file_id = any(cast(:files as int[])))`,
    { points: ['0', ...points], serials, files },
  );
  for (const { serial } of rows) {
    for (const { id, from, to, inside } of await timesOf(transaction, serial)) {
      const where = `b.serial = :serial and ${lost} and b.metering_point_id <> :id
        and (b.metering_point_id = 0 or b.metering_point_id = any(cast(:points as bigint[])) and b.file_id = any(cast(:files as int[])))
        and ${inside ? 'b.first_at > cast(:from as timestamptz) and b.first_at < cast(:to as timestamptz)' : 'b.first_at = cast(:from as timestamptz)'}`;
      const bindings = { id, serial, points: [...points], files, from, to };
      const moved = await transaction.raw(
        `insert into reading_beside (metering_point_id, serial, ${names}) select cast(:id as bigint), serial, ${names} from reading_beside b where ${where}`,
        bindings,
      );
      if (moved.rowCount === 0) continue;
      await transaction.raw(`delete from reading_beside b where ${where}`, bindings);
      found.add(id);
    }
  }
  // Had no file told of the meter, these would have come as nobody's.
  const nobodys = `b.metering_point_id = any(cast(:points as bigint[])) and b.serial = any(cast(:serials as text[])) and b.serial <> '' and ${lost}
    and b.file_id = any(cast(:files as int[])) and not exists (select from meter m where m.metering_point_id = b.metering_point_id and m.serial = b.serial)`;
  const bindings = { points: [...points], serials: [...serials], files };
  const { rowCount } = await transaction.raw(
    `insert into reading_beside (metering_point_id, serial, ${names}) select 0, serial, ${names} from reading_beside b where ${nobodys}`,
    bindings,
  );
  if (rowCount > 0) await transaction.raw(`delete from reading_beside b where ${nobodys}`, bindings);
  await transaction.raw(
    `update reading_beside b set serial = m.serial from meter m
     where b.metering_point_id = any(?) and m.metering_point_id = b.metering_point_id and b.serial = '' and ${lost}
       and b.first_at >= m.installed_at and b.first_at < m.removed_at`,
    [[...points]],
  );
  return [...found];
}

interface OwnTime {
  id: string;
  from: string;
  to: string;
  /** Between the two, without them; else just at `from`. */
  inside: boolean;
}

/** When the meter hung at which one metering point beyond doubt, cut at every moment that was told of it. */
async function timesOf(transaction: Knex.Transaction, serial: string): Promise<OwnTime[]> {
  const hung: ({ metering_point_id: string } & MeterTime)[] = await transaction('meter')
    .where({ serial })
    .select('metering_point_id', transaction.raw(meterTimeColumns));
  const points = [...Map.groupBy(hung, (meter) => meter.metering_point_id)].map(([id, meters]) => ({ id, meters }));
  const told = hung.flatMap((meter) => [meter.installedAt, meter.installedBy, meter.removedAt, meter.removedBy]);
  const cuts = [...new Set([-Infinity, Infinity, ...told])].toSorted((one, other) => one - other);
  const instant = (seconds: number) =>
    Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString() : `${seconds < 0 ? '-' : ''}infinity`;
  return cuts.flatMap((from, n) => {
    const to = cuts[n + 1] ?? Infinity;
    const middle = Number.isFinite(from) ? (Number.isFinite(to) ? (from + to) / 2 : from + 1) : Number.isFinite(to) ? to - 1 : 0;
    const own = (inside: boolean): OwnTime[] => {
      const at = whereHung(serial, points, inside ? middle : from);
      return at ? [{ id: at.id, from: instant(from), to: instant(to), inside }] : [];
    };
    return [...own(false), ...own(true)];
  });
}

/** Asks for all that was ever delivered of some metering points, in stretches where it is much. */
export async function askAll(transaction: Knex.Transaction, points: readonly string[]): Promise<Question[]> {
  const { rows } = await transaction.raw(
    `select metering_point_id, serial, interval_seconds, min(day)::text as first, max(day)::text as last, sum(count)::int as count from (
       select metering_point_id, day, serial, interval_seconds, ${countOf('d')} as count from reading_day d where metering_point_id = any(:points)
       union all
       select metering_point_id, day, serial, interval_seconds, count from reading_beside where metering_point_id = any(:points)) d
     group by metering_point_id, serial, interval_seconds order by metering_point_id, serial`,
    { points },
  );
  return questionsOf(transaction, rows);
}
