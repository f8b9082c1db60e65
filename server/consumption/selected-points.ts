import type Koa from 'koa';
import type { PointChoice } from '../contract/consumption.ts';
import { readOwn, refuseReader, type OwnPoints } from '../customers/own-points.ts';
import type { Services } from '../services.ts';
import type { DaysWithValues } from './days-with-values.ts';
import { isSpread } from '../database/spread.ts';
import { ownAlone, type StatementPerPoint } from './statement-per-point.ts';

/** What is shown: one of the relationship's metering points, or the sum of all. */
export interface SelectedPoints {
  own: OwnPoints;
  choice: PointChoice;
  /** The metering points behind the choice. */
  ids: string[];
}

/**
 * What a statement finds of each selected point; a point without anything has no row. Nothing asked for is the only point, or the
 * sum of several. One point, which nearly everybody has, is one round to the database; the others of several are a second.
 * @throws Failure not-found for another's point, and as `readOwn`.
 */
export async function readSelected<Row extends Pick<DaysWithValues, 'firstDay'>>(
  services: Services,
  ctx: Koa.Context,
  asked: PointChoice | undefined,
  read: StatementPerPoint<Row>,
  values: Record<string, unknown> = {},
): Promise<{ selected: SelectedPoints; found: (Row & { id: string })[] }> {
  const one = asked === 'sum' ? undefined : asked;
  if (await isSpread(services.database)) return readSelectedApart(services, ctx, one, read, values);
  const { ofOwn, ofPoint } = read;
  const { own, row } = await readOwn(services, ctx, ofOwn, { ...values, asked: one ?? null });
  const ids = own.points.map(({ id }) => id);
  const first = row.firstDay === null ? [] : [{ ...row, id: one ?? ids[0]! }];
  if (one !== undefined)
    return ids.includes(one) ? { selected: { own, choice: one, ids: [one] }, found: first } : refuseReader(services, ctx);
  const others = await Promise.all(ids.slice(1).map((point) => ofPoint(services.database, { ...values, ...own, point })));
  return {
    selected: selectAll(own, ids),
    found: [...first, ...others.flatMap((rows, index) => rows.map((other) => ({ ...other, id: ids[index + 1]! })))],
  };
}

/** Where the metering is spread over nodes: who asks in one round, and in another each point from the node where it lies. */
async function readSelectedApart<Row extends object>(
  services: Services,
  ctx: Koa.Context,
  one: string | undefined,
  { ofPointAlone }: StatementPerPoint<Row>,
  values: Record<string, unknown>,
): Promise<{ selected: SelectedPoints; found: (Row & { id: string })[] }> {
  const { own } = await readOwn(services, ctx, ownAlone, { asked: one ?? null });
  const ids = own.points.map(({ id }) => id);
  if (one !== undefined && !ids.includes(one)) return refuseReader(services, ctx);
  const chosen = one === undefined ? ids : [one];
  const rows = await Promise.all(chosen.map((point) => ofPointAlone(services.database, { ...values, ...own, point })));
  return {
    selected: one === undefined ? selectAll(own, ids) : { own, choice: one, ids: chosen },
    found: rows.flatMap((some, index) => some.map((row) => ({ ...row, id: chosen[index]! }))),
  };
}

const selectAll = (own: OwnPoints, ids: string[]): SelectedPoints => ({ own, choice: ids.length > 1 ? 'sum' : (ids[0] ?? 'sum'), ids });
