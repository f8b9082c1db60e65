import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';
import compose from 'koa-compose';
import type { Knex } from 'knex';
import { withPatience } from './database/patience.ts';
import { Failure } from './failure.ts';
import { endpointRouter, type Endpoint } from './http/endpoint.ts';
import { errorMiddleware } from './http/errors.ts';
import { healthMiddleware } from './http/health.ts';
import { createLimits } from './http/limits.ts';
import { methodMiddleware } from './http/methods.ts';
import { originMiddleware } from './http/origin.ts';
import { requestLogMiddleware } from './http/request-log.ts';
import { apiHeaders, securityHeaders } from './http/security-headers.ts';
import { StrangersPace } from './http/strangers-pace.ts';
import { sessionMiddleware } from './http/session.ts';
import { widgetFilesMiddleware } from './http/widget-files.ts';
import { describeError, type Log } from './ground/log.ts';
import type { Services } from './services.ts';

export interface AppParts {
  /** Every room's lines of the API. */
  endpoints: readonly Endpoint[];
  /** Answers what is neither API nor widget: the demo's homepage. */
  pages?: Koa.Middleware;
  /** Takes readings from the utility's own systems; has its own key, and no session. */
  ingest?: Koa.Middleware;
  /** Takes the SMS gateways' reports. */
  smsReports?: Koa.Middleware;
  /** Counts what is answered. */
  metrics?: Koa.Middleware;
  isStopping?: () => boolean;
  /** The connection that readiness asks; the services' own where none is given. */
  healthDatabase?: Knex;
}

/**
 * What a request may wait for the database in all, so that its first byte leaves within 3 s whatever the database does; longer where the operator
 * lets a single statement take longer.
 */
const answerWithin = (statementMs: number): number => Math.max(2_700, statementMs + 200);

/** The middleware in order. Errors become answers inside CORS and outside the session. */
export async function createApp(
  services: Services,
  { endpoints, pages, ingest, isStopping = () => false, healthDatabase, smsReports, metrics }: AppParts,
): Promise<Koa> {
  const { config, database, log, now } = services;
  const { proxies, secureCookies, bodyLimitBytes, widgetFolder } = config.http;
  // The address is what the nearest trusted proxy says, never what the caller put in front of it.
  const app = new Koa({ proxy: proxies > 0, maxIpsCount: proxies });
  app.on('error', (error: unknown) => log.error('An answer could not be sent', describeError(error)));

  const origin = originMiddleware(config.http);
  const limits = createLimits(config.http);
  const pace = new StrangersPace(config.http, config.login.key);
  const router = endpointRouter(endpoints, {
    limits,
    pace,
    session: sessionMiddleware(app, services),
  });

  if (proxies === 0) app.use(warnOfProxy(log));
  if (metrics !== undefined) app.use(metrics);
  app.use(requestLogMiddleware(log));
  app.use(securityHeaders(secureCookies));
  app.use(healthMiddleware({ database: healthDatabase ?? database, log, now, isStopping }));
  app.use(await widgetFilesMiddleware(widgetFolder));
  if (smsReports !== undefined)
    app.use(
      only('/sms-reports', [
        errorMiddleware(log),
        bodyParser({ enableTypes: ['json', 'form'], jsonLimit: bodyLimitBytes, formLimit: bodyLimitBytes }),
        smsReports,
      ]),
    );
  if (ingest !== undefined) app.use(only('/ingest', [errorMiddleware(log), ingest]));
  app.use(
    only('/api', [
      apiHeaders,
      origin.cors,
      errorMiddleware(log),
      methodMiddleware,
      origin.check,
      async (ctx, next) => {
        pace.refuseEarly(ctx);
        await limits.count(ctx.ip, 'any'); // before anything is read or looked up
        ctx.cookies.secure = secureCookies; // TLS may end at a proxy that says nothing about it
        await next();
      },
      bodyParser({ enableTypes: ['json'], jsonLimit: bodyLimitBytes, parsedMethods: ['POST', 'PUT', 'DELETE'] }),
      (_ctx, next) => withPatience(answerWithin(config.database.statementTimeoutMs ?? 0), 'customer', next),
      router.routes() as Koa.Middleware,
      async () => {
        throw new Failure('not-found');
      },
    ]),
  );
  if (pages !== undefined) app.use(pages);
  return app;
}

/** Runs the middleware for paths under a prefix, and passes everything else by. */
function only(prefix: string, middleware: Koa.Middleware[]): Koa.Middleware {
  const composed = compose(middleware);
  return (ctx, next) => (ctx.path === prefix || ctx.path.startsWith(`${prefix}/`) ? composed(ctx, next) : next());
}

/** Behind a proxy that we were not told of, all customers would share one address and its limits. */
function warnOfProxy(log: Log): Koa.Middleware {
  let told = false;
  return (ctx, next) => {
    if (!told && ctx.get('X-Forwarded-For') !== '')
      log.warn('There is a proxy in front, and PROXIES is 0: limits count all callers as one');
    told ||= ctx.get('X-Forwarded-For') !== '';
    return next();
  };
}
