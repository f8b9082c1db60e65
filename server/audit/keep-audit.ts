import type { Knex } from 'knex';
import type { AuditConfig } from './settings.ts';

/** Partitions are made this many months ahead, so that a job that stood still for weeks costs nothing. */
const monthsAhead = 3;

export interface KeptAudit {
  /** Partitions made for the months to come, and those that had their time. */
  made: string[];
  dropped: string[];
  /** Lines removed that lay in no month's partition, and acceptances of terms. */
  removed: number;
}

/**
 * Makes the audit's partitions of the months to come, and removes what has been kept for its time. Only the tables' owner can:
 * null where this role is not, as the server's own should not be.
 */
export async function keepAudit(database: Knex, at: Date, { auditMonths, termsMonths }: AuditConfig): Promise<KeptAudit | null> {
  return database.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: [{ owns: boolean }] }>(
      `select bool_and(pg_has_role(relowner, 'usage')) as owns from pg_class where oid in ('audit'::regclass, 'terms_acceptance'::regclass)`,
    );
    if (!rows[0].owns) return null;
    await transaction.raw(`select pg_advisory_xact_lock(hashtext('keep-audit'))`); // several processes, one at a time
    const made = [];
    for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
      const name = await makeMonth(transaction, monthOf(at, ahead), monthOf(at, ahead + 1));
      if (name !== null) made.push(name);
    }
    return {
      made,
      dropped: await dropMonths(transaction, monthsBefore(at, auditMonths)),
      removed:
        (await removeOld(transaction, 'audit_default', 'at', monthsBefore(at, auditMonths))) +
        (await removeOld(transaction, 'terms_acceptance', 'accepted_at', monthsBefore(at, termsMonths))),
    };
  });
}

/** Months are UTC's: where one ends is of no importance, that they meet is. */
function monthOf(at: Date, ahead: number): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
}

function monthsBefore(at: Date, months: number): Date {
  const before = new Date(at);
  before.setUTCMonth(before.getUTCMonth() - months);
  return before;
}

async function makeMonth(transaction: Knex, from: Date, to: Date): Promise<string | null> {
  const name = `audit_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  const { rows } = await transaction.raw<{ rows: [{ there: boolean; begun: boolean }] }>(
    `select to_regclass(?) is not null as there, exists (select from audit_default where at >= ? and at < ?) as begun`,
    [name, from, to],
  );
  // A month whose lines lie in the default partition already stays there: it can't be parted from it without changing lines.
  if (rows[0].there || rows[0].begun) return null;
  await transaction.raw(`create table ?? partition of audit for values from (${quoted(from)}) to (${quoted(to)})`, [name]);
  await transaction.raw(
    'create trigger insert_only before update or delete or truncate on ?? for each statement execute function refuse_change()',
    [name],
  );
  return name;
}

/** Bounds of partitions take no parameters. */
function quoted(at: Date): string {
  return `'${at.toISOString()}'`;
}

async function dropMonths(transaction: Knex, before: Date): Promise<string[]> {
  const { rows } = await transaction.raw<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'audit'::regclass and c.relname ~ '^audit_\\d{4}_\\d{2}$' order by 1`,
  );
  const dropped = rows.map(({ name }) => name).filter((name) => endOf(name) <= before);
  for (const name of dropped) await transaction.raw('drop table ??', [name]);
  return dropped;
}

function endOf(partition: string): Date {
  const [, year, month] = partition.split('_').map(Number);
  return new Date(Date.UTC(year!, month!, 1));
}

async function removeOld(transaction: Knex, table: string, column: string, before: Date): Promise<number> {
  const { rows } = await transaction.raw<{ rows: unknown[] }>('select 1 from ?? where ?? < ? limit 1', [table, column, before]);
  if (rows.length === 0) return 0;
  await transaction.raw('alter table ?? disable trigger insert_only', [table]);
  const { rowCount } = await transaction.raw<{ rowCount: number }>('delete from ?? where ?? < ?', [table, column, before]);
  await transaction.raw('alter table ?? enable trigger insert_only', [table]);
  return rowCount;
}
