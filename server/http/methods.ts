import type Koa from 'koa';

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE'];

/** A method that no line of the API has is refused as such, whoever asks. */
export const methodMiddleware: Koa.Middleware = async (ctx, next) => {
  if (methods.includes(ctx.method)) return next();
  ctx.status = 405;
  ctx.set('Allow', methods.join(', '));
  ctx.body = { error: 'bad-request' };
};
