import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as SocketServer } from 'node:net';
import { setImmediate as restOfTurn } from 'node:timers/promises';

export interface DrainTimes {
  /** How long a connection that asks nothing is left open: a balancer may just be sending on it. */
  idleMs: number;
  /** How long requests under way may go on. */
  longestMs: number;
}

/** A listener for a server's `request`: while stopping, each answer is the last on its connection. */
export function closeWhileStopping(isStopping: () => boolean): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    if (isStopping()) response.setHeader('Connection', 'close');
  };
}

/**
 * Takes no new connections, answers what comes on the open ones, and ends those that stay quiet. On a busy machine a connection or a request
 * may have come that was not looked at yet: before any door is shut, the event loop takes in what has come. `whenShut` is called at once after that.
 */
export async function drain(server: Server, { idleMs, longestMs }: DrainTimes, whenShut?: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await whatHasCome();
  // Not http.Server's own: that one cuts quiet connections at once, under a request that is on its way.
  SocketServer.prototype.close.call(server, () => resolve());
  whenShut?.();
  const idle = setInterval(() => void whatHasCome().then(() => server.closeIdleConnections()), Math.max(1, idleMs));
  const late = setTimeout(() => server.closeAllConnections(), longestMs);
  await promise;
  clearInterval(idle);
  clearTimeout(late);
}

/** A turn of the event loop this short has only just looked at what came. */
const shortMs = 0.5;
/** A process that never has one shuts its door all the same. */
const longestWaitMs = 500;

/**
 * Until the loop has been round twice, connections and requests that had come included, and the last time without standing still: what comes between
 * its look and the shutting of a door is lost.
 */
async function whatHasCome(): Promise<void> {
  const until = performance.now() + longestWaitMs;
  await restOfTurn();
  for (let turnMs = Infinity; turnMs > shortMs && performance.now() < until;) {
    const began = performance.now();
    await restOfTurn();
    turnMs = performance.now() - began;
  }
}
