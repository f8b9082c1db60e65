import type { Knex } from 'knex';
import type { Migration } from './migration.ts';

const columns = `
  at timestamptz not null,
  what text not null,
  subject bytea,
  account_id uuid,
  relationship_id uuid,
  session_id uuid,
  address_block text,
  details jsonb not null default '{}'`;

/**
 * The audit in partitions by month, which its owner can drop when they have had their time (server/audit/keep-audit.ts makes them).
 * What was there before, and whatever comes for a month without a partition, lies in `audit_default`.
 */
export const auditByMonth: Migration = {
  name: '010-audit-by-month',

  async up(database) {
    await setAside(database);
    // Not an identity: partitioned tables have known those from PostgreSQL 17 on only.
    await database.raw(`
      create sequence audit_line;
      create table audit (audit_id bigint not null default nextval('audit_line'), ${columns}, primary key (audit_id, at)) partition by range (at);
      alter sequence audit_line owned by audit.audit_id;
      create table audit_default partition of audit default;`);
    await finish(database);
    await database.raw(`
      select setval('audit_line', greatest((select max(audit_id) from audit), 1));
      create trigger insert_only before update or delete or truncate on audit_default for each statement execute function refuse_change();`);
  },

  async down(database) {
    await setAside(database);
    await database.raw(`create table audit (audit_id bigint generated always as identity primary key, ${columns});`);
    await finish(database);
    await database.raw(`select setval('audit_audit_id_seq', greatest((select max(audit_id) from audit), 1))`);
  },
};

/** Under another name, with its indexes and its sequence, so that the new table's have the names that they had. */
async function setAside(database: Knex): Promise<void> {
  const { rows } = await database.raw<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = 'audit'::regclass`,
  );
  await database.raw('alter table audit rename to audit_before');
  for (const { name } of rows) await database.raw('alter index ?? rename to ??', [name, `before_${name}`]);
  await database.raw('alter sequence if exists audit_audit_id_seq rename to audit_before_seq');
}

async function finish(database: Knex): Promise<void> {
  await database.raw(`
    insert into audit overriding system value select * from audit_before;
    drop table audit_before;
    create index on audit (subject, at) where subject is not null;
    create index on audit (relationship_id, at) where relationship_id is not null;
    create index on audit (account_id, at) where account_id is not null;
    create trigger insert_only before update or delete or truncate on audit for each statement execute function refuse_change();`);
}
