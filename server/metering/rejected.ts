import type { Knex } from 'knex';
import type { RejectReason } from './plausible.ts';

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
};

/** Moves the staged readings that carry a reason aside, and answers how many they were and the first hundred. */
export async function keepRejected(
  transaction: Knex.Transaction,
  staging: string,
  fileId: number,
): Promise<{ count: number; first: RejectedReading[] }> {
  const moved = await transaction.raw(
    `with gone as (delete from ${staging} where reason is not null returning *)
     insert into reading_rejected (metering_point_id, file_id, line, serial, at, energy_kwh, volume_m3, reason)
     select metering_point_id, ?, line, serial, first_at, energy_kwh[1], volume_m3[1], reason from gone`,
    [fileId],
  );
  if (moved.rowCount === 0) return { count: 0, first: [] };
  const rows = await transaction('reading_rejected').where({ file_id: fileId }).orderBy('line').limit(100);
  return {
    count: moved.rowCount,
    first: rows.map((row) => ({
      line: row.line,
      meteringPointId: row.metering_point_id,
      serial: row.serial,
      at: row.at.toISOString(),
      energyKwh: row.energy_kwh,
      reason: row.reason,
    })),
  };
}
