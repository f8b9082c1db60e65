import type { Knex } from 'knex';

/**
 * Gives the server's role what it needs of the tables that the role at work here owns: to read and write them, the audit and the
 * accepted terms to read and add to alone. To be repeated after each migration.
 */
export async function grantServer(database: Knex, role: string): Promise<void> {
  await database.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { schema: string }[] }>('select current_schema() as schema');
    const { schema } = rows[0]!;
    await transaction.raw('grant usage on schema ?? to ??', [schema, role]);
    await transaction.raw('grant select, insert, update, delete on all tables in schema ?? to ??', [schema, role]);
    await transaction.raw('grant usage, select on all sequences in schema ?? to ??', [schema, role]);
    const { rows: kept } = await transaction.raw<{ rows: { name: string }[] }>(
      `select relname as name from pg_class
       where oid in ('audit'::regclass, 'terms_acceptance'::regclass, 'knex_migrations'::regclass)
         or oid in (select inhrelid from pg_inherits where inhparent = 'audit'::regclass)`,
    );
    for (const { name } of kept) await transaction.raw('revoke update, delete, truncate on ?? from ??', [name, role]);
  });
}
