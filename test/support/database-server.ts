import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabaseForWork } from '../../server/database/connection.ts';
import { migrate } from '../../server/database/migrate.ts';
import { startPostgres } from '../../setup/postgres.ts';
import { createDatabase, dropDatabase, type TestDatabase } from './create-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the server that the test files' databases are made on. */
    databaseServer: string;
    /** Name of a migrated database to copy. */
    databaseTemplate: string;
  }
}

/** vitest's global set-up: one PostgreSQL for the whole run (DATABASE_URL's, where set), with a migrated template to copy from. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = join(tmpdir(), `min-side-test-${process.pid}`);
  const postgres = process.env.DATABASE_URL ? undefined : await startPostgres({ dataFolder, durable: false });
  const server = process.env.DATABASE_URL ?? postgres!.url;
  let template: TestDatabase | undefined;
  const tearDown = async () => {
    if (template) await dropDatabase(server, template.name);
    await postgres?.stop();
    if (postgres) await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    template = await createDatabase(server);
    const knex = openDatabaseForWork(template.url);
    await migrate(knex).finally(() => knex.destroy());
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('databaseServer', server);
  project.provide('databaseTemplate', template.name);
  return tearDown;
}
