import type { IncomingMessage, ServerResponse } from 'node:http';

const starts = new WeakMap<IncomingMessage, () => NodeJS.Timeout>();
const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** A listener for a server's `request`: whoever has not sent all of a request so long after its headers gets 408 and is cut. */
export function limitRequestTime(ms: number): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const cut = () => {
      if (request.complete) return;
      if (!response.headersSent) request.socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
      request.socket.destroy();
    };
    starts.set(request, () => setTimeout(cut, ms));
    startRequestTime(request);
    request.once('close', () => liftRequestTime(request));
  };
}

/** For a request that has a limit of its own. */
export function liftRequestTime(request: IncomingMessage): void {
  clearTimeout(timers.get(request));
}

/** The time begins anew, for what is left of a request. */
export function startRequestTime(request: IncomingMessage): void {
  liftRequestTime(request);
  const start = starts.get(request);
  if (start && !request.destroyed) timers.set(request, start());
}
