import type Koa from 'koa';
import * as v from 'valibot';
import { readForecasts } from '../consumption/answers/read-answers-store.ts';
import { month, point } from '../consumption/query.ts';
import { readSelected } from '../consumption/selected-points.ts';
import type { PointChoice } from '../contract/consumption.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Services } from '../services.ts';
import { costInput, costStatement } from './cost-statement.ts';
import { addForecasts, forecastCost } from './forecast-cost.ts';
import { monthReply, monthsReply, type PointCosts } from './cost-reply.ts';
import { pointMonths } from './point-months.ts';

/** "Kostnad": what the heat costs by the price list, month by month, and one month line by line. */
export function costEndpoints(services: Services) {
  async function read(ctx: Koa.Context, asked: PointChoice | undefined, shown?: string) {
    const values = { month: shown === undefined ? null : `${shown}-01` };
    const { selected, found } = await readSelected(services, ctx, asked, costStatement, values);
    const points = found.map((row): PointCosts => ({
      id: row.id,
      lastDay: row.lastDay,
      costOf: pointMonths(costInput(row, selected.own)),
    }));
    return { selected, points };
  }
  return [
    endpoint('GET /cost', { who: 'reader', query: v.object({ point }) }, async ({ query, ctx }) => {
      const { selected, points } = await read(ctx, query.point);
      return monthsReply(selected, points);
    }),

    endpoint('GET /cost/forecast', { who: 'reader', query: v.object({ point }) }, async ({ query, ctx }) => {
      const { selected, found } = await readSelected(services, ctx, query.point, costStatement, { month: null });
      const expected = await readForecasts(
        services,
        selected.own,
        found.map(({ id }) => id),
      );
      const forecasts = found.map((row) => {
        const forecast = expected.get(row.id);
        return forecast ? forecastCost(costInput(row, selected.own), forecast) : null;
      });
      return { point: selected.choice, forecast: addForecasts(forecasts) };
    }),

    endpoint('GET /cost/month', { who: 'reader', query: v.object({ point, month }) }, async ({ query, ctx }) => {
      const { selected, points } = await read(ctx, query.point, query.month);
      return monthReply(selected, points, query.month);
    }),
  ] as const;
}
