import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../setup/postgres.ts';
import { isCitus } from './citus.ts';
import { createDatabase, dropDatabase, migrateAt, type TestDatabase } from './create-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the server that the test files' databases are made on. */
    databaseServer: string;
    /** Name of a migrated database to copy. */
    databaseTemplate: string;
    /** The server is the coordinator of a Citus: each database is made on all its nodes, and migrated by itself. */
    isCitus: boolean;
  }
}

/** vitest's global set-up: one PostgreSQL for the whole run (DATABASE_URL's, where set), with a migrated template to copy from. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = join(tmpdir(), `min-side-test-${process.pid}`);
  const postgres = process.env.DATABASE_URL ? undefined : await startPostgres({ dataFolder, durable: false });
  const server = process.env.DATABASE_URL ?? postgres!.url;
  const onCitus = await isCitus(server);
  project.provide('databaseServer', server);
  project.provide('isCitus', onCitus);
  if (onCitus) return async () => {};
  let template: TestDatabase | undefined;
  const tearDown = async () => {
    if (template) await dropDatabase(server, template.name);
    await postgres?.stop();
    if (postgres) await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    template = await createDatabase(server);
    await migrateAt(template.url);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('databaseTemplate', template.name);
  return tearDown;
}
