import type { LocalDay } from './local-day.ts';
import { emptyRow, type ReadingRow } from '../files/reading-row.ts';

const width = 8;
const row = emptyRow();
/** Hours of the longest one. */
const aDay = 25;

/** Thousands of chunks may be open at once, and each array of its own costs some 300 bytes. */
let block = new Float64Array(0);
function cutFromBlock(length: number): Float64Array {
  if (block.length < length) block = new Float64Array(length * 256);
  const cut = block.subarray(0, length);
  block = block.subarray(length);
  return cut;
}

/** By what the two readings of the hour that comes twice are told apart. */
export type AutumnHour = 'file-order' | 'rising-register' | 'operating-hours';

/** The readings of one meter on one local day, in the order in which the file has them until they are sealed. */
export class Chunk {
  day: LocalDay;
  serial: string;
  intervalSeconds: number;
  count = 0;
  /** How many there were when the packer last looked for idle chunks. */
  seen = 0;
  at: Float64Array;
  lines: Float64Array;
  /** Quantity by quantity: the n-th reading's q-th value is at `q * capacity + n`. */
  values: Float64Array;
  capacity: number;
  qualities: string[] | undefined;
  counters: Float64Array | undefined;
  private readonly ambiguous: number[] = [];
  private ascending = true;

  /** `capacity` is how many readings fit in before it grows. */
  constructor(day: LocalDay, serial: string, intervalSeconds: number, capacity = aDay) {
    this.day = day;
    this.serial = serial;
    this.intervalSeconds = intervalSeconds;
    this.capacity = capacity;
    const memory = capacity === aDay ? cutFromBlock(capacity * (2 + width)) : new Float64Array(capacity * (2 + width));
    this.at = memory.subarray(0, capacity);
    this.lines = memory.subarray(capacity, 2 * capacity);
    this.values = memory.subarray(2 * capacity);
  }

  /** Makes it the empty chunk of another meter or day, in the same memory. */
  begin(day: LocalDay, serial: string, intervalSeconds: number): this {
    this.day = day;
    this.serial = serial;
    this.intervalSeconds = intervalSeconds;
    this.count = 0;
    this.seen = 0;
    this.qualities = undefined;
    this.counters = undefined;
    this.ambiguous.length = 0;
    this.ascending = true;
    return this;
  }

  add(row: ReadingRow): void {
    if (this.count === this.capacity) this.grow();
    const index = this.count++;
    this.at[index] = row.seconds;
    this.lines[index] = row.line;
    for (let quantity = 0; quantity < width; quantity++) this.values[quantity * this.capacity + index] = row.values[quantity]!;
    if (row.seconds <= this.at[index - 1]!) this.ascending = false;
    if (row.quality !== 'm' && !this.qualities) this.qualities = Array.from({ length: index }, () => 'm');
    this.qualities?.push(row.quality);
    if (!Number.isNaN(row.counter)) (this.counters ??= new Float64Array(this.capacity).fill(Number.NaN))[index] = row.counter;
    if (row.ambiguous) this.ambiguous.push(index);
  }

  /** Adds one of another chunk's readings, whose hour is no longer ambiguous. */
  addFrom(from: Chunk, index: number): void {
    row.seconds = from.at[index]!;
    row.line = from.lines[index]!;
    row.quality = from.qualities?.[index] ?? 'm';
    for (let quantity = 0; quantity < width; quantity++) row.values[quantity] = from.values[quantity * from.capacity + index]!;
    this.add(row);
  }

  /** Can be sealed only when every reading of the day is here: it has stamps of the autumn hour, or the counters that tell them apart. */
  get isAmbiguous(): boolean {
    return this.ambiguous.length > 0 || (this.counters !== undefined && this.day.end - this.day.start > 86_400);
  }

  whichAmbiguous(): boolean[] {
    const which = new Array<boolean>(this.count).fill(false);
    for (const index of this.ambiguous) which[index] = true;
    return which;
  }

  /** Of some stamps of the autumn hour there is one reading only, which may be either of the two. */
  get hasSingles(): boolean {
    return [...Map.groupBy(this.ambiguous, (index) => this.at[index]!).values()].some((indexes) => indexes.length === 1);
  }

  /** Puts everything in the order of time, the two autumn hours told apart; `stored` are the day's registers that came before, by their instant. */
  seal(autumnHour?: AutumnHour, stored?: ReadonlyMap<number, number>): void {
    if (autumnHour) this.tellApart(autumnHour, stored);
    if (!this.ascending) this.sort();
  }

  /** Two readings of one stamp: the later hour is the one that comes later, has the higher register, or the higher counter. */
  private tellApart(autumnHour: AutumnHour, stored?: ReadonlyMap<number, number>): void {
    const { counters } = this;
    const byStamp = Map.groupBy(this.ambiguous, (index) => this.at[index]!);
    const measure = autumnHour === 'operating-hours' ? counters : autumnHour === 'rising-register' ? this.values : undefined;
    const ambiguous = new Set(this.ambiguous);
    const other = Array.from({ length: this.count }, (_, index) => index).find((index) => !ambiguous.has(index));
    const descending = this.count > 2 && this.at[0]! > this.at[this.count - 1]!;
    if (this.splitByOrder(byStamp, measure, descending)) return;
    for (const indexes of byStamp.values()) {
      // What is the same in every value is one reading delivered twice.
      const distinct = Map.groupBy(indexes, (index) => (indexes.length > 2 ? `${this.values[index]}/${counters?.[index]}` : String(index)));
      const groups = [...distinct.values()];
      if (measure) groups.sort((left, right) => measure[left[0]!]! - measure[right[0]!]!);
      else if (descending) groups.reverse();
      if (groups.length > 1) for (const group of groups.slice(1)) for (const index of group) this.at[index]! += 3600;
      else if (
        counters ? other !== undefined && this.isLaterByCounter(counters, indexes[0]!, other) : this.isLaterThanStored(indexes[0]!, stored)
      )
        for (const index of indexes) this.at[index]! += 3600;
    }
    this.ascending = false;
  }

  /**
   * Where stamps jitter by minutes the two of an hour don't have the same: in the order in which they were measured, the later hour begins where
   * the clock goes back, or else where there are more readings than an hour has. Returns whether there is such a place.
   */
  private splitByOrder(byStamp: ReadonlyMap<number, readonly number[]>, measure: Float64Array | undefined, descending: boolean): boolean {
    if ([...byStamp.values()].every((indexes) => indexes.length > 1)) return false;
    const order = measure
      ? this.ambiguous.toSorted((left, right) => measure[left]! - measure[right]! || this.at[left]! - this.at[right]!)
      : descending
        ? this.ambiguous.toReversed()
        : this.ambiguous;
    const others = [...this.at.subarray(0, this.count).keys()].filter((index) => !this.ambiguous.includes(index));
    const stamps = others.map((index) => this.at[index]!).toSorted((left, right) => left - right);
    const steps = stamps.slice(1).map((at, n) => at - stamps[n]!);
    steps.sort((left, right) => left - right);
    const perHour = Math.max(1, Math.round(3600 / Math.max(steps[steps.length >> 1] ?? 3600, 60)));
    let split = order.findIndex((index, n) => this.at[index]! < this.at[order[n - 1]!]!);
    if (split < 0 && order.length > perHour) split = perHour;
    if (split < 0) return false;
    for (const index of order.slice(split)) this.at[index]! += 3600;
    this.ascending = false;
    return true;
  }

  /** A single one of the two: later when the counter has gone an hour further than the clock since another reading of the day. */
  private isLaterByCounter(counters: Float64Array, index: number, other: number): boolean {
    const hours = (this.at[index]! - this.at[other]!) / 3600;
    return counters[index]! - counters[other]! > hours + 0.5;
  }

  /** A single one of the two: the later is the one whose register has risen above what is stored of the earlier. */
  private isLaterThanStored(index: number, stored?: ReadonlyMap<number, number>): boolean {
    const energy = this.values[index]!;
    const [earlier = Infinity, later] = [stored?.get(this.at[index]!), stored?.get(this.at[index]! + 3600)];
    return later === undefined ? energy > earlier : energy >= later;
  }

  private sort(): void {
    const order = Array.from({ length: this.count }, (_, index) => index).sort(
      (left, right) => this.at[left]! - this.at[right]! || this.lines[left]! - this.lines[right]!,
    );
    const { capacity, qualities } = this;
    const [at, lines, values] = [this.at.slice(), this.lines.slice(), this.values.slice()];
    for (const [to, from] of order.entries()) {
      this.at[to] = at[from]!;
      this.lines[to] = lines[from]!;
      for (let quantity = 0; quantity < width; quantity++) this.values[quantity * capacity + to] = values[quantity * capacity + from]!;
    }
    this.qualities = qualities && order.map((index) => qualities[index]!);
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

  /** Once sealed, in parts of which none has an instant twice: the database then compares them. */
  *parts(): Iterable<Chunk> {
    let start = 0;
    for (let index = 1; index < this.count; index++) {
      if (this.at[index] !== this.at[index - 1]) continue;
      yield this.part(start, index);
      start = index;
    }
    yield start === 0 ? this : this.part(start, this.count);
  }

  private part(start: number, end: number): Chunk {
    const part = new Chunk(this.day, this.serial, this.intervalSeconds, end - start);
    part.count = end - start;
    part.at.set(this.at.subarray(start, end));
    part.lines.set(this.lines.subarray(start, end));
    part.qualities = this.qualities?.slice(start, end);
    for (let quantity = 0; quantity < width; quantity++) {
      part.values.set(this.values.subarray(quantity * this.capacity + start, quantity * this.capacity + end), quantity * part.count);
    }
    return part;
  }
}
