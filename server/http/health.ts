import type Koa from 'koa';
import type { Knex } from 'knex';
import { isReadOnly } from '../ground/database-away.ts';
import { withPatience } from '../database/patience.ts';
import type { WatchedClient } from '../database/watched-client.ts';
import { describeError, type Log } from '../ground/log.ts';

export interface HealthParts {
  /** A connection for this alone: readiness must not wait behind a flood. */
  database: Knex;
  log: Log;
  now: () => Date;
  isStopping: () => boolean;
}

/** How far our clock may be from the database's: codes and sessions are judged by ours, and other processes have clocks of their own. */
const clocksApartMs = 5_000;
const longestMs = 950;

/**
 * For the balancer: `/livez` asks nothing; `/readyz` asks within 1 s whether the database can be written to and has our time, and
 * says no while stopping.
 */
export function healthMiddleware({ database, log, now, isStopping }: HealthParts): Koa.Middleware {
  let asking: Promise<boolean> | null = null;
  let told = '';

  /** One question at a time, whoever asks. */
  function isReady(): Promise<boolean> {
    asking ??= whyNot(database, now)
      .then((reason) => {
        if (reason !== told && reason !== '') log.warn('Not ready', { code: reason });
        told = reason;
        return reason === '';
      })
      .finally(() => (asking = null));
    return asking;
  }

  return async (ctx, next) => {
    if (ctx.path === '/livez') {
      ctx.state['route'] = '/livez';
      ctx.body = { alive: true };
    } else if (ctx.path === '/readyz') {
      ctx.state['route'] = '/readyz';
      const ready = !isStopping() && (await isReady());
      ctx.status = ready ? 200 : 503;
      if (!ready) ctx.set('Retry-After', '5');
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { ready };
    } else {
      await next();
    }
  };
}

/** Why this process should get no requests now, or ''. */
export async function whyNot(database: Knex, now: () => Date): Promise<string> {
  try {
    const { rows } = await withPatience(longestMs, 'customer', () =>
      database.raw<{ rows: [{ readOnly: boolean; at: Date }] }>(
        `select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as "readOnly", clock_timestamp() as at`,
      ),
    );
    const [{ readOnly, at }] = rows;
    if (readOnly) {
      (database.client as WatchedClient).distrust(); // the right server may be there already, at the same address
      return 'read-only';
    }
    return Math.abs(at.getTime() - now().getTime()) > clocksApartMs ? 'clocks-apart' : '';
  } catch (error) {
    return isReadOnly(error) ? 'read-only' : (describeError(error).code ?? 'away');
  }
}
