import type { Knex } from 'knex';
import type { Environment, EnvironmentReader } from '../settings/environment-reader.ts';

/** What every room's commands are given. */
export interface CommandContext {
  /**
   * Opens the database that DATABASE_URL names, and closes it afterwards. What else the command needs of the environment, over
   * which its `flags` go, `alsoRead` reads; no other setting is looked at, and all faults are reported at once.
   */
  withDatabase<Result>(work: (database: Knex) => Promise<Result>): Promise<Result>;
  withDatabase<Result, Settings>(
    work: (database: Knex, settings: Settings) => Promise<Result>,
    alsoRead: (reader: EnvironmentReader) => Settings,
    flags?: Environment,
  ): Promise<Result>;
  /** Prints `result` as JSON with --json, else the sentences. */
  report(result: unknown, sentences: string[]): void;
  /** The same, of something of which a part was set aside: the exit code is 3. */
  reportPart(result: unknown, sentences: string[]): void;
  /** The same, of something that was refused: the exit code is 1. */
  refuse(result: unknown, sentences: string[]): void;
}
