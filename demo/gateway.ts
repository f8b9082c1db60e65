import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';

/** An SMS as the phone shows it. */
export interface Message {
  id: string;
  /** ISO 8601. */
  at: string;
  from: string;
  to: string;
  text: string;
}

interface Arrivals {
  message: [Message];
  end: [];
}

export interface Gateway {
  /** Where the server posts `{ from, to, text }`; answers `{ accepted: true, id }`. Loopback, a port of its own. */
  url: string;
  /** All that came, oldest first. */
  messages: readonly Message[];
  /** Emits `message` with each new one, and `end` when the gateway stops. */
  arrivals: EventEmitter<Arrivals>;
  stop(): void;
}

/** An SMS gateway with an HTTP interface like a real one's, that delivers to the phone page. */
export async function startGateway(): Promise<Gateway> {
  const messages: Message[] = [];
  const arrivals = new EventEmitter<Arrivals>().setMaxListeners(0);
  const app = new Koa();
  app.use(bodyParser({ enableTypes: ['json'] }));
  app.use((context) => {
    if (context.method !== 'POST' || context.path !== '/sms') return;
    const { from, to, text } = (context.request.body ?? {}) as Partial<Message>;
    if (!from || !to || !text) {
      context.status = 400;
      context.body = { accepted: false, reason: 'from, to and text are required' };
      return;
    }
    const message = { id: randomUUID(), at: new Date().toISOString(), from, to, text };
    messages.push(message);
    arrivals.emit('message', message);
    context.body = { accepted: true, id: message.id };
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`,
    messages,
    arrivals,
    stop() {
      arrivals.emit('end');
      server.close();
      server.closeAllConnections();
    },
  };
}
