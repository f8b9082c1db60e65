import type { Knex } from 'knex';
import { whyNot } from '../http/health.ts';
import { withPatience } from '../database/patience.ts';
import type { Services } from '../services.ts';

export interface StoredFigures {
  sms: { gateway: string; state: string; count: number }[];
  reports: { gateway: string; report: string; count: number }[];
  /** SMS of this UTC day. */
  spent: number;
  sessions: number;
  /** Unix seconds; null before the first. */
  importedAt: number | null;
  newestReading: number | null;
  readings: Record<string, number>;
}

/** Longest that whoever reads the figures waits for the database. */
const longestMs = 2_000;

/** What the database knows, in a few short statements; null while it is away or only reads. */
export async function readStoredFigures({ database, now }: Services): Promise<StoredFigures | null> {
  try {
    return await withPatience(longestMs, 'customer', async () => {
      if ((await whyNot(database, now)) !== '') return null;
      const at = now();
      const since = new Date(at.getTime() - 86_400_000);
      const { rows } = await database.raw<{ rows: [Omit<StoredFigures, 'newestReading'>] }>(
        `select
           (select coalesce(json_agg(s), '[]') from (select gateway, state, count(*)::int as count from sms where created_at > :since group by 1, 2) s) as sms,
           (select coalesce(json_agg(s), '[]') from (select gateway, report, count(*)::int as count from sms where created_at > :since and report is not null group by 1, 2) s) as reports,
           (select coalesce(sum(sent), 0)::int from sms_budget where day = (:at::timestamptz at time zone 'UTC')::date) as spent,
           (select count(*)::int from session where kind <> 'pending' and last_seen_at > :at::timestamptz - interval '1 hour') as sessions,
           (select extract(epoch from max(imported_at))::float from source_file) as "importedAt",
           (select json_build_object('stored', coalesce(sum(stored), 0), 'unchanged', coalesce(sum(unchanged), 0),
              'corrected', coalesce(sum(corrected), 0), 'rejected', coalesce(sum(rejected), 0)) from source_file where imported_at > :since) as readings`,
        { at, since },
      );
      return { ...rows[0], newestReading: await readNewest(database, at) };
    });
  } catch {
    return null; // shown as min_side_database_up, and by readiness in the log
  }
}

/** Days back in which a reading is looked for first. */
const recentDays = 60;

/** The end of the newest day with consumption, in Unix seconds. That of a few hundred points stands for all: the whole table has one row a point and day. */
async function readNewest(database: Knex, now: Date): Promise<number | null> {
  const points: string[] = await database('relationship_metering_point').limit(300).pluck('metering_point_id');
  const newest = async (since: string) => {
    const { rows } = await database.raw<{ rows: [{ newest: number | null }] }>(
      `select extract(epoch from max(day) + 1)::float as newest from consumption_day
       where metering_point_id = any(cast(:points as bigint[])) and day >= cast(:since as date)`,
      { points, since },
    );
    return rows[0].newest;
  };
  const recent = new Date(now.getTime() - recentDays * 86_400_000);
  return (await newest(recent.toISOString().slice(0, 10))) ?? newest('1970-01-01');
}
