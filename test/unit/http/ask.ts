import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Heard {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Asks middleware alone, over HTTP; browsers' headers may be set at will. Behind it everything is answered with 200. */
export async function withMiddleware<Result>(
  middleware: Koa.Middleware,
  ask: (one: (asked: Asked) => Promise<Heard>) => Promise<Result>,
): Promise<Result> {
  const app = new Koa();
  app.silent = true;
  app.use(middleware);
  app.use((ctx) => {
    ctx.body ??= 'let in';
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await ask(async ({ method = 'GET', headers = {}, body }) => {
      const sent = request({ port, host: '127.0.0.1', method, headers, agent: false });
      sent.end(body);
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      return { status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(chunks).toString() };
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
