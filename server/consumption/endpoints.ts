import * as v from 'valibot';
import { endpoint } from '../http/endpoint.ts';
import type { Services } from '../services.ts';
import { readAnswers } from './answers/read-answers-store.ts';
import { daySpan, monthSpan } from './calendar.ts';
import { keptFrom } from './data-span.ts';
import { presentDay } from './day.ts';
import { presentMonth } from './month.ts';
import { sendDownload } from './download/send-download-store.ts';
import { date, month, point, stretch } from './query.ts';
import { readDays } from './read-days.ts';
import { readYears } from './years.ts';

const download = v.object({
  point,
  at: v.optional(stretch),
  level: v.picklist(['hour', 'day', 'month', 'year']),
  format: v.picklist(['csv', 'xlsx']),
});

/** "Se historisk forbruk": years, a month, a day. */
export function consumptionEndpoints(services: Services) {
  const { now, config } = services;
  return [
    endpoint('GET /consumption/years', { who: 'reader', query: v.object({ point }) }, ({ query, ctx }) =>
      readYears(services, ctx, query.point),
    ),

    endpoint('GET /consumption/month', { who: 'reader', query: v.object({ point, month }) }, async ({ query, ctx }) =>
      presentMonth(
        query.month,
        await readDays(services, ctx, query.point, monthSpan(query.month)),
        now(),
        keptFrom(config.retention, now()),
      ),
    ),

    endpoint('GET /consumption/answers', { who: 'reader', query: v.object({ point, at: v.optional(stretch) }) }, ({ query, ctx }) =>
      readAnswers(services, ctx, query.point, query.at),
    ),

    endpoint('GET /consumption/download', { who: 'reader', query: download }, ({ query, ctx }) => sendDownload(services, ctx, query)),

    endpoint('GET /consumption/day', { who: 'reader', query: v.object({ point, date }) }, async ({ query, ctx }) =>
      presentDay(query.date, await readDays(services, ctx, query.point, daySpan(query.date)), now(), keptFrom(config.retention, now())),
    ),
  ] as const;
}
