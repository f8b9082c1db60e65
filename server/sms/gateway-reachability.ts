import { connect } from 'node:net';

/** How long an answer holds before the door is tried again. */
const holdsMs = 2_000;

/**
 * Whether anything listens at the gateway's address. Asked before a code is promised, so that a gateway that is down is
 * said at once and to everybody, and not only after five customers have waited for nothing.
 */
export function createReach(url: string, connectMs: number): { isReachable(): Promise<boolean>; heardFrom(): void; notHeardFrom(): void } {
  const { hostname, port, protocol } = new URL(url);
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  // Through a proxy the gateway's own address may well not answer us.
  const behindProxy = Boolean(
    process.env['HTTPS_PROXY'] ?? process.env['https_proxy'] ?? process.env['HTTP_PROXY'] ?? process.env['http_proxy'],
  );
  let known: { open: boolean; until: number } | null = null;
  let asking: Promise<boolean> | null = null;

  return {
    async isReachable() {
      if (behindProxy) return true;
      if (known !== null && performance.now() < known.until) return known.open;
      asking ??= answers(target, Math.min(connectMs, 2000)).then((open) => {
        known = { open, until: performance.now() + holdsMs };
        asking = null;
        return open;
      });
      return asking;
    },
    heardFrom() {
      known = { open: true, until: performance.now() + holdsMs };
    },
    notHeardFrom() {
      known = { open: false, until: performance.now() + holdsMs };
    },
  };
}

function answers(target: { host: string; port: number }, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ ...target, timeout: ms });
  const settle = (open: boolean) => {
    socket.destroy();
    resolve(open);
  };
  socket.once('connect', () => settle(true));
  socket.once('timeout', () => settle(false));
  socket.once('error', () => settle(false));
  return promise;
}
