import { Chunk } from './chunk.ts';
import { findSerial, type Directory, type KnownPoint } from './directory.ts';
import { InputFault } from './input-fault.ts';
import { localDayOf } from './local-day.ts';
import type { RejectReason } from './plausible.ts';
import type { ReadingRow, ReadingSink } from './reading-sink.ts';

export interface PackerOptions {
  directory: Directory;
  /** Unix seconds; what is stamped later is set aside. */
  now: number;
  autumnHour: 'file-order' | 'rising-register' | 'operating-hours';
  emit(point: KnownPoint, chunk: Chunk, reason?: RejectReason): void;
}

const unknownPoint: KnownPoint = { id: 0n, maxPowerKw: 0, meters: new Map() };
const clockSlackSeconds = 300;
/** Bounds memory: some 2 kB each. */
const mostOpen = 20_000;

/** Gathers readings into one chunk a meter and local day, and passes a chunk on when its meter's next day begins. */
export class Packer implements ReadingSink {
  read = 0;
  empty = 0;
  private readonly options: PackerOptions;
  private readonly open = new Map<KnownPoint, Chunk[]>();
  private openCount = 0;
  /** Days with the autumn hour, in wait for its other half until the end of the file. */
  private readonly autumn = new Map<string, { point: KnownPoint; chunk: Chunk }>();
  private lastName = '';
  private lastSerial = '';
  private lastPoint: KnownPoint | undefined;
  private lastChunk: Chunk | undefined;

  constructor(options: PackerOptions) {
    this.options = options;
  }

  take(row: ReadingRow): void {
    this.read++;
    if (Number.isNaN(row.values[0]!)) {
      this.empty++;
      return;
    }
    const sameMeter = row.point === this.lastName && row.serial === this.lastSerial && this.lastPoint !== undefined;
    const point = sameMeter ? this.lastPoint! : this.findPoint(row);
    if (!point) return this.setAside(unknownPoint, row, 'unknown-meter');
    if (row.seconds > this.options.now + clockSlackSeconds) return this.setAside(point, row, 'future');
    if (row.missing) return this.setAside(point, row, 'no-such-local-time');
    const { values, intervalSeconds } = row;
    if (intervalSeconds > 0 && !(values[0]! >= 0 && values[0]! <= (point.maxPowerKw * intervalSeconds) / 3600)) {
      return this.setAside(point, row, 'implausible');
    }
    let chunk = this.lastChunk;
    if (!sameMeter || !chunk || row.serial !== chunk.serial || row.seconds < chunk.day.start || row.seconds >= chunk.day.end) {
      const serial = findSerial(this.options.directory, point, row.serial, row.seconds);
      if (serial === undefined) return this.setAside(point, row, 'unknown-meter');
      chunk = this.openChunk(point, serial, row);
      this.lastName = row.point;
      this.lastSerial = row.serial;
      this.lastPoint = point;
      this.lastChunk = chunk;
    }
    chunk.add(row);
  }

  /** Passes on all that is open. */
  end(): void {
    for (const [point, chunks] of this.open) for (const chunk of chunks) this.close(point, chunk);
    this.open.clear();
    for (const { point, chunk } of this.autumn.values()) this.pass(point, chunk);
    this.autumn.clear();
    this.openCount = 0;
    this.lastPoint = undefined;
    this.lastChunk = undefined;
  }

  private findPoint(row: ReadingRow): KnownPoint | undefined {
    const { points, bySerial } = this.options.directory;
    if (!row.point) return bySerial.get(row.serial);
    const point = points.get(row.point);
    if (!point)
      throw new InputFault(
        `the metering point ${row.point.slice(0, 40)} is not known; import its customer or meter first`,
        row.line,
        'metering point',
      );
    return point;
  }

  private openChunk(point: KnownPoint, serial: string, row: ReadingRow): Chunk {
    if (this.openCount >= mostOpen) this.end();
    let chunks = this.open.get(point);
    if (!chunks) this.open.set(point, (chunks = []));
    const index = chunks.findIndex((chunk) => chunk.serial === serial && chunk.intervalSeconds === row.intervalSeconds);
    const current = chunks[index];
    if (current && row.seconds >= current.day.start && row.seconds < current.day.end) return current;
    const day = localDayOf(row.seconds);
    const key = autumnKey(point, serial, row.intervalSeconds, day.number);
    const chunk = this.autumn.get(key)?.chunk ?? new Chunk(day, serial, row.intervalSeconds);
    this.autumn.delete(key);
    if (current) {
      this.close(point, current);
      chunks[index] = chunk;
    } else {
      chunks.push(chunk);
      this.openCount++;
    }
    return chunk;
  }

  private close(point: KnownPoint, chunk: Chunk): void {
    if (chunk.isAmbiguous) this.autumn.set(autumnKey(point, chunk.serial, chunk.intervalSeconds, chunk.day.number), { point, chunk });
    else this.pass(point, chunk);
  }

  private pass(point: KnownPoint, chunk: Chunk): void {
    chunk.seal(this.options.autumnHour);
    // An instant that comes again goes into a chunk of its own; the database then compares the two.
    let start = 0;
    for (let index = 1; index < chunk.count; index++) {
      if (chunk.at[index] !== chunk.at[index - 1]) continue;
      this.options.emit(point, chunk.part(start, index));
      start = index;
    }
    this.options.emit(point, start === 0 ? chunk : chunk.part(start, chunk.count));
  }

  private setAside(point: KnownPoint, row: ReadingRow, reason: RejectReason): void {
    const chunk = new Chunk(localDayOf(row.seconds), row.serial, row.intervalSeconds);
    chunk.add(row);
    this.options.emit(point, chunk, reason);
  }
}

const autumnKey = (point: KnownPoint, serial: string, intervalSeconds: number, day: number) =>
  `${point.id}/${day}/${intervalSeconds}/${serial}`;
