import { createHash, timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import { InputFault } from '../ground/input-fault.ts';
import type { Config } from '../settings/config.ts';
import { DeliveryFault, readDelivery } from './delivery-body.ts';
import { liftRequestTime, startRequestTime } from './request-time.ts';

/** What a kind of delivery is given to work with. */
export interface DeliveryServices {
  readonly config: Config;
  /** One without time limits (`openDatabaseForWork`). */
  readonly database: Knex;
  readonly now: () => Date;
}

/** One file that another system sends. */
export interface DeliveredFile {
  /** Its name, as the sender calls it. */
  readonly fileName: string;
  /** Its bytes, as they arrive. */
  readonly input: AsyncIterable<Buffer>;
  /** Say what would happen and change nothing. */
  readonly check: boolean;
  /** The other words of the query, e.g. `profile`. */
  readonly query: Readonly<Record<string, string>>;
}

/** A kind of file that other systems deliver to `POST /ingest/KIND`. */
export interface Delivery {
  readonly kind: string;
  /**
   * Reads one file and returns the report.
   * @throws InputFault for a file that is refused (422); BadDelivery for words of the query that don't fit (400).
   */
  readonly take: (file: DeliveredFile, services: DeliveryServices) => Promise<unknown>;
}

/** The sender asked for something there is not; the sentence says what. */
export class BadDelivery extends Error {
  override name = 'BadDelivery';
}

/**
 * `POST /ingest/KIND?name=FILE` with `Authorization: Bearer KEY`: the body is a file as `import KIND` takes it, and is read as it
 * arrives. Returns the import's report; 401 without the key, 400 for a query that doesn't fit, 422 with file, line and column for a file that is refused; 408 when
 * it stalls and 413 when it is too large. `check=yes` changes nothing.
 */
export function deliveryMiddleware(deliveries: readonly Delivery[], key: string, services: DeliveryServices): Koa.Middleware {
  const { keyBefore } = services.config.ingest;
  const expected = [key, ...(keyBefore === null ? [] : [keyBefore])].map((each) => digest(`Bearer ${each}`));
  const byPath = new Map(deliveries.map((delivery) => [`/ingest/${delivery.kind}`, delivery]));
  return async (ctx, next) => {
    const delivery = byPath.get(ctx.path);
    if (delivery === undefined) return next();
    ctx.set('Cache-Control', 'no-store');
    if (ctx.method !== 'POST') return answer(ctx, 405, { error: 'bad-request' });
    const given = digest(ctx.get('Authorization'));
    if (!expected.some((each) => timingSafeEqual(given, each))) return answer(ctx, 401, { error: 'forbidden' });
    const { name = 'ingest', check, ...query } = Object.fromEntries(new URLSearchParams(ctx.querystring));
    const fileName = name.slice(0, 200);
    liftRequestTime(ctx.req);
    const input = readDelivery(ctx.req, services.config.ingest);
    try {
      answer(ctx, 200, await delivery.take({ fileName, input, check: check === 'yes', query }, services));
    } catch (error) {
      startRequestTime(ctx.req);
      refuse(ctx, error, fileName);
    }
  };
}

function refuse(ctx: Koa.Context, error: unknown, file: string): void {
  if (error instanceof BadDelivery) return answer(ctx, 400, { error: 'bad-request', message: error.message });
  if (error instanceof DeliveryFault) {
    if (error.status === 408) ctx.set('Connection', 'close');
    const message = `${error.message}. Nothing was imported.`;
    return answer(ctx, error.status, { error: error.status === 413 ? 'too-large' : 'bad-request', file, message });
  }
  if (!(error instanceof InputFault)) throw error;
  answer(ctx, 422, { error: 'refused', file, line: error.line, column: error.column, message: error.message });
}

function answer(ctx: Koa.Context, status: number, body: unknown): void {
  ctx.status = status;
  ctx.body = body;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
