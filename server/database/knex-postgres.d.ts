// knex's types name its clients, but not where PostgreSQL's lies.
declare module 'knex/lib/dialects/postgres/index.js' {
  import type knex from 'knex';
  const PostgresClient: typeof knex.Client;
  export default PostgresClient;
}
