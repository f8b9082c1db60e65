import type { Knex } from 'knex';
import type { Evidence, Series } from './evidence.ts';

/** A register that was read at a swap, and told in a file of meters. */
export interface ToldRegister {
  end: 'opening' | 'closing';
  meteringPointId: string;
  serial: string;
  at: number;
  energyKwh: number;
  /** Why it is set aside; null where it counts. */
  reason: string | null;
  evidence: Evidence;
}

/** The registers told of a meter, at the ends of its time. They were told before any file of readings came. */
export async function readTold(transaction: Knex.Transaction, { meteringPointId, serial }: Series): Promise<ToldRegister[]> {
  const { rows } = await transaction.raw(
    `select 'opening' as "end", extract(epoch from installed_at)::float8 as at, opening_energy_kwh as "energyKwh", opening_reason as reason
       from meter where metering_point_id = :id and serial = :serial and opening_energy_kwh is not null and isfinite(installed_at)
     union all
     select 'closing', extract(epoch from coalesce(removed_by, removed_at))::float8, closing_energy_kwh, closing_reason
       from meter where metering_point_id = :id and serial = :serial and closing_energy_kwh is not null and isfinite(removed_at)`,
    { id: meteringPointId, serial },
  );
  return rows.map((row: Pick<ToldRegister, 'end' | 'at' | 'energyKwh' | 'reason'>): ToldRegister => ({
    ...row,
    meteringPointId,
    serial,
    evidence: {
      place: 'told',
      fileId: 0,
      line: row.end === 'opening' ? 0 : 1,
      at: row.at,
      quality: 'm',
      values: [row.energyKwh, null, null, null, null, null, null, null],
      reason: row.reason,
      recordedAt: null,
    },
  }));
}

/** Keeps what became of them, and returns those that are set aside from now on. */
export async function storeToldReasons(
  transaction: Knex.Transaction,
  series: Series,
  judged: readonly { line: number; reason: string | null }[],
): Promise<ToldRegister[]> {
  if (judged.length === 0) return [];
  const told = await readTold(transaction, series);
  const changed: ToldRegister[] = [];
  for (const { line, reason } of judged) {
    const register = told.find(({ evidence }) => evidence.line === line);
    if (!register || register.reason === reason) continue;
    await transaction('meter')
      .where({ metering_point_id: series.meteringPointId, serial: series.serial })
      .update({ [`${register.end}_reason`]: reason });
    if (reason !== null) changed.push({ ...register, reason });
  }
  return changed;
}
