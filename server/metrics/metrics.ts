import type { Knex } from 'knex';
import type Koa from 'koa';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WatchedClient } from '../database/watched-client.ts';
import type { Services } from '../services.ts';
import { readStoredFigures, type StoredFigures } from './stored-figures.ts';

export interface Metrics {
  readonly contentType: string;
  /** Counts each request when it has been answered. */
  readonly middleware: Koa.Middleware;
  /** All figures in Prometheus' text format. */
  read(): Promise<string>;
}

export type Pools = Readonly<Record<string, { readonly database: Knex; readonly most: number }>>;

/** What is counted in the database is asked for this seldom, however many ask. */
const storedForMs = 10_000;

/**
 * Figures of this process, and, the same at every process, of what is stored. Labels are fixed words: an endpoint's pattern, a code of
 * the contract; never a number, a name or an address.
 */
export function createMetrics(services: Services, pools: Pools): Metrics {
  const registry = new Registry();
  const registers: [Registry] = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'min_side_request_duration_seconds',
    help: 'Requests answered, by endpoint and status, and how long they took',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10],
    registers,
  });
  const logins = new Counter({
    name: 'min_side_logins_total',
    help: 'Steps of log-ins: challenge, code, password, recovery, new-password, resend; and how they ended: ok or the error code',
    labelNames: ['step', 'outcome'] as const,
    registers,
  });

  const readPools = watchPools(pools, registers);
  const readStored = watchStored(services, registers);

  return {
    contentType: registry.contentType,
    async read() {
      readPools();
      await readStored();
      return registry.metrics();
    },
    async middleware(ctx, next) {
      const started = performance.now();
      try {
        await next();
      } finally {
        const route = String(ctx.state['route'] ?? 'other');
        requests.observe({ method: ctx.method, route, status: ctx.status }, (performance.now() - started) / 1000);
        const step = ctx.method === 'POST' ? /^\/api\/login\/([\w-]+)$/.exec(route)?.[1] : undefined;
        if (step !== undefined) logins.inc({ step, outcome: String(ctx.state['errorCode'] ?? 'ok') });
      }
    },
  };
}

function watchPools(pools: Pools, registers: [Registry]): () => void {
  const connections = new Gauge({
    name: 'min_side_database_connections',
    help: 'Connections of a pool that are in use, free, or may be there at most',
    labelNames: ['pool', 'state'] as const,
    registers,
  });
  const waiting = new Gauge({
    name: 'min_side_database_waiting',
    help: 'Statements that wait for a connection',
    labelNames: ['pool'] as const,
    registers,
  });
  return () => {
    for (const [pool, { database, most }] of Object.entries(pools)) {
      const found = (database.client as WatchedClient).occupancy();
      connections.set({ pool, state: 'most' }, most);
      connections.set({ pool, state: 'used' }, found.used);
      connections.set({ pool, state: 'free' }, found.free);
      waiting.set({ pool }, found.waiting);
    }
  };
}

function watchStored(services: Services, registers: [Registry]): () => Promise<void> {
  let known: { figures: StoredFigures | null; at: number } | null = null;
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge<Label>({ name, help, labelNames, registers });
  const up = gauge('min_side_database_up', '1 when the database answers and can be written to');
  const sms = gauge('min_side_sms_last_day', 'SMS of the last 24 h by gateway and what became of them', ['gateway', 'state']);
  const delivered = gauge('min_side_sms_reports_last_day', 'Delivery reports of the last 24 h by gateway and state', ['gateway', 'report']);
  const budget = gauge('min_side_sms_budget', 'SMS that may be sent in one day (UTC)');
  const spent = gauge('min_side_sms_budget_spent', 'SMS sent this day (UTC)');
  const delayed = gauge('min_side_sms_delayed', '1 while every SMS gateway is known to be away');
  const imported = gauge('min_side_last_import_timestamp_seconds', 'When readings were last imported');
  const newest = gauge(
    'min_side_newest_reading_timestamp_seconds',
    'End of the newest day with readings, of the points that were derived last',
  );
  const readings = gauge('min_side_imported_readings_last_day', 'Readings of files imported in the last 24 h by what became of them', [
    'state',
  ]);
  const sessions = gauge('min_side_sessions', 'Sessions that are signed in');

  return async () => {
    if (known === null || performance.now() - known.at > storedForMs)
      known = { figures: await readStoredFigures(services), at: performance.now() };
    const { figures } = known;
    budget.set(services.config.sms.dailyBudget);
    delayed.set(services.sms.isDelayed() ? 1 : 0);
    up.set(figures === null ? 0 : 1);
    if (figures === null) return;
    sms.reset();
    delivered.reset();
    readings.reset();
    for (const { gateway, state, count } of figures.sms) sms.set({ gateway, state }, count);
    for (const { gateway, report, count } of figures.reports) delivered.set({ gateway, report }, count);
    for (const [state, count] of Object.entries(figures.readings)) readings.set({ state }, count);
    spent.set(figures.spent);
    if (figures.importedAt !== null) imported.set(figures.importedAt);
    if (figures.newestReading !== null) newest.set(figures.newestReading);
    sessions.set(figures.sessions);
  };
}
