import type { Knex } from 'knex';

/** How a metering point's readings stand. Instants are ISO 8601. */
export interface PointStatus {
  meteringPointId: string;
  first: string | null;
  last: string | null;
  /** Hours between the first and the last that are estimated or missing. */
  estimatedHours: number;
  missingHours: number;
  rejected: number;
  lastFile: string | null;
}

interface StatusRow {
  metering_point_id: string;
  first_at: Date | null;
  last_at: Date | null;
  estimated: number;
  missing: number;
  rejected: number;
  file_id: number;
}

/** One line per metering point, or the one asked for. */
export async function readStatus(database: Knex, meteringPointId?: string): Promise<PointStatus[]> {
  const { rows } = await database.raw(
    `select p.metering_point_id, f.first_at, l.first_at + coalesce(l.offsets[n], (n - 1) * l.step_seconds) * interval '1 second' as last_at,
       coalesce(c.estimated, 0)::int as estimated, coalesce(c.missing, 0)::int as missing, r.rejected::int as rejected,
       coalesce(l.files[n], l.file_id) as file_id
     from metering_point p
     left join lateral (select first_at from reading_day d where d.metering_point_id = p.metering_point_id order by day limit 1) f on true
     left join lateral (select d.*, cardinality(energy_kwh) as n from reading_day d where d.metering_point_id = p.metering_point_id order by day desc limit 1) l on true
     left join lateral (select sum(estimated_hours) as estimated,
       -- What is missing before the first hour and after the last is not a hole.
       sum(missing_hours - case when day = firsts.first_day then length(substring(status from '^-*')) else 0 end
         - case when day = firsts.last_day and status !~ '^-*$' then length(substring(status from '-*$')) else 0 end) as missing
       from consumption_day c, (select min(day) as first_day, max(day) as last_day from consumption_day where metering_point_id = p.metering_point_id) firsts
       where c.metering_point_id = p.metering_point_id) c on true
     left join lateral (select coalesce(sum(count), 0) as rejected from reading_beside r where r.metering_point_id = p.metering_point_id and r.reason is not null) r on true
     where cast(:point as bigint) is null or p.metering_point_id = cast(:point as bigint) order by p.metering_point_id`,
    { point: meteringPointId ?? null },
  );
  const files = new Map((await database('source_file').select('file_id', 'name')).map((file) => [file.file_id, file.name]));
  return rows.map((row: StatusRow): PointStatus => ({
    meteringPointId: row.metering_point_id,
    first: row.first_at?.toISOString() ?? null,
    last: row.last_at?.toISOString() ?? null,
    estimatedHours: row.estimated,
    missingHours: row.missing,
    rejected: row.rejected,
    lastFile: files.get(row.file_id) ?? null,
  }));
}
