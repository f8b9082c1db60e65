import type Koa from 'koa';
import type { PointChoice } from '../contract.ts';
import { readOwn, refuseReader, type OwnPoints } from '../customers/own-points.ts';
import type { Services } from '../services.ts';
import type { PointSpan } from './point-span.ts';
import type { PointStatement } from './point-statement.ts';

/** What is shown: one of the relationship's metering points, or the sum of all. */
export interface Chosen {
  own: OwnPoints;
  choice: PointChoice;
  /** The metering points behind the choice. */
  ids: string[];
}

/**
 * What a statement finds of each chosen point; a point without anything has no row. Nothing asked for is the only point, or the
 * sum of several. One point, which nearly everybody has, is one round to the database; the others of several are a second.
 * @throws Failure not-found for another's point, and as `readOwn`.
 */
export async function readChosen<Row extends PointSpan>(
  services: Services,
  ctx: Koa.Context,
  asked: PointChoice | undefined,
  { ofOwn, ofPoint }: PointStatement<Row>,
  values: Record<string, unknown> = {},
): Promise<Chosen & { found: Row[] }> {
  const one = asked === 'sum' ? undefined : asked;
  const { own, row } = await readOwn(services, ctx, ofOwn, { ...values, asked: one ?? null });
  const ids = own.points.map(({ id }) => id);
  const first = row.firstDay === null ? [] : [row];
  if (one !== undefined) return ids.includes(one) ? { own, choice: one, ids: [one], found: first } : refuseReader(services, ctx);
  const others = await Promise.all(ids.slice(1).map((point) => ofPoint(services.database, { ...values, ...own, point })));
  return { own, choice: ids.length > 1 ? 'sum' : (ids[0] ?? 'sum'), ids, found: [...first, ...others.flat()] };
}
