import type Koa from 'koa';

/** Headers for everything the server itself answers; a page that is put in front sets its own. */
export function securityHeaders(secure: boolean): Koa.Middleware {
  return async (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.set('Cross-Origin-Opener-Policy', 'same-origin');
    ctx.set('X-Frame-Options', 'DENY');
    if (secure) ctx.set('Strict-Transport-Security', 'max-age=31536000');
    await next();
  };
}

/** What the API answers is data for one person: nothing may run, be framed, or be kept. */
export const apiHeaders: Koa.Middleware = async (ctx, next) => {
  ctx.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  ctx.set('Cache-Control', 'no-store');
  await next();
};
