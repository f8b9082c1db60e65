import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type Koa from 'koa';
import { createApp } from './app.ts';
import { ConfigFaults, type Config } from './settings/config.ts';
import { openDatabase, openDatabaseForWork } from './database/connection.ts';
import { startJobs } from './jobs.ts';
import { closeWhileStopping, drain } from './http/drain.ts';
import { whyNot } from './http/health.ts';
import { limitRequestTime } from './http/request-time.ts';
import { StrangersAudit } from './ground/strangers-audit.ts';
import { createLog, describeError, type Log } from './ground/log.ts';
import { createPasswordHashes } from './passwords/password-hashes.ts';
import { deliveryMiddleware } from './http/deliveries.ts';
import { endpointsOf, readConfig, rooms } from './rooms.ts';
import { startMetricsServer } from './metrics/metrics-server.ts';
import { createMetrics } from './metrics/metrics.ts';
import type { Services } from './services.ts';
import { deliveryReportMiddleware } from './sms/delivery-reports.ts';
import { createGateways } from './sms/gateways.ts';
import { createSmsSender } from './sms/sender.ts';

export interface RunningServer {
  /** `http://host:port` where it listens. */
  readonly url: string;
  readonly services: Services;
  /** Where figures are read; null: nowhere. */
  readonly metricsPort: number | null;
  /** Readiness says no at once; requests under way are let finish for a bounded time; then everything is closed. */
  stop(): Promise<void>;
}

export interface ServerParts {
  log?: Log;
  now?: () => Date;
  pages?: Koa.Middleware;
}

/** Puts config, database, SMS and clock together and listens. The schema must be up to date (`min-side migrate`). */
export async function startServer(config: Config, parts: ServerParts = {}): Promise<RunningServer> {
  const log = parts.log ?? createLog(config.logLevel);
  const now = parts.now ?? (() => new Date());
  const database = openDatabase(config.database);
  // Readiness is asked on a connection of its own, whatever the others wait for.
  const healthDatabase = openDatabase({ ...config.database, poolSize: 1, statementTimeoutMs: 900 });
  const sms = createSmsSender(config, database, log, now);
  const services: Services = {
    config,
    database,
    sms,
    hashes: createPasswordHashes(config.login, log),
    strangers: new StrangersAudit(),
    log,
    now,
  };
  const closeDatabases = () => Promise.all([database.destroy(), healthDatabase.destroy(), work?.destroy() ?? Promise.resolve()]);
  let [ending, stopping] = [false, false];
  const { key } = config.ingest;
  const deliveries = rooms.flatMap((room) => room.deliveries ?? []);
  // Deliveries take longer than any request of a customer may, so they have connections of their own; none without a key.
  const work = key === null ? undefined : openDatabaseForWork(config.database.workUrl);
  const ingest = work && key !== null ? deliveryMiddleware(deliveries, key, { config, database: work, now }) : undefined;
  const { reportUrl } = config.sms;
  const metrics = createMetrics(services, {
    customers: { database, most: config.database.poolSize },
    health: { database: healthDatabase, most: 1 },
    ...(work && { deliveries: { database: work, most: 4 } }),
  });
  const app = await createApp(services, {
    endpoints: endpointsOf(services),
    pages: parts.pages,
    ingest,
    healthDatabase,
    metrics: metrics.middleware,
    ...(reportUrl !== null && {
      smsReports: deliveryReportMiddleware(database, createGateways(config.sms, config.login.codeMinutes), reportUrl, now),
    }),
    isStopping: () => stopping,
  });
  const { requestMs, keepAliveMs } = config.http;
  // The server's own limit knows no exception, and a delivery of readings takes as long as it takes.
  const times = { requestTimeout: 0, headersTimeout: requestMs, keepAliveTimeout: keepAliveMs, connectionsCheckingInterval: 2000 };
  const server = createServer(times)
    .on(
      'request',
      closeWhileStopping(() => stopping),
    )
    .on('request', limitRequestTime(requestMs))
    .on('request', app.callback());
  try {
    await listen(server, config.http.host, config.http.port);
  } catch (error) {
    services.hashes.stop();
    await closeDatabases();
    throw error;
  }
  const figures = config.metrics.port === null ? null : await startMetricsServer(metrics, config.metrics, log);
  const jobs = startJobs(services, rooms);
  const { port } = server.address() as AddressInfo;
  // The clocks above all: a process with another time must be seen before it judges a code or a session.
  const reason = await whyNot(healthDatabase, now);
  if (reason !== '') log.warn('Not ready', { code: reason });
  log.info('listening', { port });
  return {
    metricsPort: figures?.port ?? null,
    url: `http://${config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host}:${port}`,
    services,
    async stop() {
      if (ending) return;
      ending = true;
      const { stopNoticeMs, stopIdleMs, drainMs } = config.http;
      stopping = stopNoticeMs > 0;
      await sleep(stopNoticeMs);
      // Who is told that a connection is over comes on a new one: not before the door is shut.
      await Promise.all([jobs.stop(), drain(server, { idleMs: stopIdleMs, longestMs: drainMs }, () => (stopping = true))]);
      await sms.settle();
      figures?.stop();
      services.hashes.stop();
      await services.strangers
        .writeSums(database, now())
        .catch((error: unknown) => log.error('Sums for the audit were lost', describeError(error)));
      await closeDatabases();
      log.info('stopped');
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, () => resolve());
  return promise;
}

async function main(): Promise<void> {
  const running = await startServer(readConfig(process.env));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void running.stop().then(() => process.exit(0)));
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    // Before there is a log, and for a person at a terminal.
    if (error instanceof ConfigFaults) console.error(error.message);
    else if ((error as { code?: string }).code === 'EADDRINUSE')
      console.error('The port is taken. Stop what uses it, or choose another with PORT=8081.');
    else console.error('The server could not start:', describeError(error));
    process.exit(1);
  });
}
