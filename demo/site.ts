import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { Middleware } from 'koa';
import type { Gateway, Message } from './gateway.ts';

/** As strict as a careful utility's: what the widget needs, and nothing else. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self' data:";

const files: Record<string, string> = {
  '/': 'index.html',
  '/min-side': 'min-side.html',
  '/telefon': 'telefon.html',
  '/site.css': 'site.css',
  '/telefon.css': 'telefon.css',
  '/telefon.js': 'telefon.js',
  '/logo.svg': 'logo.svg',
  '/hero.svg': 'hero.svg',
  '/font.woff2': '../../node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
  '/themes/skog.css': 'themes/skog.css',
  '/themes/natt.css': 'themes/natt.css',
};

/** The page with the portal once more, in the clothes of two other utilities. */
const themes: Record<string, string> = { '/tema/skog': '/themes/skog.css', '/tema/natt': '/themes/natt.css' };

/** The utility's homepage, and the phone that shows what the gateway has taken. Whatever else is asked for goes on to the server. */
export function site(gateway: Gateway): Middleware {
  return async (context, next) => {
    const theme = themes[context.path];
    const file = theme ? 'min-side.html' : files[context.path];
    if (file) {
      context.set('Content-Security-Policy', contentSecurityPolicy);
      context.set('Cache-Control', 'no-cache');
      context.type = extname(file);
      const path = join(import.meta.dirname, 'site', file);
      context.body = theme
        ? (await readFile(path, 'utf8')).replace('site.css" />', `site.css" />\n    <link rel="stylesheet" href="${theme}" />`)
        : createReadStream(path);
    } else if (context.path === '/telefon/meldinger') {
      // Koa reports a stream that the browser leaves as an error; here leaving is how it ends.
      context.respond = false;
      streamMessages(context.res, gateway);
    } else {
      await next();
    }
  };
}

/** Server-sent events: what has come, then each as it comes. */
function streamMessages(response: ServerResponse, { messages, arrivals }: Gateway): void {
  const write = (message: Message) => response.write(`data: ${JSON.stringify(message)}\n\n`);
  const end = () => response.end();
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': connected\n\n');
  messages.forEach(write);
  arrivals.on('message', write).once('end', end);
  response.on('close', () => arrivals.off('message', write).off('end', end));
}
