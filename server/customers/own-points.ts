import type Koa from 'koa';
import type { Statement } from '../database/statement.ts';
import { admit, admitted } from '../http/admit.ts';
import { sentId, signedInBy } from '../http/session.ts';
import { sayWhose } from '../http/shown.ts';
import { isLive, liveValues, touch } from '../http/session-store.ts';
import type { Services } from '../services.ts';
import { refuseForeign } from '../account/refuse-foreign.ts';
import { isOpenTo, periodDays } from '../account/right-to-read.ts';

/** What a customer may see of the metering: the relationship's points, and nothing outside its period. */
export interface OwnPoints {
  points: { id: string; address: string | null }[];
  /** First and last local day of the period, `YYYY-MM-DD`; the last is `infinity` while it runs. */
  firstDay: string;
  lastDay: string;
  /** Unix seconds; the end is null while it runs. */
  startsAt: number;
  endsAt: number | null;
}

interface ReaderSession {
  own: OwnPoints;
  sessionId: string;
  relationshipId: string;
  /** Unix seconds. */
  lastSeen: number;
}

/** What a statement over `ownSql` answers beside its own columns. */
export interface OwnRow {
  found: ReaderSession;
}

/** SQL of `OwnPoints` of `relationship r`, beside `ownLaterals`. */
export const ownJson = `json_build_object('points', coalesce(points, '[]'), 'firstDay', first_day, 'lastDay', last_day,
      'startsAt', extract(epoch from r.valid_from), 'endsAt', extract(epoch from r.valid_to))`;

/** SQL: its metering points as `points`, `point` the one that is asked for (SQL, null for the first), and its first and last day. */
export const ownLaterals = (asked: string): string => `
  cross join lateral (
    select json_agg(json_build_object('id', p.metering_point_id::text, 'address', p.address) order by p.metering_point_id) as points,
      min(p.metering_point_id) filter (where ${asked} is null or p.metering_point_id = ${asked}) as point
    from relationship_metering_point p where p.relationship_id = r.relationship_id) p
  cross join lateral (select ${periodDays.first} as first_day, ${periodDays.last} as last_day) days`;

/**
 * SQL over session, link and relationship, with the values of `liveValues` and `:asked`, a metering point or null: one row with
 * what the customer may see, `point`, the one asked for or else the first, and the period's `first_day` and `last_day`; no row
 * where nobody is let in, no point where it is another's.
 */
export const ownSql = `
  select json_build_object('sessionId', s.session_id, 'relationshipId', r.relationship_id, 'lastSeen', extract(epoch from s.last_seen_at), 'own', ${ownJson}) as found,
    first_day, last_day, point
  from session s join relationship r using (relationship_id)${ownLaterals(':asked::bigint')}
  where ${isLive} and ${admitted} and ${isOpenTo('s.account_id', 'consumption')}`;

/**
 * Runs a statement over `ownSql`, which is who asks, what they may see, and what they see of it, in one round.
 * @throws Failure as for any caller who is not let in; not-found when the relationship is not theirs (any more).
 */
export async function readOwn<Row extends OwnRow>(
  services: Services,
  ctx: Koa.Context,
  read: Statement<Row>,
  values: Record<string, unknown> & { asked: string | null },
): Promise<{ own: OwnPoints; row: Row }> {
  const { config, database, now } = services;
  const id = sentId(ctx, config.http);
  const at = now();
  const [row] = id === undefined ? [] : await read(database, { ...liveValues(id, config.login, at), ...values });
  if (row === undefined) return refuseReader(services, ctx);
  sayWhose(ctx, row.found);
  await touch(database, row.found, at);
  return { own: row.found.own, row };
}

/** Finds out why there is nothing to see, and says it. */
export async function refuseReader(services: Services, ctx: Koa.Context): Promise<never> {
  return refuseForeign(services, ctx, admit('relationship', await signedInBy(services, ctx)));
}
