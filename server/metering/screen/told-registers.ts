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
  /** When that meter was installed there, as the database tells it: it may have hung there more than once. */
  installedAt: string;
  evidence: Evidence;
}

/** The registers told of a meter, at the ends of each time it hung there. They were told before any file of readings came. */
export async function readTold(transaction: Knex.Transaction, { meteringPointId, serial }: Series): Promise<ToldRegister[]> {
  const { rows } = await transaction.raw(
    `select "end", extract(epoch from e.at)::float8 as at, "energyKwh", reason, m.installed_at::text as "installedAt", m.time
     from (select *, row_number() over (order by installed_at)::int - 1 as time from meter where metering_point_id = :id and serial = :serial) m
     cross join lateral (values
       ('opening', m.installed_at, m.opening_energy_kwh, m.opening_reason),
       ('closing', case when isfinite(m.removed_at) then coalesce(m.removed_by, m.removed_at) end, m.closing_energy_kwh, m.closing_reason)
     ) e ("end", at, "energyKwh", reason)
     where "energyKwh" is not null and isfinite(e.at)
     order by m.installed_at, e.at`,
    { id: meteringPointId, serial },
  );
  return rows.map(
    (
      { time, ...row }: Pick<ToldRegister, 'end' | 'at' | 'energyKwh' | 'reason' | 'installedAt'> & { time: number },
      line: number,
    ): ToldRegister => ({
      ...row,
      meteringPointId,
      serial,
      evidence: {
        place: 'told',
        fileId: 0,
        line,
        at: row.at,
        quality: 'm',
        values: [row.energyKwh, null, null, null, null, null, null, null],
        reason: row.reason,
        recordedAt: null,
        time,
      },
    }),
  );
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
    const register = told[line];
    if (!register || register.reason === reason) continue;
    await transaction('meter')
      .where({ metering_point_id: series.meteringPointId, serial: series.serial })
      .whereRaw('installed_at = cast(? as timestamptz)', [register.installedAt])
      .update({ [`${register.end}_reason`]: reason });
    if (reason !== null) changed.push({ ...register, reason });
  }
  return changed;
}
