import type { Knex } from 'knex';
import { isSpread } from '../../database/spread.ts';

/** Tables that live as long as one import's transaction. With citus they are spread like the readings they are joined with. */
export class WorkTables {
  private readonly transaction: Knex.Transaction;
  private readonly prefix: string;
  private readonly made = new Set<string>();
  private readonly filled = new Map<string, number>();
  /** Known once a table is made: they are spread over the nodes of a Citus. */
  isSpread = false;

  constructor(transaction: Knex.Transaction, prefix: string) {
    this.transaction = transaction;
    this.prefix = prefix;
  }

  /** The full name of the table `name`. */
  name(name: string): string {
    return `${this.prefix}_${name}`;
  }

  /** Makes an empty table; `columns` is the part between the parentheses. */
  async create(name: string, columns: string): Promise<string> {
    const table = this.name(name);
    await this.transaction.raw(`create unlogged table ${table} (${columns}) with (autovacuum_enabled = false)`);
    this.made.add(name);
    this.isSpread = await isSpread(this.transaction);
    if (this.isSpread)
      await this.transaction.raw(`select create_distributed_table(?, 'metering_point_id', colocate_with => 'reading_day')`, [table]);
    return table;
  }

  /** Makes and fills one, with the planner's figures for its keys. */
  async fill(name: string, columns: string, sql: string): Promise<string> {
    const table = await this.create(name, columns);
    const { rowCount } = await this.transaction.raw(`insert into ${table} ${sql}`);
    this.filled.set(name, rowCount);
    if (rowCount > 0) await this.transaction.raw(`analyze ${table}`);
    return table;
  }

  /** Whether nothing went into the table when it was filled. */
  isEmpty(name: string): boolean {
    return this.filled.get(name) === 0;
  }

  async run(sql: string, bindings: readonly unknown[] = []): Promise<void> {
    await this.transaction.raw(sql, bindings as never);
  }

  async query(sql: string): Promise<{ rows: Record<string, unknown>[] }> {
    return this.transaction.raw(sql);
  }

  /** Drops those of them that were made. */
  async drop(...names: string[]): Promise<void> {
    const made = names.filter((name) => this.made.delete(name));
    if (made.length > 0) await this.transaction.raw(`drop table ${made.map((name) => this.name(name)).join(', ')}`);
  }

  async dropAll(): Promise<void> {
    await this.drop(...this.made);
  }
}
