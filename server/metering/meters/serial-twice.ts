import type { Knex } from 'knex';
import { atTheSameTime, meterTimeColumns, type MeterTime } from '../pack/meter-time.ts';

/** A serial that hangs at two metering points at the same time. */
export interface SerialTwice {
  serial: string;
  meteringPointId: string;
  otherMeteringPointId: string;
}

/**
 * Those of the serials that hang at two metering points at the same time: one slip in a serial would show a neighbour's hours. Meters
 * without a serial are told apart by their metering points. Compared here and not in SQL: a database that is spread by metering point can't join by serial.
 */
export async function findSerialsTwice(transaction: Knex, serials: readonly string[]): Promise<SerialTwice[]> {
  const named = [...new Set(serials)].filter((serial) => serial !== '');
  if (named.length === 0) return [];
  const { rows } = await transaction.raw<{ rows: (MeterTime & { point: string })[] }>(
    `select metering_point_id::text as point, ${meterTimeColumns} from meter where serial = any(?) order by installed_at, metering_point_id`,
    [named],
  );
  const twice: SerialTwice[] = [];
  for (const [serial, meters] of Map.groupBy(rows, (row) => row.serial)) {
    for (const [index, one] of meters.entries()) {
      const other = meters.slice(index + 1).find((meter) => meter.point !== one.point && atTheSameTime(one, meter));
      if (other) twice.push({ serial, meteringPointId: one.point, otherMeteringPointId: other.point });
    }
  }
  return twice;
}
