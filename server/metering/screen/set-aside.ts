import type { Knex } from 'knex';
import type { DayCount } from '../stage/staged-counts.ts';
import { localTime, skippedTime } from '../../ground/local-time.ts';
import { valueColumns } from '../files/quantity.ts';
import { stagedReadings } from '../stage/staged-rows.ts';
import type { RejectReason } from '../pack/reject-reason.ts';
import type { Judgement } from './judge-series.ts';
import { isPurged } from '../store/purged.ts';

/** A reading that was set aside, with the place it stood in. */
export interface RejectedReading {
  line: number;
  /** "0" where nobody knows the meter. */
  meteringPointId: string;
  serial: string;
  at: string;
  energyKwh: number;
  reason: RejectReason;
}

/** What each reason means, for the operator. */
export const reasonTexts: Record<RejectReason, string> = {
  'register-drop': 'the register is lower than before; is a meter swap missing?',
  implausible: 'more than the house can use; is the unit right?',
  future: 'the time is in the future; is the zone right?',
  'unknown-meter': 'the meter is not known; import it first',
  'outside-meter-time': 'the meter did not hang at any one metering point then; are its dates right?',
  'no-such-local-time': 'the clock skipped this time; is the zone right?',
  withdrawn: 'its file or its days were withdrawn',
  purged: "the day's readings are no longer kept; its total stays as it was",
};

/** The reason in words; what is below zero is no question of units. */
export const describeReason = (reason: RejectReason, energyKwh: number): string =>
  reason === 'implausible' && energyKwh < 0 ? 'below zero, which heat is not; is its sign or its column right?' : reasonTexts[reason];

/**
 * Marks the staged readings of purged days: of such a day only the total is left, which a late reading would make wrong. Returns whether there are any.
 */
export async function markPurged(transaction: Knex.Transaction, staging: string, now: Date): Promise<boolean> {
  const { rowCount } = await transaction.raw(`update ${staging} s set reason = 'purged' where s.reason is null and ${isPurged('s', now)}`);
  return rowCount > 0;
}

/** Moves the staged readings that carry a reason aside, and returns how many they were, in how many days. */
export async function setAside(transaction: Knex.Transaction, staging: string, fileId: number): Promise<DayCount> {
  const columns = `metering_point_id, day, serial, interval_seconds, line, line_step, lines, first_at, count, step_seconds, offsets, quality,
    ${valueColumns.join(', ')}, reason`;
  const moved = await transaction.raw(
    `insert into reading_beside (${columns}, file_id) select ${columns}, cast(? as int) from ${staging} where reason is not null`,
    [fileId],
  );
  if (moved.rowCount === 0) return { days: 0, readings: 0 };
  const { rows } = await transaction.raw(`select sum(count)::int as count from ${staging} where reason is not null`);
  await transaction.raw(`delete from ${staging} where reason is not null`);
  return { days: moved.rowCount, readings: rows[0].count };
}

interface SetAsideRow {
  file_id: number;
  line: number;
  metering_point_id: string;
  serial: string;
  at: Date;
  energy_kwh: number;
  reason: RejectReason;
}

const listed = stagedReadings(
  'reading_beside',
  ', s.file_id, s.reason',
  `s.reason is not null and (cast(:file as int) is null or s.file_id = cast(:file as int))
   and (cast(:point as bigint) is null or s.metering_point_id = cast(:point as bigint))`,
);

/** What was set aside of a file: the first hundred, by line. */
export async function firstRejected(transaction: Knex.Transaction, fileId: number): Promise<RejectedReading[]> {
  const { rows } = await transaction.raw(`${listed} order by line limit 100`, { file: fileId, point: null });
  return rows.map(toRejected);
}

/** What is set aside, of all or of one metering point: how much it is, and the first so many of it, newest file first. */
export async function listRejected(
  database: Knex,
  meteringPointId: string | undefined,
  limit: number,
): Promise<{ all: number; listed: (RejectedReading & { file: string })[] }> {
  const bindings = { file: null, point: meteringPointId ?? null };
  const { rows } = await database.raw<{ rows: SetAsideRow[] }>(`${listed} order by file_id desc, line limit :limit`, {
    ...bindings,
    limit,
  } as never);
  const count = await database.raw(`select count(*)::int as all from (${listed}) r`, bindings as never);
  const files = await database('source_file').whereIn('file_id', [...new Set(rows.map((row) => row.file_id))]);
  const names = new Map<number, string>(files.map((file) => [file.file_id, file.name]));
  return { all: count.rows[0].all, listed: rows.map((row) => ({ file: names.get(row.file_id) ?? '', ...toRejected(row) })) };
}

/** Those readings were shown, and are set aside now that this file contradicts them: they are the suspects, not the file. */
export async function nameOverruled(
  transaction: Knex.Transaction,
  { overruled }: Judgement,
): Promise<(RejectedReading & { file: string })[]> {
  const first = overruled.slice(0, 100);
  const files = await transaction('source_file').whereIn('file_id', [...new Set(first.map(({ fileId }) => fileId))]);
  const names = new Map<number, string>(files.map((file) => [file.file_id, file.name]));
  return first.map((one) => ({
    file: names.get(one.fileId) ?? '',
    line: one.line,
    meteringPointId: one.meteringPointId!,
    serial: one.serial!,
    at: localTime(new Date(one.at * 1000)),
    energyKwh: one.values[0]!,
    reason: one.reason,
  }));
}

function toRejected(row: SetAsideRow): RejectedReading {
  return {
    line: row.line,
    meteringPointId: row.metering_point_id,
    serial: row.serial,
    at: row.reason === 'no-such-local-time' ? skippedTime(row.at) : localTime(row.at),
    energyKwh: row.energy_kwh,
    reason: row.reason,
  };
}
