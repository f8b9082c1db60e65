import type { Knex } from 'knex';

/** What every room's commands are given. */
export interface CommandContext {
  /** Opens the database that DATABASE_URL names, and closes it afterwards. */
  withDatabase<Result>(work: (database: Knex) => Promise<Result>): Promise<Result>;
  /** Prints `result` as JSON with --json, else the sentences. */
  report(result: unknown, sentences: string[]): void;
}
