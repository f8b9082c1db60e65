import type { Knex } from 'knex';
import { localTime } from '../../ground/local-time.ts';
import { zone } from '../../ground/zone.ts';
import { readRemarks, type Remarks } from './status-remarks.ts';
import { countOf } from '../stage/packed-sql.ts';

/** How a metering point's readings stand. Instants are ISO 8601 with the offset of the utility's clock. */
export interface PointStatus extends Remarks {
  meteringPointId: string;
  /** Of the first and the last reading. */
  first: string | null;
  last: string | null;
  /** Hours that are spread over a gap. */
  estimatedHours: number;
  /** Hours without a value between the first that has one and the last. */
  missingHours: number;
  /** Readings that are set aside, in all and by their reason. */
  rejected: number;
  setAside: Record<string, number>;
  lastFile: string | null;
}

interface StatusRow {
  metering_point_id: string;
  first_at: Date | null;
  last_at: Date | null;
  estimated: number;
  missing: number;
  set_aside: Record<string, number> | null;
  file_id: number;
}

/** One line per metering point, or the one asked for. */
export async function readStatus(database: Knex, now: Date, meteringPointId?: string): Promise<PointStatus[]> {
  const { rows } = await database.raw(statusSql, { point: meteringPointId ?? null, zone });
  const files = new Map((await database('source_file').select('file_id', 'name')).map((file) => [file.file_id, file.name]));
  const remarks = await readRemarks(database, meteringPointId, now);
  return rows.map((row: StatusRow): PointStatus => {
    const setAside = row.set_aside ?? {};
    return {
      meteringPointId: row.metering_point_id,
      first: row.first_at && localTime(row.first_at),
      last: row.last_at && localTime(row.last_at),
      estimatedHours: row.estimated,
      missingHours: row.missing,
      rejected: Object.values(setAside).reduce((sum, count) => sum + count, 0),
      setAside,
      lastFile: files.get(row.file_id) ?? null,
      ...remarks(row.metering_point_id, row.last_at),
    };
  });
}

/** The first hour that has a value, and the end of the last one; what lies outside them is not missing. */
const statusSql = `
  select p.metering_point_id, f.first_at, l.first_at + coalesce(l.offsets[n], (n - 1) * l.step_seconds) * interval '1 second' as last_at,
    coalesce(c.estimated, 0)::int as estimated, coalesce(c.missing, 0)::int as missing, r.set_aside, coalesce(l.files[n], l.file_id) as file_id
  from metering_point p
  left join lateral (select first_at from reading_day d where d.metering_point_id = p.metering_point_id order by day, first_at limit 1) f on true
  left join lateral (select d.*, ${countOf('d')} as n from reading_day d where d.metering_point_id = p.metering_point_id order by day desc, first_at desc limit 1) l on true
  left join lateral (
    select sum(estimated_hours) as estimated,
      extract(epoch from ((max(day) + 1)::timestamp at time zone :zone) - (min(day)::timestamp at time zone :zone)) / 3600
        - sum(measured_hours + estimated_hours)
        - length(substring((array_agg(status order by day))[1] from '^-*')) - length(substring((array_agg(status order by day desc))[1] from '-*$')) as missing
    from consumption_day c where c.metering_point_id = p.metering_point_id and c.status ~ '[^-]') c on true
  left join lateral (select jsonb_object_agg(reason, count) as set_aside from (
    select reason, sum(count)::int as count from reading_beside r where r.metering_point_id = p.metering_point_id and r.reason is not null group by reason) r) r on true
  where cast(:point as bigint) is null or p.metering_point_id = cast(:point as bigint) order by p.metering_point_id`;
