import knex, { type Knex } from 'knex';
import { WatchedClient, type WatchedSettings } from './watched-client.ts';

/** How to reach the database, and how long anything there may take (milliseconds; 0 is no limit). */
export interface DatabaseSettings {
  /** `postgres://user:password@host:port/database`. */
  url: string;
  /** Most connections at once, default 10. */
  poolSize?: number;
  /** Default 2 500: a request that takes longer is a fault. Imports and migrations set 0. */
  statementTimeoutMs?: number;
  /** Default 2 000. Imports set 0: they wait for one another. */
  lockTimeoutMs?: number;
  /** Of these connections, how many strangers' log-ins may hold at once, default 3. */
  strangersPlaces?: number;
  /** Prepare the busiest statements by name, default true. A pooler that doesn't know them (PgBouncer before 1.21) needs false. */
  namedStatements?: boolean;
  /** How long to wait for a free connection, default 2 700 or what a statement may take: whoever asks within a request waits no longer for it and all answers together (patience.ts). */
  acquireMs?: number;
}

/** What `statement()` looks up in knex's configuration. */
export interface NamedStatements {
  namedStatements?: boolean;
}

/** Nothing is connected before the first query; while the database is away, a query fails within 3 s. */
export function openDatabase({
  url,
  poolSize = 10,
  statementTimeoutMs = 2_500,
  lockTimeoutMs = 2_000,
  strangersPlaces = 3,
  namedStatements = true,
  acquireMs = Math.max(2_700, statementTimeoutMs + 200),
}: DatabaseSettings): Knex {
  const watched: WatchedSettings = {
    // Later than PostgreSQL's own limit, for a server that no longer answers at all.
    answerMs: statementTimeoutMs > 0 ? statementTimeoutMs + 200 : 0,
    acquireMs,
    strangers: { places: strangersPlaces, queue: 100 },
  };
  return knex({
    client: WatchedClient,
    watched,
    namedStatements,
    connection: {
      connectionString: url,
      application_name: 'min-side',
      connectionTimeoutMillis: Math.max(2_500, statementTimeoutMs),
      statement_timeout: statementTimeoutMs,
      options: `-c lock_timeout=${lockTimeoutMs}`,
      idle_in_transaction_session_timeout: statementTimeoutMs > 0 ? 10_000 : 0,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    },
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000, propagateCreateError: true },
    acquireConnectionTimeout: acquireMs,
    // knex would put bound values, and so customers' numbers, into error messages.
    compileSqlOnError: false,
    // It would print connection errors as plain text beside the log's JSON lines; each is thrown as well, and reported there.
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
  } as Knex.Config & NamedStatements);
}

/** For the operator's commands and deliveries, which may take minutes and wait for one another. A database that is away is told as soon as ever. */
export function openDatabaseForWork(url: string): Knex {
  return openDatabase({ url, poolSize: 4, statementTimeoutMs: 0, lockTimeoutMs: 0, acquireMs: 60 * 60_000 });
}

function ignore(): void {}
