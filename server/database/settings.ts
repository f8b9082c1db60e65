import type { DatabaseSettings } from './connection.ts';
import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** How the database is reached; the limits that must not be turned off are the connection's own. */
export type DatabaseConfig = Readonly<Required<Omit<DatabaseSettings, 'acquireMs'>>> & {
  /** The database without a pooler between, for what takes longer than a pooler lets it. */
  readonly workUrl: string;
};

/** All that an operator's command needs of these. */
export function readDatabaseUrl(reader: EnvironmentReader): string {
  return reader.url('DATABASE_URL', { protocols: ['postgres:', 'postgresql:'] });
}

export function readDatabaseConfig(reader: EnvironmentReader): DatabaseConfig {
  const protocols = ['postgres:', 'postgresql:'];
  const url = readDatabaseUrl(reader);
  return {
    url,
    workUrl: reader.optional('DATABASE_WORK_URL') === undefined ? url : reader.url('DATABASE_WORK_URL', { protocols }),
    namedStatements: reader.yes('DATABASE_NAMED_STATEMENTS', true),
    poolSize: reader.whole('DATABASE_POOL_SIZE', { fallback: 10, from: 2, to: 100 }),
    statementTimeoutMs: reader.whole('DATABASE_STATEMENT_MS', { fallback: 2500, from: 500, to: 10_000 }),
    strangersPlaces: reader.whole('DATABASE_STRANGERS', { fallback: 3, from: 1, to: 50 }),
    lockTimeoutMs: reader.whole('DATABASE_LOCK_MS', { fallback: 2000, from: 100, to: 10_000 }),
  };
}

declare module '../settings/config.ts' {
  interface Config {
    readonly database: DatabaseConfig;
  }
}
