import type Koa from 'koa';
import type { Knex } from 'knex';

/** For the balancer: `/livez` asks nothing, `/readyz` asks the database within 1 s and says no while stopping. */
export function healthMiddleware(database: Knex, isStopping: () => boolean): Koa.Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/livez') {
      ctx.state['route'] = '/livez';
      ctx.body = { alive: true };
    } else if (ctx.path === '/readyz') {
      ctx.state['route'] = '/readyz';
      const ready = !isStopping() && (await answersWithin(database, 1000));
      ctx.status = ready ? 200 : 503;
      if (!ready) ctx.set('Retry-After', '5');
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { ready };
    } else {
      await next();
    }
  };
}

async function answersWithin(database: Knex, ms: number): Promise<boolean> {
  const asked = database.raw('select 1').then(
    () => true,
    () => false,
  );
  const timer = Promise.withResolvers<boolean>();
  const handle = setTimeout(() => timer.resolve(false), ms);
  try {
    return await Promise.race([asked, timer.promise]);
  } finally {
    clearTimeout(handle);
  }
}
