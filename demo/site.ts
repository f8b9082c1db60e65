import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { Middleware } from 'koa';
import type { Gateway, Message } from './gateway.ts';

/** As strict as a careful utility's: what the widget needs, and nothing else. */
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:";

const files: Record<string, string> = {
  '/': 'index.html',
  '/min-side': 'min-side.html',
  '/telefon': 'telefon.html',
  '/site.css': 'site.css',
  '/telefon.css': 'telefon.css',
  '/telefon.js': 'telefon.js',
  '/logo.svg': 'logo.svg',
  '/hero.svg': 'hero.svg',
};

/** The utility's homepage, and the phone that shows what the gateway has taken. Whatever else is asked for goes on to the server. */
export function site(gateway: Gateway): Middleware {
  return async (context, next) => {
    const file = files[context.path];
    if (file) {
      context.set('Content-Security-Policy', contentSecurityPolicy);
      context.set('Cache-Control', 'no-cache');
      context.type = extname(file);
      context.body = createReadStream(join(import.meta.dirname, 'site', file));
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
