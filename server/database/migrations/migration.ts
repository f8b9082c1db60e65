import type { Knex } from 'knex';

/** One step of the schema. Once it has been deployed it is never edited: the next change is a new step. */
export interface Migration {
  /** Stored in the database, so it stays. */
  name: string;
  up(database: Knex): Promise<void>;
  down(database: Knex): Promise<void>;
}
