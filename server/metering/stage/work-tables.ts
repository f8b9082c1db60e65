import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { isSpread } from '../../database/spread.ts';

/** Where the tables are spread an `analyze` takes a task for each shard; up to so many rows what the planner guesses from a table's size will do. */
const analyzedFrom = 20_000;

/** Tables that live as long as one import's transaction. With citus they are spread like the readings they are joined with. */
export class WorkTables {
  private readonly transaction: Knex.Transaction;
  private readonly prefix: string;
  private readonly made = new Set<string>();
  private readonly filled = new Map<string, number>();
  /** They are spread over the nodes of a Citus. */
  readonly isSpread: boolean;

  private constructor(transaction: Knex.Transaction, prefix: string, spread: boolean) {
    this.transaction = transaction;
    this.prefix = prefix;
    this.isSpread = spread;
  }

  /** `purpose` is how the tables' names begin. */
  static async open(transaction: Knex.Transaction, purpose: string): Promise<WorkTables> {
    const spread = await isSpread(transaction);
    if (spread) {
      // What is gone before anybody else sees it need not be made known to the machines.
      await transaction.raw('set local citus.enable_metadata_sync = off');
      await transaction.raw(`set local citus.propagate_set_commands = 'local'`);
    }
    // Statements of some hundred rows whose number the planner guesses are compiled for longer than they run.
    await transaction.raw('set local jit = off');
    // The tables are analyzed for how many rows and metering points they hold; a small sample tells that.
    await transaction.raw('set local default_statistics_target = 10');
    return new WorkTables(transaction, `${purpose}_${randomBytes(6).toString('hex')}`, spread);
  }

  /** The full name of the table `name`. */
  name(name: string): string {
    return `${this.prefix}_${name}`;
  }

  /** Makes an empty table, in the place of one that it made before; `columns` is the part between the parentheses. */
  async create(name: string, columns: string): Promise<string> {
    await this.drop(name);
    const table = this.name(name);
    await this.transaction.raw(`create unlogged table ${table} (${columns}) with (autovacuum_enabled = false)`);
    this.made.add(name);
    if (this.isSpread)
      await this.transaction.raw(`select create_distributed_table(?, 'metering_point_id', colocate_with => 'reading_day')`, [table]);
    return table;
  }

  /** Makes and fills one, with the planner's figures for its keys. */
  async fill(name: string, columns: string, sql: string): Promise<string> {
    const table = await this.create(name, columns);
    const { rowCount } = await this.transaction.raw(`insert into ${table} ${sql}`);
    this.filled.set(name, rowCount);
    if (rowCount > 0) await this.analyze(name, rowCount);
    return table;
  }

  /** Lets the planner know the table, which has so many rows; `keys` are the columns that it is joined by, else all. */
  async analyze(name: string, rows: number, keys = ''): Promise<void> {
    if (!this.isSpread || rows >= analyzedFrom) await this.transaction.raw(`analyze ${this.name(name)}${keys}`);
  }

  /** How many rows went into the table when it was filled. */
  countIn(name: string): number {
    return this.filled.get(name)!;
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
