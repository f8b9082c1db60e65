import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedSms {
  to: string;
  from: string;
  text: string;
}

export interface FakeGateway {
  url: string;
  received: ReceivedSms[];
  /** How it answers from now on; by default it takes every message. */
  answer: (response: ServerResponse, message: ReceivedSms) => void;
  /** The newest code sent to a number, once one has come that wasn't read before. */
  nextCode(to: string): Promise<string>;
  stop(): Promise<void>;
}

/** An SMS gateway on this machine, called over HTTP like any other. */
export async function startFakeGateway(): Promise<FakeGateway> {
  const read = new Set<ReceivedSms>();
  const arrivals = new EventEmitter().setMaxListeners(0);
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const message = JSON.parse(body) as ReceivedSms;
      gateway.received.push(message);
      arrivals.emit('sms');
      gateway.answer(response, message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway: FakeGateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`,
    received: [],
    answer: (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"accepted":true,"id":"m-1"}'),
    async nextCode(to) {
      const unread = () => gateway.received.find((each) => each.to === to && !read.has(each) && /#(\d{6}|\d{12})$/.test(each.text));
      const tooLate = AbortSignal.timeout(120_000);
      for (;;) {
        const message = unread();
        if (message === undefined) await once(arrivals, 'sms', { signal: tooLate });
        else {
          read.add(message);
          return message.text.slice(message.text.lastIndexOf('#') + 1);
        }
      }
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}
