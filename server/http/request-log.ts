import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Log } from '../ground/log.ts';

/** One line a request, of fixed fields: the endpoint's pattern, never the path, query, body, address or who it was. */
export function requestLogMiddleware(log: Log): Koa.Middleware {
  return async (ctx, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    ctx.set('X-Request-Id', requestId);
    try {
      await next();
    } finally {
      const tell = () =>
        log.info('request', {
          requestId,
          method: ctx.method,
          route: ctx.state['route'] ?? 'other',
          status: ctx.status,
          ms: Math.round(performance.now() - started),
          code: ctx.state['errorCode'],
        });
      // Whoever asked may have gone already.
      if (ctx.res.closed) tell();
      else ctx.res.once('close', tell);
    }
  };
}
