import type Koa from 'koa';

/** Resolves when the reply has left, or its connection is gone: what is done then doesn't show in the reply's time. */
export function replyLeft({ res }: Pick<Koa.Context, 'res'>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (res.writableFinished || res.closed) resolve();
  res.once('finish', resolve).once('close', resolve);
  return promise;
}
