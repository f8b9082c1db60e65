import type Koa from 'koa';
import type { ErrorCode, ErrorReply } from '../contract/errors.ts';
import { Failure } from '../failure.ts';
import { isDatabaseAway } from '../ground/database-away.ts';
import { describeError, type Log } from '../ground/log.ts';

const statusOf: Record<ErrorCode, number> = {
  'bad-request': 400,
  'bad-field': 422,
  'login-failed': 401,
  'code-wrong': 401,
  'code-dead': 401,
  'code-expired': 401,
  'not-signed-in': 401,
  wait: 429,
  'terms-changed': 409,
  conflict: 409,
  'not-found': 404,
  forbidden: 403,
  'too-large': 413,
  busy: 503,
  'sms-unavailable': 503,
  'sms-spent': 503,
  unavailable: 503,
  internal: 500,
};

/**
 * Turns whatever is thrown into `{error: code}` and the status that belongs to it. Stands inside CORS, so that the
 * widget can read the answer, and outside the session. Nothing of the inside goes out.
 */
export function errorMiddleware(log: Log): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const reply = replyTo(error);
      ctx.status = statusOf[reply.error];
      ctx.state['errorCode'] = reply.error;
      ctx.set('Cache-Control', 'no-store');
      if (ctx.status === 503 || ctx.status === 429) ctx.set('Retry-After', String(reply.retryAfterSeconds ?? 5));
      ctx.body = reply;
      if (reply.error === 'internal' || reply.error === 'unavailable') log.error('A request failed', describeError(error));
    }
  };
}

function replyTo(error: unknown): ErrorReply {
  if (error instanceof Failure) return error.reply;
  if (isDatabaseAway(error)) return { error: 'unavailable', retryAfterSeconds: 5 };
  const status = (error as { status?: unknown } | null)?.status;
  if (status === 413) return { error: 'too-large' };
  // Koa's and the body parser's own refusals (broken JSON, another charset, aborted).
  if (typeof status === 'number' && status >= 400 && status < 500) return { error: 'bad-request' };
  // A compressed body that can't be unpacked.
  if (String((error as { code?: unknown } | null)?.code).startsWith('Z_')) return { error: 'bad-request' };
  return { error: 'internal' };
}
