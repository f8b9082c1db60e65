import { emptyRow, type PassedOver, type ReadingRow, type ReadingSink } from '../files/reading-row.ts';

/** Rows that wait at once, of some 300 bytes, until what they name has been looked up. */
const mostWaiting = 20_000;

/** Holds rows back until what they name is known, some thousands at a time, and passes them on in their order. */
export class LookAhead implements ReadingSink {
  private readonly sink: ReadingSink & { pass(line: number, what: PassedOver): void };
  private readonly lookUp: (rows: readonly ReadingRow[]) => Promise<void>;
  private readonly rows: ReadingRow[] = [];
  private waiting = 0;

  constructor(sink: LookAhead['sink'], lookUp: LookAhead['lookUp']) {
    this.sink = sink;
    this.lookUp = lookUp;
  }

  take(row: ReadingRow): void {
    const copy = (this.rows[this.waiting++] ??= emptyRow());
    const { values } = copy;
    values.set(row.values);
    Object.assign(copy, row, { values });
  }

  pass(line: number, what: PassedOver): void {
    this.sink.pass(line, what);
  }

  /** For after each piece of a file. */
  async passOnMany(): Promise<void> {
    if (this.waiting >= mostWaiting) await this.passOn();
  }

  async passOn(): Promise<void> {
    const rows = this.rows.slice(0, this.waiting);
    this.waiting = 0;
    await this.lookUp(rows);
    for (const row of rows) this.sink.take(row);
  }
}
