import * as v from 'valibot';
import { refuseForeign } from '../account/refuse-foreign.ts';
import { trail } from '../account/trail.ts';
import { pointsCsv } from '../consumption/download/download-file.ts';
import { spokenLanguage } from '../ground/language.ts';
import { date } from '../consumption/query.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Services } from '../services.ts';
import { admitKey } from './admit-key-store.ts';
import { listKeys, removeKey } from './key-store.ts';
import { makeKey } from './make-key-store.ts';
import { keyWish, readByKey, readPointLines } from './read-by-key-store.ts';

const wish = v.object({
  level: v.optional(v.picklist(['hour', 'day', 'month', 'year'])),
  from: v.optional(date),
  to: v.optional(date),
  plant: v.optional(v.pipe(v.string(), v.maxLength(50))),
});

/** Keys for the customer's own programs, and what is read by them. */
export function dataKeyEndpoints(services: Services) {
  const { database, now } = services;
  const id = v.pipe(v.string(), v.uuid());
  return [
    endpoint('GET /account/keys', { who: 'account' }, async ({ signedIn }) => ({ keys: await listKeys(database, signedIn.accountId) })),

    endpoint(
      'POST /account/keys',
      {
        who: 'account',
        limit: 'login',
        body: v.object({
          name: v.pipe(v.string(), v.maxLength(200)),
          relationships: v.pipe(v.array(id), v.minLength(1), v.maxLength(100)),
        }),
      },
      async ({ input, signedIn, ctx }) => makeKey(services, ctx, signedIn, input),
    ),

    endpoint(
      'DELETE /account/keys/:id',
      { who: 'account', path: v.object({ id }), body: v.object({}) },
      async ({ path, signedIn, ctx }) => {
        const removed = await database.transaction(async (transaction) => {
          const found = await removeKey(transaction, signedIn.accountId, path.id);
          if (found) await trail(services, transaction, ctx, signedIn, 'key-removed');
          return found;
        });
        return removed ? { keys: await listKeys(database, signedIn.accountId) } : refuseForeign(services, ctx, signedIn);
      },
    ),

    endpoint('GET /me/consumption.json', { who: 'key', query: wish }, async ({ query, ctx }) =>
      readByKey(services, keyWish(query, await admitKey(services, ctx), now(), spokenLanguage(ctx.get('Accept-Language')))),
    ),

    endpoint('GET /me/consumption.csv', { who: 'key', query: wish }, async ({ query, ctx }) => {
      const asked = keyWish(query, await admitKey(services, ctx), now(), spokenLanguage(ctx.get('Accept-Language')));
      const points = [];
      for (const plant of asked.plants)
        for (const { id: point } of plant.own.points) {
          const { rowsOf, wholeKwh } = await readPointLines(services, plant, point, asked);
          points.push({ plantNumber: plant.plantNumber, id: point, rows: rowsOf(asked.level), wholeKwh });
        }
      ctx.attachment('forbruk.csv');
      ctx.type = 'text/csv; charset=utf-8';
      ctx.body = pointsCsv(asked.level, points, asked.language);
    }),
  ] as const;
}
