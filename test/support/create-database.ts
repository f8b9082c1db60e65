import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openDatabaseForWork } from '../../server/database/connection.ts';
import { migrate } from '../../server/database/migrate.ts';

export interface TestDatabase {
  name: string;
  url: string;
}

/** Makes a database with a name of its own on a server: empty, or a copy of `template`. */
export async function createDatabase(server: string, template?: string): Promise<TestDatabase> {
  const name = `min_side_test_${randomBytes(6).toString('hex')}`;
  // FILE_COPY is the fast strategy for small databases when nothing needs to be durable.
  await run(server, `create database ${name} ${template ? `template ${template} strategy file_copy` : 'template template0'}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

/** Also with connections still open, which then end. */
export async function dropDatabase(server: string, name: string): Promise<void> {
  await run(server, `drop database if exists ${name} with (force)`);
}

/** Runs all migrations in a database. */
export async function migrateAt(url: string): Promise<void> {
  const knex = openDatabaseForWork(url);
  await migrate(knex).finally(() => knex.destroy());
}

async function run(server: string, sql: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
