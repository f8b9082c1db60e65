import type Koa from 'koa';
import { isLoopback, type HttpConfig } from './settings.ts';
import { Failure } from '../failure.ts';
import { memoryHeader } from './memory-session.ts';
import { shownHeader } from './shown.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * CORS for the exact origins of the configuration, and the door against other pages' requests: every change must come
 * from an allowed origin, be JSON, and be called same-origin or same-site by the browser.
 */
export function originMiddleware({ allowedOrigins, publicOrigin, crossSite }: HttpConfig): { cors: Koa.Middleware; check: Koa.Middleware } {
  const sites = new Set(['same-origin', 'same-site', ...(crossSite ? ['cross-site'] : [])]);

  function isAllowed(ctx: Koa.Context, origin: string): boolean {
    if (allowedOrigins.includes(origin) || origin === publicOrigin) return true;
    // What Host says is the caller's own word: believed only where it can name nobody else's page.
    return publicOrigin === null && origin === `${ctx.protocol}://${ctx.host}` && URL.canParse(origin) && isLoopback(origin);
  }

  return {
    async cors(ctx, next) {
      ctx.vary('Origin');
      const origin = ctx.get('Origin');
      if (origin !== '' && isAllowed(ctx, origin)) {
        ctx.set('Access-Control-Allow-Origin', origin);
        ctx.set('Access-Control-Allow-Credentials', 'true');
        ctx.set('Access-Control-Expose-Headers', `Retry-After, Content-Disposition, ${shownHeader}, ${memoryHeader}`);
        if (ctx.method === 'OPTIONS' && ctx.get('Access-Control-Request-Method') !== '') {
          ctx.set('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE');
          ctx.set('Access-Control-Allow-Headers', `Content-Type, ${shownHeader}, ${memoryHeader}`);
          ctx.set('Access-Control-Max-Age', '600');
          ctx.status = 204;
          return;
        }
      }
      await next();
    },

    async check(ctx, next) {
      const origin = ctx.get('Origin');
      if (origin !== '' && !isAllowed(ctx, origin)) throw new Failure('forbidden');
      const site = ctx.get('Sec-Fetch-Site'); // absent in browsers before 2023, where Origin alone must do
      // Its cookie would never come back. Said at the first call, before anybody has typed anything.
      if (origin !== '' && site === 'cross-site' && !crossSite) throw new Failure('forbidden', { reason: 'cross-site' });
      if (!reading.has(ctx.method)) {
        if (origin === '' || (site !== '' && !sites.has(site))) throw new Failure('forbidden');
        const hasBody = ctx.request.length !== undefined && ctx.request.length > 0;
        if ((ctx.method !== 'DELETE' || hasBody || ctx.get('Transfer-Encoding') !== '') && !ctx.is('application/json'))
          throw new Failure('forbidden');
      }
      await next();
    },
  };
}
