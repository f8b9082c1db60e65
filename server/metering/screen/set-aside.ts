import type { Knex } from 'knex';
import { stagedReadings } from '../store/merge.ts';
import type { RejectReason } from '../pack/reject-reason.ts';
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
  purged: "the day's readings are no longer kept; its total stays as it was",
};

/**
 * Moves the staged readings of purged days aside: of such a day only the total is left, which a late reading would make wrong.
 * Answers how many they were.
 */
export async function keepPurged(transaction: Knex.Transaction, staging: string, fileId: number): Promise<number> {
  const moved = await transaction.raw(
    `with gone as (delete from ${staging} s where s.reason is null and ${isPurged('s')} returning *)
     insert into reading_rejected (metering_point_id, file_id, line, serial, at, energy_kwh, volume_m3, reason)
     select metering_point_id, ?, line, serial, at, energy_kwh, volume_m3, 'purged' from (${stagedReadings('gone')}) r`,
    [fileId],
  );
  return moved.rowCount;
}

/** Moves the staged readings that carry a reason aside, and answers how many they were. */
export async function keepRejected(transaction: Knex.Transaction, staging: string, fileId: number): Promise<number> {
  const moved = await transaction.raw(
    `with gone as (delete from ${staging} where reason is not null returning *)
     insert into reading_rejected (metering_point_id, file_id, line, serial, at, energy_kwh, volume_m3, reason)
     select metering_point_id, ?, line, serial, first_at, energy_kwh[1], volume_m3[1], reason from gone`,
    [fileId],
  );
  return moved.rowCount;
}

interface RejectedRow {
  file_id: number;
  line: number;
  metering_point_id: string;
  serial: string;
  at: Date;
  energy_kwh: number;
  reason: RejectReason;
}

/** What was set aside of a file: the first hundred, by line. */
export async function firstRejected(transaction: Knex.Transaction, fileId: number): Promise<RejectedReading[]> {
  const rows = await transaction<RejectedRow>('reading_rejected').where({ file_id: fileId }).orderBy('line').limit(100);
  return rows.map(toRejected);
}

/** What is set aside, of all or of one metering point: how much it is, and the first so many of it, newest file first. */
export async function listRejected(
  database: Knex,
  meteringPointId: string | undefined,
  limit: number,
): Promise<{ all: number; listed: (RejectedReading & { file: string })[] }> {
  const found = () =>
    database<RejectedRow>('reading_rejected').where(meteringPointId === undefined ? {} : { metering_point_id: meteringPointId });
  const rows = await found()
    .orderBy([{ column: 'file_id', order: 'desc' }, 'line'])
    .limit(limit);
  const [count] = await found().count({ all: '*' });
  const files = await database('source_file').whereIn('file_id', [...new Set(rows.map((row) => row.file_id))]);
  const names = new Map<number, string>(files.map((file) => [file.file_id, file.name]));
  return { all: Number(count!['all']), listed: rows.map((row) => ({ file: names.get(row.file_id) ?? '', ...toRejected(row) })) };
}

function toRejected(row: RejectedRow): RejectedReading {
  return {
    line: row.line,
    meteringPointId: row.metering_point_id,
    serial: row.serial,
    at: row.at.toISOString(),
    energyKwh: row.energy_kwh,
    reason: row.reason,
  };
}
