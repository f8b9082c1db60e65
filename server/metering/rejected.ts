import type { Knex } from 'knex';
import { stagedReadings } from './merge.ts';
import type { RejectReason } from './plausible.ts';
import { isPurged } from './purged.ts';

/** A reading that was set aside, with the place it stood in. */
export interface RejectedReading {
  line: number;
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

/** What was set aside of a file: the first hundred, by line. */
export async function firstRejected(transaction: Knex.Transaction, fileId: number): Promise<RejectedReading[]> {
  const rows = await transaction('reading_rejected').where({ file_id: fileId }).orderBy('line').limit(100);
  return rows.map((row) => ({
    line: row.line,
    meteringPointId: row.metering_point_id,
    serial: row.serial,
    at: row.at.toISOString(),
    energyKwh: row.energy_kwh,
    reason: row.reason,
  }));
}
