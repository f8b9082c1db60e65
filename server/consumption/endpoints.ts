import * as v from 'valibot';
import { refuseForeign } from '../customers/foreign.ts';
import { endpoint, type Endpoint } from '../http/endpoint.ts';
import type { Services } from '../services.ts';
import { daySpan, monthSpan } from './calendar.ts';
import { presentDay } from './day.ts';
import { readDays } from './days.ts';
import { isOwnPoint } from './head.ts';
import { presentMonth } from './month.ts';
import { readYears } from './years.ts';

const point = v.optional(v.union([v.literal('sum'), v.pipe(v.string(), v.regex(/^\d{1,18}$/))]));
const exists = (date: string): boolean => date >= '1990' && new Date(`${date}T12:00Z`).toISOString().startsWith(date);
const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/));
const date = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/), v.check(exists));

/** "Se historisk forbruk": years, a month, a day. One query each, with the relationship and its period in it. */
export function consumptionEndpoints(services: Services): Endpoint[] {
  const { database, now } = services;
  return [
    endpoint('GET /consumption/years', { who: 'relationship', query: v.object({ point }) }, async ({ query, signedIn, ctx }) => {
      const found = await readYears(database, signedIn, query.point, now());
      return found ?? refuseForeign(services, ctx, signedIn);
    }),

    endpoint('GET /consumption/month', { who: 'relationship', query: v.object({ point, month }) }, async ({ query, signedIn, ctx }) => {
      const found = await readDays(database, signedIn, { point: query.point, ...monthSpan(query.month) });
      if (found === null || !isOwnPoint(found.spans, query.point)) return refuseForeign(services, ctx, signedIn);
      return presentMonth(query.month, found, query.point, now());
    }),

    endpoint('GET /consumption/day', { who: 'relationship', query: v.object({ point, date }) }, async ({ query, signedIn, ctx }) => {
      const found = await readDays(database, signedIn, { point: query.point, ...daySpan(query.date) });
      if (found === null || !isOwnPoint(found.spans, query.point)) return refuseForeign(services, ctx, signedIn);
      return presentDay(query.date, found, query.point, now());
    }),
  ];
}
