import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeError, type Log } from '../ground/log.ts';
import type { Metrics } from './metrics.ts';
import type { MetricsConfig } from './settings.ts';

/** `GET /metrics` on a port of its own, and nothing else. */
export async function startMetricsServer(
  metrics: Metrics,
  { host, port }: MetricsConfig,
  log: Log,
): Promise<{ port: number; stop(): void }> {
  const server: Server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.read().then(
      (text) => response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }).end(text),
      (error: unknown) => {
        log.error('The figures could not be read', describeError(error));
        response.writeHead(500).end();
      },
    );
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port ?? 0, host, resolve);
  await promise;
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
