import pg from 'pg';
import { vi } from 'vitest';

/** A statement that was sent, and how Citus carries it out. */
export interface CitusPlan {
  sql: string;
  /** Lines of EXPLAIN; where that failed, the error. */
  plan: string;
}

const explained = /^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|with)\s/i;

type Query = (config: unknown, values?: unknown) => Promise<{ rows: { 'QUERY PLAN': string }[] }>;

/** Explains on the coordinator every statement that this process sends while `during` runs, with its values and in its transaction, and then runs it. */
export async function citusPlansOf(during: () => Promise<unknown>, plans: CitusPlan[] = []): Promise<CitusPlan[]> {
  const query = pg.Client.prototype.query as unknown as Query;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, config: unknown, bound: unknown) {
    const { text: sql, values = bound } = (typeof config === 'string' ? { text: config } : config) as { text?: string; values?: unknown };
    if (sql === undefined || !explained.test(sql)) return query.call(this, config, bound);
    const ask: Query = (text, some) => query.call(this, text, some);
    return (async () => {
      plans.push({ sql, plan: await explain(ask, sql, values) });
      return query.call(this, config, bound);
    })();
  } as never);
  try {
    await during();
  } finally {
    spy.mockRestore();
  }
  return plans;
}

async function explain(ask: Query, sql: string, values: unknown): Promise<string> {
  // With the values written out: Citus can't explain some of what it runs with values beside it.
  const text = sql.replace(/\$(\d+)/g, (_, n: string) => literal((values as unknown[])[Number(n) - 1]));
  try {
    const { rows } = await ask(`explain (costs off) ${text}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } catch (error) {
    return `ERROR ${(error as Error).message}`;
  }
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`;
  if (Array.isArray(value))
    return pg.escapeLiteral(`{${value.map((one) => (one === null ? 'null' : JSON.stringify(String(one)))).join(',')}}`);
  return pg.escapeLiteral(String(value));
}
