import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { inPeriod, periodDays } from '../account/right-to-read.ts';
import type { MeterSwap } from '../contract/relationship.ts';
import { zone } from '../ground/zone.ts';

interface SwapRow {
  at: Date;
  by: Date | null;
  old_serial: string;
  new_serial: string;
  closing_kwh: number | null;
  opening_kwh: number | null;
}

const swappedAt = 'coalesce(m.installed_by, m.installed_at)';

/** A register that nobody told is the last that the old meter sent before the swap, or the first that the new one sent after it. */
const toldOrRead = (meter: string, told: string, side: '<=' | '>='): string => {
  const order = side === '<=' ? 'desc' : 'asc';
  const serial = `${meter}.serial`;
  return `coalesce(${meter}.${told}, (
    select reading.energy_kwh
    from (select day from reading_day d
      where d.metering_point_id = cast(:point as bigint) and d.serial = ${serial} and d.interval_seconds = 0
        and d.day ${side} (${swappedAt} at time zone :zone)::date and d.day >= ${periodDays.first}
      order by d.day ${order} limit 2) days
    join reading on reading.metering_point_id = cast(:point as bigint) and reading.day = days.day
      and reading.serial = ${serial} and reading.interval_seconds = 0
    where reading.energy_kwh is not null and reading.at ${side} ${swappedAt}
      and reading.at between ${meter}.installed_at and coalesce(${meter}.removed_by, ${meter}.removed_at)
      and ${inPeriod('reading.at')}
    order by reading.at ${order} limit 1))`;
};

/** A metering point, and the relationship's period in which its customer may see it. */
export interface OwnPeriod {
  point: string;
  validFrom: Date;
  validTo: Date | null;
}

/** SQL: the period as a row, with the values of an `OwnPeriod`. */
export const periodSql = 'select cast(:validFrom as timestamptz) as valid_from, cast(:validTo as timestamptz) as valid_to';

/** Where one meter of a point gave way to the next inside the period, newest first. */
export async function readSwaps(database: Knex, own: OwnPeriod, now: Date): Promise<MeterSwap[]> {
  const { rows } = await database.raw<{ rows: SwapRow[] }>(
    `select m.installed_at as at, m.installed_by as by, old.serial as old_serial, m.serial as new_serial,
       ${toldOrRead('old', 'closing_energy_kwh', '<=')} as closing_kwh,
       ${toldOrRead('m', 'opening_energy_kwh', '>=')} as opening_kwh
     from (${periodSql}) r
     join meter m on m.metering_point_id = cast(:point as bigint)
     join lateral (select * from meter before where before.metering_point_id = cast(:point as bigint) and before.installed_at < m.installed_at
       order by before.installed_at desc limit 1) old on true
     where m.installed_at > r.valid_from and m.installed_at < least(coalesce(r.valid_to, 'infinity'), cast(:now as timestamptz))
     order by m.installed_at desc`,
    { ...own, now, zone },
  );
  return rows.map((row) => {
    const at = DateTime.fromJSDate(row.at, { zone });
    return {
      at: row.by === null ? at.toISO({ suppressMilliseconds: true })! : at.toISODate()!,
      oldSerial: row.old_serial,
      newSerial: row.new_serial,
      closingKwh: row.closing_kwh,
      openingKwh: row.opening_kwh,
    };
  });
}
