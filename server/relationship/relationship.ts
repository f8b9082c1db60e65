import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import type { MeteringPoint, Relationship } from '../contract/relationship.ts';
import { periodSql, readSwaps, type OwnPeriod } from './meter-swaps.ts';
import { zone } from '../ground/zone.ts';
import { inPeriod, mayRead, periodDays, readerValues, type Reader } from '../account/right-to-read.ts';
import { relationshipSummary } from '../customers/summaries.ts';

interface DetailRow {
  postal_code: string;
  city: string;
  started_on: string;
}

interface PointInPeriod extends OwnPeriod {
  address: string | null;
}

interface PointRow {
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
  const { rows: points } = await database.raw<{ rows: PointInPeriod[] }>(
    `select p.metering_point_id::text as point, p.address, r.valid_from as "validFrom", r.valid_to as "validTo"
     from relationship r join relationship_metering_point p using (relationship_id)
     where ${mayRead('relationship')} order by p.metering_point_id`,
    readerValues(reader),
  );
  return Promise.all(points.map((point) => readMeteringPoint(database, point, now)));
}

/** One metering point a statement: that is how the metering is spread over nodes. */
async function readMeteringPoint(database: Knex, { address, ...point }: PointInPeriod, now: Date): Promise<MeteringPoint> {
  const { rows } = await database.raw<{ rows: PointRow[] }>(
    `select coalesce(case when m.installed_at > last.at then m.serial end, last.serial, m.serial) as serial, last.at, last.energy_kwh, last.volume_m3
     from (${periodSql}) r
     left join lateral (
       select serial, installed_at from meter
       where meter.metering_point_id = cast(:point as bigint)
         and installed_at < least(coalesce(r.valid_to, 'infinity'), cast(:now as timestamptz)) and removed_at > r.valid_from
       order by installed_at desc limit 1) m on true
     left join lateral (
       select reading.serial, reading.at, reading.energy_kwh, reading.volume_m3
       from (
         select day from reading_day d
         where d.metering_point_id = cast(:point as bigint) and d.interval_seconds = 0
           and d.day >= (r.valid_from at time zone :zone)::date
           and (r.valid_to is null or d.day <= (r.valid_to at time zone :zone)::date)
         order by day desc limit 4) days
       join reading on reading.metering_point_id = cast(:point as bigint) and reading.day = days.day and reading.interval_seconds = 0
       where ${inPeriod('reading.at')} and reading.energy_kwh is not null
       order by reading.at desc limit 1) last on true`,
    { ...point, now, zone },
  );
  const { serial, at, energy_kwh: energyKwh, volume_m3: volumeM3 } = rows[0]!;
  return {
    id: point.point,
    address,
    meterSerial: serial,
    lastReading:
      at === null || energyKwh === null
        ? null
        : { at: DateTime.fromJSDate(at, { zone }).toISO({ suppressMilliseconds: true })!, energyKwh, volumeM3 },
    swaps: await readSwaps(database, point, now),
  };
}
