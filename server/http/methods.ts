import type Koa from 'koa';

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE'];

/** What no line of the API is called with is told so, whoever asks. */
export const methodMiddleware: Koa.Middleware = async (ctx, next) => {
  if (methods.includes(ctx.method)) return next();
  ctx.status = 405;
  ctx.set('Allow', methods.join(', '));
  ctx.body = { error: 'bad-request' };
};
