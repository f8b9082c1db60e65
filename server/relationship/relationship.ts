import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import type { MeteringPoint, Relationship } from '../contract.ts';
import { readSwaps } from './meter-swaps.ts';
import { zone } from '../ground/zone.ts';
import { inPeriod, mayRead, periodDays, readerValues, type Reader } from '../account/right-to-read.ts';
import { relationshipSummary } from '../customers/summaries.ts';

interface DetailRow {
  postal_code: string;
  city: string;
  started_on: string;
}

interface PointRow {
  metering_point_id: string;
  address: string | null;
  serial: string | null;
  at: Date | null;
  energy_kwh: number | null;
  volume_m3: number | null;
}

/** "Ditt kundeforhold": who, where, and per metering point its meter and last reading inside the period. Null: not the reader's. */
export async function readRelationship(database: Knex, reader: Reader, now: Date): Promise<Relationship | null> {
  const { rows } = await database.raw<{ rows: DetailRow[] }>(
    `select r.postal_code, r.city, ${periodDays.first}::text as started_on
     from relationship r where ${mayRead('relationship')}`,
    readerValues(reader),
  );
  const detail = rows[0];
  const summary = detail && (await relationshipSummary(database, reader.relationshipId, reader.accountId, now));
  if (detail === undefined || !summary) return null;
  return {
    ...summary,
    postalCode: detail.postal_code,
    city: detail.city,
    startedOn: detail.started_on,
    meteringPoints: await readMeteringPoints(database, reader, now),
  };
}

/**
 * The meter is the one in place at the end of the period or now; the reading is the last register of the period. The
 * evidence lies by local day, so a few of the last days with registers in the period are looked into, not all.
 */
async function readMeteringPoints(database: Knex, reader: Reader, now: Date): Promise<MeteringPoint[]> {
  const { rows } = await database.raw<{ rows: PointRow[] }>(
    `select p.metering_point_id::text, p.address, 
       coalesce(case when m.installed_at > last.at then m.serial end, last.serial, m.serial) as serial, last.at, last.energy_kwh, last.volume_m3
     from relationship r
     join relationship_metering_point p using (relationship_id)
     left join lateral (
       select serial, installed_at from meter
       where meter.metering_point_id = p.metering_point_id
         and installed_at < least(coalesce(r.valid_to, 'infinity'), :now) and removed_at > r.valid_from
       order by installed_at desc limit 1) m on true
     left join lateral (
       select reading.serial, reading.at, reading.energy_kwh, reading.volume_m3
       from (
         select day from reading_day d
         where d.metering_point_id = p.metering_point_id and d.interval_seconds = 0
           and d.day >= (r.valid_from at time zone :zone)::date
           and (r.valid_to is null or d.day <= (r.valid_to at time zone :zone)::date)
         order by day desc limit 4) days
       join reading on reading.metering_point_id = p.metering_point_id and reading.day = days.day and reading.interval_seconds = 0
       where ${inPeriod('reading.at')} and reading.energy_kwh is not null
       order by reading.at desc limit 1) last on true
     where ${mayRead('relationship')}
     order by p.metering_point_id`,
    { ...readerValues(reader), now, zone },
  );
  const swaps = await readSwaps(database, reader, now);
  return rows.map((row) => ({
    id: row.metering_point_id,
    address: row.address,
    meterSerial: row.serial,
    lastReading:
      row.at === null || row.energy_kwh === null
        ? null
        : {
            at: DateTime.fromJSDate(row.at, { zone }).toISO({ suppressMilliseconds: true })!,
            energyKwh: row.energy_kwh,
            volumeM3: row.volume_m3,
          },
    swaps: swaps.get(row.metering_point_id) ?? [],
  }));
}
