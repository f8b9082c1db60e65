import { inject } from 'vitest';
import { createCitusDatabase, dropCitusDatabase } from './citus.ts';
import { createDatabase, dropDatabase, migrateAt } from './create-database.ts';

export interface FreshDatabase {
  /** Connection string; open it with `openDatabase({ url })`. */
  url: string;
  /** Drops it, for `afterAll`; connections that are still open end. */
  drop(): Promise<void>;
}

/**
 * A database that nobody else uses, for one test file: migrated, or empty with `{ migrated: false }`. Some 20 ms; on a Citus, which copies no database, seconds.
 *
 *     const database = await freshDatabase();
 *     const knex = openDatabase({ url: database.url });
 *     afterAll(async () => { await knex.destroy(); await database.drop(); });
 */
export async function freshDatabase({ migrated = true } = {}): Promise<FreshDatabase> {
  const server = inject('databaseServer');
  if (inject('isCitus')) {
    const { name, url } = await createCitusDatabase(server);
    if (migrated) await migrateAt(url);
    return { url, drop: () => dropCitusDatabase(server, name) };
  }
  const { name, url } = await createDatabase(server, migrated ? inject('databaseTemplate') : undefined);
  return { url, drop: () => dropDatabase(server, name) };
}
