import type { Knex } from 'knex';
import type { NamedStatements } from './connection.ts';

/** Runs a statement with values for its named places. */
export type Statement<Row extends object> = (database: Knex, values: Record<string, unknown>) => Promise<Row[]>;

/** A statement with its `:named` places numbered, and their names in that order. */
export function numbered(sql: string): { text: string; places: string[] } {
  const places: string[] = [];
  const text = sql.replace(/(?<!:):([a-z]\w*)/gi, (_, place: string) => {
    if (!places.includes(place)) places.push(place);
    return `$${places.indexOf(place) + 1}`;
  });
  return { text, places };
}

/**
 * A statement that runs before or for nearly every view. Its places are numbered once, here, and PostgreSQL plans it once
 * a connection, under its name; knex gives the connection, with its limits, and nothing more: compiling and planning
 * would take longer than running it. Without names where the configuration says so (`DATABASE_NAMED_STATEMENTS`).
 */
export function statement<Row extends object>(name: string, sql: string): Statement<Row> {
  const { text, places } = numbered(sql);
  return async (database, values) => {
    const { client } = database;
    const named = (client.config as NamedStatements).namedStatements !== false;
    const connection = await client.acquireConnection();
    try {
      return (await connection.query({ ...(named && { name }), text, values: places.map((place) => values[place]) })).rows;
    } finally {
      await client.releaseConnection(connection);
    }
  };
}
