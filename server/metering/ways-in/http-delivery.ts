import { createHash, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Koa from 'koa';
import type { Knex } from 'knex';
import { liftRequestTime, startRequestTime } from '../../http/request-time.ts';
import { DeliveryFault, readDelivery, type DeliveryLimits } from './delivery-body.ts';
import { importReadings } from '../import-readings.ts';
import { InputFault } from '../files/input-fault.ts';
import { loadProfile } from '../files/profile.ts';

export interface IngestOptions extends DeliveryLimits {
  /** One without time limits (`openDatabaseForWork`). */
  database: Knex;
  key: string;
  /** Folder with the utility's own profiles. */
  profileFolder: string | null;
  now: () => Date;
}

/**
 * `POST /ingest/readings?profile=own&name=FILE` with `Authorization: Bearer KEY`: the body is a file as `import readings` takes it, and is
 * read as it arrives. Answers the import's report; 401 without the key, 400 for an unknown profile, 422 with file, line and column
 * for a file that is refused; 408 when it stalls and 413 when it is too large. `check=yes` changes nothing.
 */
export function ingestMiddleware({ database, key, profileFolder, now, ...limits }: IngestOptions): Koa.Middleware {
  const expected = digest(`Bearer ${key}`);
  return async (ctx, next) => {
    if (ctx.path !== '/ingest/readings') return next();
    ctx.set('Cache-Control', 'no-store');
    if (ctx.method !== 'POST') return answer(ctx, 405, { error: 'bad-request' });
    if (!timingSafeEqual(digest(ctx.get('Authorization')), expected)) return answer(ctx, 401, { error: 'forbidden' });
    const { profile: profileName = '', name = 'ingest', check } = Object.fromEntries(new URLSearchParams(ctx.querystring));
    const path = profilePath(profileName, profileFolder);
    if (!path) return answer(ctx, 400, { error: 'bad-request', message: `There is no profile "${profileName.slice(0, 40)}"` });
    const fileName = name.slice(0, 200);
    liftRequestTime(ctx.req);
    const input = readDelivery(ctx.req, limits);
    try {
      const profile = loadProfile(path);
      answer(ctx, 200, await importReadings({ database, profile, profileName, fileName, input, check: check === 'yes', now: now() }));
    } catch (error) {
      startRequestTime(ctx.req);
      if (error instanceof DeliveryFault) {
        if (error.status === 408) ctx.set('Connection', 'close');
        const message = `${error.message}. Nothing was imported.`;
        return answer(ctx, error.status, { error: error.status === 413 ? 'too-large' : 'bad-request', file: fileName, message });
      }
      if (!(error instanceof InputFault)) throw error;
      answer(ctx, 422, { error: 'refused', file: fileName, line: error.line, column: error.column, message: error.message });
    }
  };
}

/** Only names: the path of a profile is never the caller's to say. */
function profilePath(name: string, folder: string | null): string | undefined {
  if (!/^[\w-]{1,40}$/.test(name)) return undefined;
  if (folder && existsSync(join(folder, `${name}.json`))) return join(folder, `${name}.json`);
  return existsSync(new URL(`../files/profiles/${name}.json`, import.meta.url)) ? name : undefined;
}

function answer(ctx: Koa.Context, status: number, body: unknown): void {
  ctx.status = status;
  ctx.body = body;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
