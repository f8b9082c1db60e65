import { createReadStream, watch } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { access } from 'node:fs/promises';
import type { Middleware } from 'koa';

/** Serves the newest build from a folder, source maps too, and tells each open page when there is another (`/dev/builds`). */
export function devWidget(folder: string): Middleware {
  return async (context, next) => {
    if (context.path === '/dev/builds') {
      context.respond = false;
      const { res } = context;
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' });
      res.write(': waiting\n\n');
      // A build writes several files; the page loads once, after the last.
      let told: NodeJS.Timeout | undefined;
      const watcher = watch(folder, () => {
        clearTimeout(told);
        told = setTimeout(() => res.write('event: build\ndata: \n\n'), 50);
      });
      res.on('close', () => watcher.close());
      return;
    }
    const file = join(folder, basename(context.path));
    if (
      !/\.(js|map)$/.test(file) ||
      !(await access(file).then(
        () => true,
        () => false,
      ))
    )
      return next();
    context.set('Cache-Control', 'no-store');
    context.set('Access-Control-Allow-Origin', '*');
    context.type = extname(file) === '.map' ? 'json' : 'js';
    context.body = createReadStream(file);
  };
}
