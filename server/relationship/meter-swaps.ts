import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { inPeriod, mayRead, periodDays, readerValues, type Reader } from '../account/right-to-read.ts';
import type { MeterSwap } from '../contract.ts';
import { zone } from '../ground/zone.ts';

interface SwapRow {
  metering_point_id: string;
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
      where d.metering_point_id = p.metering_point_id and d.serial = ${serial} and d.interval_seconds = 0
        and d.day ${side} (${swappedAt} at time zone :zone)::date and d.day >= ${periodDays.first}
      order by d.day ${order} limit 2) days
    join reading on reading.metering_point_id = p.metering_point_id and reading.day = days.day
      and reading.serial = ${serial} and reading.interval_seconds = 0
    where reading.energy_kwh is not null and reading.at ${side} ${swappedAt}
      and reading.at between ${meter}.installed_at and coalesce(${meter}.removed_by, ${meter}.removed_at)
      and ${inPeriod('reading.at')}
    order by reading.at ${order} limit 1))`;
};

/** Where one meter gave way to the next inside the period, newest first, by metering point. */
export async function readSwaps(database: Knex, reader: Reader, now: Date): Promise<Map<string, MeterSwap[]>> {
  const { rows } = await database.raw<{ rows: SwapRow[] }>(
    `select p.metering_point_id::text, m.installed_at as at, m.installed_by as by, old.serial as old_serial, m.serial as new_serial,
       ${toldOrRead('old', 'closing_energy_kwh', '<=')} as closing_kwh,
       ${toldOrRead('m', 'opening_energy_kwh', '>=')} as opening_kwh
     from relationship r
     join relationship_metering_point p using (relationship_id)
     join meter m on m.metering_point_id = p.metering_point_id
     join lateral (select * from meter before where before.metering_point_id = m.metering_point_id and before.installed_at < m.installed_at
       order by before.installed_at desc limit 1) old on true
     where ${mayRead('relationship')} and m.installed_at > r.valid_from and m.installed_at < least(coalesce(r.valid_to, 'infinity'), :now)
     order by m.installed_at desc`,
    { ...readerValues(reader), now, zone },
  );
  const swaps = new Map<string, MeterSwap[]>();
  for (const row of rows) {
    const at = DateTime.fromJSDate(row.at, { zone });
    const swap = {
      at: row.by === null ? at.toISO({ suppressMilliseconds: true })! : at.toISODate()!,
      oldSerial: row.old_serial,
      newSerial: row.new_serial,
      closingKwh: row.closing_kwh,
      openingKwh: row.opening_kwh,
    };
    swaps.set(row.metering_point_id, [...(swaps.get(row.metering_point_id) ?? []), swap]);
  }
  return swaps;
}
