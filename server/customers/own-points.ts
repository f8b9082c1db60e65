import type Koa from 'koa';
import { statement } from '../database/statement.ts';
import { admit } from '../http/endpoint.ts';
import { cookieId, signedInBy } from '../http/session.ts';
import { isLive, liveValues, touch } from '../http/session-store.ts';
import type { Services } from '../services.ts';
import { zone } from '../zone.ts';
import { refuseForeign } from './foreign.ts';
import { isOpenTo } from './reader.ts';

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

interface Found {
  own: OwnPoints;
  sessionId: string;
  /** Unix seconds. */
  lastSeen: number;
}

const findOwnPoints = statement<{ found: Found }>(
  'own-points',
  `select json_build_object('sessionId', s.session_id, 'lastSeen', extract(epoch from s.last_seen_at), 'own', json_build_object(
     'points', coalesce((
       select json_agg(json_build_object('id', p.metering_point_id::text, 'address', p.address) order by p.metering_point_id)
       from relationship_metering_point p where p.relationship_id = r.relationship_id), '[]'),
     'firstDay', (r.valid_from at time zone '${zone}')::date, 'lastDay', coalesce((r.valid_to at time zone '${zone}')::date - 1, 'infinity'),
     'startsAt', extract(epoch from r.valid_from), 'endsAt', extract(epoch from r.valid_to))) as found
   from session s join relationship r using (relationship_id)
   where ${isLive} and s.kind <> 'pending' and not s.terms_due and ${isOpenTo('s.account_id')}`,
);

/**
 * Who asks and what they may see, in one statement over session, link and relationship. What is then read of the
 * metering is read point by point, and so apart from customers and accounts.
 * @throws Failure as for any caller who is not let in; not-found when the relationship is not theirs (any more).
 */
export async function ownPoints(services: Services, ctx: Koa.Context): Promise<OwnPoints> {
  const { config, database, now } = services;
  const id = cookieId(ctx, config.http);
  const at = now();
  const [row] = id === undefined ? [] : await findOwnPoints(database, liveValues(id, config.login, at));
  if (row === undefined) return refuseReader(services, ctx);
  await touch(database, row.found, at);
  return row.found.own;
}

/** Finds out why there is nothing to see, and says it. */
export async function refuseReader(services: Services, ctx: Koa.Context): Promise<never> {
  return refuseForeign(services, ctx, admit('relationship', await signedInBy(services, ctx)));
}
