const epoch2000 = 946_684_800;
const float8 = 701;
const int4 = 23;
const bool = 16;
const bufferBytes = 1 << 17;
/** As many as are on their way to the database at once. */
const mostSpare = 4;

/** Writes rows in PostgreSQL's binary COPY format: doubles as they are, nothing to print and nothing to parse. */
export class BinaryCopy {
  private buffer: Buffer = Buffer.allocUnsafe(bufferBytes);
  private readonly spare: Buffer[] = [];
  private length = 0;

  constructor() {
    this.length = this.buffer.write('PGCOPY\n\xff\r\n\0', 0, 'latin1');
    this.buffer.fill(0, this.length, this.length + 8);
    this.length += 8;
  }

  get size(): number {
    return this.length;
  }

  /** What was written since the last time; the caller owns it. */
  taken(): Buffer {
    const taken = this.buffer.subarray(0, this.length);
    this.buffer = this.spare.pop() ?? Buffer.allocUnsafe(bufferBytes);
    this.length = 0;
    return taken;
  }

  /** What was taken has been sent, and its memory may be written to again. */
  giveBack(taken: Buffer): void {
    if (taken.buffer.byteLength === bufferBytes && this.spare.length < mostSpare) this.spare.push(Buffer.from(taken.buffer));
  }

  end(): void {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(-1, this.length);
  }

  row(fields: number): void {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(fields, this.length);
  }

  nothing(): void {
    this.reserve(4);
    this.length = this.buffer.writeInt32BE(-1, this.length);
  }

  bigint(value: bigint): void {
    this.reserve(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeBigInt64BE(value, this.length);
  }

  int(value: number): void {
    this.reserve(8);
    this.length = this.buffer.writeInt32BE(4, this.length);
    this.length = this.buffer.writeInt32BE(value, this.length);
  }

  double(value: number): void {
    this.reserve(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeDoubleBE(value, this.length);
  }

  boolean(value: boolean): void {
    this.reserve(5);
    this.length = this.buffer.writeInt32BE(1, this.length);
    this.length = this.buffer.writeInt8(value ? 1 : 0, this.length);
  }

  /** A date as days since 1970-01-01. */
  date(days: number): void {
    this.int(days - epoch2000 / 86400);
  }

  /** An instant as Unix seconds. */
  instant(seconds: number): void {
    this.bigint(BigInt(Math.round((seconds - epoch2000) * 1e6)));
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.reserve(4 + bytes);
    this.length = this.buffer.writeInt32BE(bytes, this.length);
    this.length += this.buffer.write(value, this.length);
  }

  /** So many bytes, which the caller sends by itself after what is `taken` now. */
  bytesFollow(count: number): void {
    this.reserve(4);
    this.length = this.buffer.writeInt32BE(count, this.length);
  }

  bytes(from: Buffer, start: number, count: number): void {
    this.reserve(4 + count);
    this.length = this.buffer.writeInt32BE(count, this.length);
    from.copy(this.buffer, this.length, start, start + count);
    this.length += count;
  }

  /** `count` doubles of `values` from `start` on; NaN is null. */
  doubles(values: Float64Array, start: number, count: number, hasNulls: boolean): void {
    this.reserve(24 + 12 * count);
    const head = this.length;
    let at = this.arrayHead(float8, count, hasNulls);
    for (let index = start; index < start + count; index++) {
      const value = values[index]!;
      if (value !== value) {
        at = this.buffer.writeInt32BE(-1, at);
      } else {
        at = this.buffer.writeInt32BE(8, at);
        at = this.buffer.writeDoubleBE(value, at);
      }
    }
    this.close(head, at);
  }

  ints(values: ArrayLike<number>, count: number): void {
    this.reserve(24 + 8 * count);
    const head = this.length;
    let at = this.arrayHead(int4, count, false);
    for (let index = 0; index < count; index++) {
      at = this.buffer.writeInt32BE(4, at);
      at = this.buffer.writeInt32BE(values[index]!, at);
    }
    this.close(head, at);
  }

  booleans(values: boolean[]): void {
    this.reserve(24 + 5 * values.length);
    const head = this.length;
    let at = this.arrayHead(bool, values.length, false);
    for (const value of values) {
      at = this.buffer.writeInt32BE(1, at);
      at = this.buffer.writeInt8(value ? 1 : 0, at);
    }
    this.close(head, at);
  }

  private arrayHead(type: number, count: number, hasNulls: boolean): number {
    let at = this.buffer.writeInt32BE(1, this.length + 4);
    at = this.buffer.writeInt32BE(hasNulls ? 1 : 0, at);
    at = this.buffer.writeInt32BE(type, at);
    at = this.buffer.writeInt32BE(count, at);
    return this.buffer.writeInt32BE(1, at);
  }

  private close(head: number, at: number): void {
    this.buffer.writeInt32BE(at - head - 4, head);
    this.length = at;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
