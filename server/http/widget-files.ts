import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type Koa from 'koa';

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.html': 'text/html; charset=utf-8',
};

interface WidgetFile {
  body: Buffer;
  brotli: Buffer | undefined;
  gzip: Buffer | undefined;
  etag: string;
  type: string;
  caching: string;
}

/** What a release has under its own version never changes (setup/build/release-files.mjs). */
const released = /^\d+\.\d+\.\d+\//;
/** `v1/min-side.js`: the newest of a major version, kept for a few minutes. */
const newestOfMajor = /^v\d+\//;

/**
 * Serves the built widget from memory, read once: a few files that whole pages wait for. `min-side.js` is asked for anew
 * each time (ETag), the files of a release are kept for a year. Compressed neighbours (`.br`, `.gz`) are used where they exist.
 * Any page may load the script, so it is open to every origin; it holds no data.
 */
export async function widgetFilesMiddleware(folder: string): Promise<Koa.Middleware> {
  const files = await readFiles(folder);
  return async (ctx, next) => {
    const file = files.get(ctx.path.slice(1));
    if (file === undefined || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.state['route'] = '/widget';
    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
    ctx.set('Cache-Control', file.caching);
    ctx.vary('Accept-Encoding');
    ctx.etag = file.etag;
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    const encoding = ctx.acceptsEncodings([file.brotli && 'br', file.gzip && 'gzip', 'identity'].filter((name) => name !== undefined));
    ctx.type = file.type;
    if (encoding === 'br' || encoding === 'gzip') ctx.set('Content-Encoding', encoding);
    ctx.body = (encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : undefined) ?? file.body;
  };
}

const cachingOf = (name: string): string => {
  if (released.test(name)) return 'public, max-age=31536000, immutable';
  return newestOfMajor.test(name) ? 'public, max-age=300' : 'public, no-cache';
};

async function readFiles(folder: string): Promise<Map<string, WidgetFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const contents = new Map<string, Buffer>();
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    contents.set(relative(folder, path).split(sep).join('/'), await readFile(path));
  }
  const files = new Map<string, WidgetFile>();
  for (const [name, body] of contents) {
    const type = types[extname(name)];
    if (type === undefined) continue; // .br and .gz are reached through the file they belong to
    const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    files.set(name, {
      body,
      brotli: contents.get(`${name}.br`),
      gzip: contents.get(`${name}.gz`),
      etag,
      type,
      caching: cachingOf(name),
    });
  }
  return files;
}
