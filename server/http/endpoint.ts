import Router from '@koa/router';
import type Koa from 'koa';
import * as v from 'valibot';
import type { Endpoints } from '../contract/endpoints.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { Failure } from '../failure.ts';
import { admit, isUnread, type Who, type WhoIs } from './admit.ts';
import type { Excess } from './excess.ts';
import { currentSignedIn } from './session.ts';
import { changeLane } from '../database/patience.ts';
import type { Limits } from './limits.ts';
import type { StrangersPace } from './strangers-pace.ts';
import { refuseOther, sayWhose } from './shown.ts';

type Part<P extends keyof Endpoints, Name extends string> = Endpoints[P] extends Record<Name, infer Value> ? Value : undefined;

/** What a handler is given: its input, checked, and who asks. */
export interface Call<P extends keyof Endpoints, W extends Who> {
  input: Part<P, 'body'>;
  query: Part<P, 'query'>;
  path: Part<P, 'path'>;
  signedIn: WhoIs[W];
  ctx: Koa.Context;
}

type Needs<P extends keyof Endpoints, Name extends 'body' | 'query' | 'path'> =
  Endpoints[P] extends Record<Name, infer Value> ? { [N in Name]: v.GenericSchema<unknown, Value> } : { [N in Name]?: undefined };

type Options<P extends keyof Endpoints, W extends Who> = {
  who: W;
  /** `login` for what sends an SMS or takes a secret: a smaller number of calls a minute and address. */
  limit?: 'login';
  /** May be called while new terms wait to be accepted. */
  beforeTerms?: boolean;
  /** Leads to another relationship, whichever a window that was left open believes to be shown. */
  switches?: boolean;
} & Needs<P, 'body'> &
  Needs<P, 'query'> &
  Needs<P, 'path'>;

interface InputSchemas {
  readonly body?: v.GenericSchema | undefined;
  readonly query?: v.GenericSchema | undefined;
  readonly path?: v.GenericSchema | undefined;
}

/** One line of the API, ready to be put on the router. */
export interface Endpoint<P extends keyof Endpoints = keyof Endpoints> {
  /** The contract's name for it. */
  readonly line: P;
  readonly method: string;
  readonly path: string;
  readonly limit: 'login' | undefined;
  readonly who: Who;
  /** What its input is read with. */
  readonly schemas: InputSchemas;
  /** Whether the session is read before the handler runs. */
  readonly withSession: boolean;
  handle(ctx: Koa.Context): Promise<void>;
}

type Reply<P extends keyof Endpoints> = Endpoints[P]['reply'] extends Blob ? void : Endpoints[P]['reply'];

/** `unknown`, where the reply has no field that the contract lacks. */
type Exact<Given, P extends keyof Endpoints> = [Excess<Given, Reply<P>>] extends [never]
  ? unknown
  : { 'the contract lacks': Excess<Given, Reply<P>> };

/**
 * Declares one endpoint of the contract: limit, who, input, then the handler, whose answer is the reply
 * (null: 204; a Blob's endpoint sets `ctx.body` itself and answers undefined).
 * The schemas must yield what the contract says; a wrong one does not compile, nor does a reply with a field more.
 */
export function endpoint<P extends keyof Endpoints, W extends Who, R extends Reply<P>>(
  line: P,
  options: Options<P, W>,
  handler: ((call: Call<P, W>) => Promise<R>) & Exact<R, P>,
): Endpoint<P> {
  const [method = '', path = ''] = line.split(' ');
  const { body, query, path: pathSchema } = options as InputSchemas;
  return {
    line,
    method,
    path,
    limit: options.limit,
    who: options.who,
    schemas: { body, query, path: pathSchema },
    withSession: !isUnread(options.who),
    async handle(ctx) {
      const { who, beforeTerms, switches } = options;
      const signedIn = (isUnread(who) ? null : admit(who, currentSignedIn(ctx), beforeTerms)) as WhoIs[W];
      if (signedIn !== null) sayWhose(ctx, signedIn);
      if (signedIn !== null && who !== 'anyone' && method !== 'GET' && !switches) refuseOther(ctx, signedIn);
      const call = {
        input: read(body, ctx.request.body ?? {}),
        query: read(query, { ...ctx.query }),
        path: read(pathSchema, ctx['params'], 'not-found'),
        signedIn,
        ctx,
      } as Call<P, W>;
      const reply: unknown = await handler(call);
      if (reply === null) ctx.status = 204;
      else if (reply !== undefined) ctx.body = reply;
    },
  };
}

/** Puts the rooms' endpoints under /api, each behind its limit and the session. */
export function endpointRouter(
  endpoints: readonly Endpoint[],
  { limits, pace, session }: { limits: Limits; pace: StrangersPace; session: Koa.Middleware },
): Router {
  const router = new Router({ prefix: '/api' });
  for (const { method, path, limit, who, withSession, handle } of endpoints) {
    router.register(path, [method], async (ctx: Koa.Context) => {
      ctx.state['route'] = `/api${path}`;
      if (limit !== undefined) await limits.count(ctx.ip, limit);
      if (withSession)
        return session(ctx, () => {
          // Who is signed in has places of their own; strangers' log-ins share the few.
          if (limit === 'login' && currentSignedIn(ctx) === null) {
            pace.take(ctx);
            changeLane('stranger');
          }
          return handle(ctx);
        });
      try {
        await handle(ctx);
      } catch (error) {
        // Read before who asks was known: whoever is not let in learns that, not what is wrong with the query.
        if (isFailure(error, 'bad-request') && who === 'reader')
          await session(ctx, async () => void admit('relationship', currentSignedIn(ctx)));
        else if (isFailure(error, 'bad-request') && who === 'key' && ctx.get('Authorization') === '') throw new Failure('not-signed-in');
        throw error;
      }
    });
  }
  return router;
}

function isFailure(error: unknown, code: ErrorCode): boolean {
  return error instanceof Failure && error.reply.error === code;
}

function read(schema: v.GenericSchema | undefined, value: unknown, otherwise: 'bad-request' | 'not-found' = 'bad-request'): unknown {
  if (schema === undefined) return undefined;
  const result = v.safeParse(schema, value);
  // No field is meant to hold a NUL, and PostgreSQL takes none.
  if (!result.success || Object.values(result.output as object).some(hasNul)) throw new Failure(otherwise);
  return result.output;
}

function hasNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\0');
}
