import type { LocalDay } from './local-day.ts';
import type { ReadingRow } from './reading-sink.ts';

const width = 8;

/** The readings of one meter on one local day, in the order in which the file has them until they are sealed. */
export class Chunk {
  readonly day: LocalDay;
  readonly serial: string;
  readonly intervalSeconds: number;
  count = 0;
  at = new Float64Array(25);
  lines = new Float64Array(25);
  /** Quantity by quantity: the n-th reading's q-th value is at `q * capacity + n`. */
  values = new Float64Array(25 * width);
  capacity = 25;
  qualities: string[] | undefined;
  private counters: Float64Array | undefined;
  private ambiguous: number[] = [];
  private ascending = true;

  constructor(day: LocalDay, serial: string, intervalSeconds: number) {
    this.day = day;
    this.serial = serial;
    this.intervalSeconds = intervalSeconds;
  }

  add(row: ReadingRow): void {
    if (this.count === this.capacity) this.grow();
    const index = this.count++;
    this.at[index] = row.seconds;
    this.lines[index] = row.line;
    for (let quantity = 0; quantity < width; quantity++) this.values[quantity * this.capacity + index] = row.values[quantity]!;
    if (index > 0 && row.seconds <= this.at[index - 1]!) this.ascending = false;
    if (row.quality !== 'm' && !this.qualities) this.qualities = Array.from({ length: index }, () => 'm');
    this.qualities?.push(row.quality);
    if (!Number.isNaN(row.counter)) (this.counters ??= new Float64Array(this.capacity).fill(Number.NaN))[index] = row.counter;
    if (row.ambiguous) this.ambiguous.push(index);
  }

  /** Holds stamps of the autumn hour: complete only when every reading of the day is here. */
  get isAmbiguous(): boolean {
    return this.ambiguous.length > 0;
  }

  /** Tells the two autumn hours apart and puts everything in the order of time. */
  seal(autumnHour: 'file-order' | 'rising-register' | 'operating-hours'): void {
    if (this.ambiguous.length > 0) this.tellApart(autumnHour);
    if (!this.ascending) this.sort();
  }

  /** Two readings of one stamp: the later hour is the one that comes later, has the higher register, or the higher counter. */
  private tellApart(autumnHour: string): void {
    const byStamp = Map.groupBy(this.ambiguous, (index) => this.at[index]!);
    const measure = autumnHour === 'operating-hours' ? this.counters : autumnHour === 'rising-register' ? this.values : undefined;
    const descending = this.count > 2 && this.at[0]! > this.at[this.count - 1]!;
    for (const indexes of byStamp.values()) {
      // What is the same in every value is one reading delivered twice.
      const distinct = new Map<string, number[]>();
      for (const index of indexes) {
        const key = indexes.length > 2 ? `${this.values[index]}/${this.counters?.[index]}` : String(index);
        distinct.set(key, [...(distinct.get(key) ?? []), index]);
      }
      const groups = [...distinct.values()];
      if (measure) groups.sort((left, right) => measure[left[0]!]! - measure[right[0]!]! || left[0]! - right[0]!);
      else if (descending) groups.reverse();
      if (groups.length > 1) for (const group of groups.slice(1)) for (const index of group) this.at[index]! += 3600;
      else if (this.counters && this.isLaterByCounter(indexes[0]!)) for (const index of indexes) this.at[index]! += 3600;
    }
    this.ascending = false;
  }

  /** A single one of the two: later when the counter has gone an hour further than the clock since another reading of the day. */
  private isLaterByCounter(index: number): boolean {
    for (let other = 0; other < this.count; other++) {
      if (this.ambiguous.includes(other)) continue;
      const hours = (this.at[index]! - this.at[other]!) / 3600;
      return this.counters![index]! - this.counters![other]! > hours + 0.5;
    }
    return false;
  }

  private sort(): void {
    const order = Array.from({ length: this.count }, (_, index) => index).sort(
      (left, right) => this.at[left]! - this.at[right]! || this.lines[left]! - this.lines[right]!,
    );
    const { at, lines, values, qualities } = this;
    this.at = Float64Array.from(order, (index) => at[index]!);
    this.lines = Float64Array.from(order, (index) => lines[index]!);
    this.qualities = qualities && order.map((index) => qualities[index]!);
    this.values = new Float64Array(this.count * width);
    for (let quantity = 0; quantity < width; quantity++) {
      order.forEach((from, to) => (this.values[quantity * this.count + to] = values[quantity * this.capacity + from]!));
    }
    this.capacity = this.count;
    this.ascending = true;
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    const values = new Float64Array(capacity * width);
    for (let quantity = 0; quantity < width; quantity++) {
      values.set(this.values.subarray(quantity * this.capacity, quantity * this.capacity + this.count), quantity * capacity);
    }
    const longer = (array: Float64Array) => {
      const copy = new Float64Array(capacity).fill(Number.NaN);
      copy.set(array);
      return copy;
    };
    this.values = values;
    this.at = longer(this.at);
    this.lines = longer(this.lines);
    this.counters &&= longer(this.counters);
    this.capacity = capacity;
  }

  /** The readings from `start` up to `end`, once sealed. */
  part(start: number, end: number): Chunk {
    const part = new Chunk(this.day, this.serial, this.intervalSeconds);
    part.count = end - start;
    part.capacity = part.count;
    part.at = this.at.slice(start, end);
    part.lines = this.lines.slice(start, end);
    part.qualities = this.qualities?.slice(start, end);
    part.values = new Float64Array(part.count * width);
    for (let quantity = 0; quantity < width; quantity++) {
      part.values.set(this.values.subarray(quantity * this.capacity + start, quantity * this.capacity + end), quantity * part.count);
    }
    return part;
  }
}
