import knex, { type Knex } from 'knex';

/** How to reach the database, and how long anything there may take (milliseconds; 0 is no limit). */
export interface DatabaseSettings {
  /** `postgres://user:password@host:port/database`. */
  url: string;
  /** Most connections at once, default 10. */
  poolSize?: number;
  /** Default 5 000: a request that takes longer is a fault. Imports and migrations set 0. */
  statementTimeoutMs?: number;
  /** Default 3 000. Imports set 0: they wait for one another. */
  lockTimeoutMs?: number;
}

/** Nothing is connected before the first query; while the database is away, a query fails within 3 s. */
export function openDatabase({ url, poolSize = 10, statementTimeoutMs = 5_000, lockTimeoutMs = 3_000 }: DatabaseSettings): Knex {
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'min-side',
      connectionTimeoutMillis: 3_000,
      statement_timeout: statementTimeoutMs,
      // pg's own clock, for a server that no longer answers at all.
      ...(statementTimeoutMs > 0 && { query_timeout: statementTimeoutMs + 1_000 }),
      options: `-c lock_timeout=${lockTimeoutMs}`,
      idle_in_transaction_session_timeout: statementTimeoutMs > 0 ? 10_000 : 0,
      keepAlive: true,
    },
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000, propagateCreateError: true },
    acquireConnectionTimeout: 3_000,
    // knex would put bound values, and so customers' numbers, into error messages.
    compileSqlOnError: false,
    // It would print connection errors as plain text beside the log's JSON lines; each is thrown as well, and told there.
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
  });
}

/** A connection for the operator's commands, which may take minutes and wait for one another. */
export function openDatabaseForWork(url: string): Knex {
  return openDatabase({ url, poolSize: 4, statementTimeoutMs: 0, lockTimeoutMs: 0 });
}

function ignore(): void {}
