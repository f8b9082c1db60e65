import type { Knex } from 'knex';

/** At most `most` hits in any stretch of `windowMs` (sliding, not from midnight). */
export interface CounterRule {
  what: string;
  most: number;
  windowMs: number;
}

/**
 * Takes one hit for a subject if there is room, in one guarded statement: the row's lock makes parallel calls queue, so
 * that no two of them see the same room. True when it was taken.
 */
export async function claimHit(transaction: Knex, subject: Buffer, { what, most, windowMs }: CounterRule, at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - windowMs);
  const taken = await transaction.raw(
    `insert into limit_counter (subject, what, hits, last_hit_at)
     values (:subject, :what, array[:at::timestamptz], :at)
     on conflict (subject, what) do update
       set hits = array(select hit from unnest(limit_counter.hits) as hit where hit > :since order by hit) || :at::timestamptz,
           last_hit_at = :at
       where (select count(*) from unnest(limit_counter.hits) as hit where hit > :since) < :most
     returning 1`,
    { subject, what, at, since, most },
  );
  return taken.rowCount === 1;
}

/** The oldest hit that the counter remembers; null without. */
export async function firstHit(database: Knex, subject: Buffer, what: string): Promise<Date | null> {
  const row = await database('limit_counter').where({ subject, what }).first('hits');
  return row?.hits[0] ?? null;
}

/** Gives the newest hit back: the try turned out to be right. */
export async function releaseHit(transaction: Knex, subject: Buffer, what: string): Promise<void> {
  await transaction.raw(
    `update limit_counter set hits = trim_array(hits, 1) where subject = :subject and what = :what and cardinality(hits) > 0`,
    {
      subject,
      what,
    },
  );
}

/** Begins anew: one counter of a subject, or all of them (an operator's unlocking). Returns how many there were. */
export async function clearHits(database: Knex, subject: Buffer, what?: string): Promise<number> {
  return database('limit_counter')
    .where({ subject, ...(what !== undefined && { what }) })
    .delete();
}
