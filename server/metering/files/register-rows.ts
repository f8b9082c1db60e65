import { InputFault } from '../../ground/input-fault.ts';
import { emptyRow, type ReadingRow, type ReadingSink } from './reading-row.ts';

interface UnfinishedRow {
  row: ReadingRow;
  lacks: number;
}

/** Bounds memory: readings of which some registers have still to come, of about 300 bytes each. */
const mostWaiting = 50_000;

/**
 * Joins rows of one register each into readings, however the file is ordered: the n-th row of a register at an instant goes with the n-th
 * of the others. A reading waits until all `expected` registers are there, or the end.
 */
export class RegisterRows {
  private readonly waiting = new Map<string, UnfinishedRow[]>();
  private count = 0;
  private letGo = false;
  private readonly sink: ReadingSink;
  private readonly expected: number;

  constructor(sink: ReadingSink, expected: number) {
    this.sink = sink;
    this.expected = expected;
  }

  /** One register; `row` carries all else. */
  take(row: ReadingRow, quantity: number, value: number): void {
    const key = `${row.point}/${row.serial}/${row.seconds}/${row.missing}`;
    const all = this.waiting.get(key) ?? [];
    let one = all.find((waiting) => Number.isNaN(waiting.row.values[quantity]!));
    if (!one) {
      one = { row: { ...row, values: emptyRow().values }, lacks: this.expected };
      all.push(one);
      this.waiting.set(key, all);
      if (++this.count > mostWaiting) this.letOldestGo();
    }
    one.row.values[quantity] = value;
    // Where it stands in the file, and what is said of it, are the energy's.
    if (quantity === 0) Object.assign(one.row, { line: row.line, quality: row.quality, counter: row.counter });
    if (--one.lacks > 0) return;
    all.splice(all.indexOf(one), 1);
    this.count--;
    if (all.length === 0) this.waiting.delete(key);
    this.sink.take(one.row);
  }

  end(): void {
    for (const all of this.waiting.values()) for (const { row } of all) this.pass(row);
    this.waiting.clear();
  }

  private letOldestGo(): void {
    for (const [key, all] of this.waiting) {
      for (const { row } of all) this.pass(row);
      this.waiting.delete(key);
      this.count -= all.length;
      if (this.count <= mostWaiting / 2) break;
    }
    this.letGo = true;
  }

  /** A reading whose energy may have been passed on before can't be put together any more. */
  private pass(row: ReadingRow): void {
    if (this.letGo && Number.isNaN(row.values[0]!))
      throw new InputFault('the registers of one time stand too far apart; sort the file by meter and time', row.line);
    this.sink.take(row);
  }
}
