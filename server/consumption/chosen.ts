import type Koa from 'koa';
import type { PointChoice } from '../contract.ts';
import { ownPoints, refuseReader, type OwnPoints } from '../customers/own-points.ts';
import type { Services } from '../services.ts';

/** What is shown: one of the relationship's metering points, or the sum of all. */
export interface Chosen {
  own: OwnPoints;
  choice: PointChoice;
  /** The metering points behind the choice. */
  ids: string[];
}

/** Nothing asked for is the only point, or the sum of several. @throws Failure not-found for another's point, and as `ownPoints`. */
export async function choosePoints(services: Services, ctx: Koa.Context, asked: PointChoice | undefined): Promise<Chosen> {
  const own = await ownPoints(services, ctx);
  const ids = own.points.map(({ id }) => id);
  if (asked !== undefined && asked !== 'sum')
    return ids.includes(asked) ? { own, choice: asked, ids: [asked] } : refuseReader(services, ctx);
  return { own, choice: ids.length > 1 ? 'sum' : (ids[0] ?? 'sum'), ids };
}
