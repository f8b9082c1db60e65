import { Chunk } from './meter-day.ts';
import { findMeter, findPoint, type Directory, type KnownPoint } from './directory.ts';
import { InputFault } from '../../ground/input-fault.ts';
import { localDayOf } from './local-day.ts';
import type { RejectReason } from './reject-reason.ts';
import type { PassedOver, ReadingRow, ReadingSink } from '../files/reading-row.ts';
import { autumnHour, type Mark } from './reject-reason.ts';

export interface PackerOptions {
  directory: Directory;
  /** Unix seconds; what is stamped later is set aside. */
  now: number;
  /** Bounds memory: open chunks of some 3 kB, default 15 000. */
  mostOpen?: number;
  /** Without a mark the chunk is sealed. It is overwritten afterwards. */
  emit(point: KnownPoint, chunk: Chunk, mark?: Mark): void;
}

const unknownPoint: KnownPoint = { id: 0n, maxPowerKw: 0, meters: [] };
const clockSlackSeconds = 300;
/** These bound memory too: readings in one chunk, and for how many an emptied one may have place to be used again. */
const mostReadings = 5_000;
const largestSpare = 50;
/** How many lines that are passed over are named. */
const mostPassedOver = 100;

/** Gathers readings into one chunk a meter and local day, and passes a chunk on when its meter's next day begins. */
export class Packer implements ReadingSink {
  read = 0;
  empty = 0;
  /** How many of those read name their metering point. */
  pointed = 0;
  /** Chunks whose autumn hours are still to be told apart, since any may have its other half elsewhere in the file. */
  ambiguous = 0;
  readonly passedOver: { lines: number; first: { line: number; what: PassedOver }[] } = { lines: 0, first: [] };
  private readonly options: PackerOptions;
  private readonly open = new Map<KnownPoint, Chunk[]>();
  private openCount = 0;
  private readonly mostOpen: number;
  private extra: { point: KnownPoint; chunk: Chunk } | undefined;
  private extras = 0;
  private readonly spare: Chunk[] = [];
  private lastName = '';
  private lastPoint: KnownPoint | undefined;
  private lastChunk: Chunk | undefined;
  /** The meter's time, in Unix seconds. */
  private lastFrom = 0;
  private lastTo = 0;

  constructor(options: PackerOptions) {
    this.options = options;
    this.mostOpen = options.mostOpen ?? 15_000;
  }

  take(row: ReadingRow): void {
    this.read++;
    if (row.point !== '') this.pointed++;
    if (Number.isNaN(row.values[0]!)) {
      this.empty++;
      return;
    }
    // A meter that is named alone may have moved meanwhile.
    const point = row.point !== '' && row.point === this.lastName ? this.lastPoint! : this.findPoint(row);
    if (point === 'outside-meter-time') return this.setAside(unknownPoint, row, point);
    if (!point) return this.setAside(unknownPoint, row, 'unknown-meter');
    if (row.seconds > this.options.now + clockSlackSeconds) return this.setAside(point, row, 'future');
    if (row.missing) return this.setAside(point, row, 'no-such-local-time');
    const { values, intervalSeconds } = row;
    if (values[0]! < 0 || (intervalSeconds > 0 && values[0]! > (point.maxPowerKw * intervalSeconds) / 3600)) {
      return this.setAside(point, row, 'implausible');
    }
    let chunk = this.lastChunk;
    if (
      point !== this.lastPoint ||
      !chunk ||
      row.serial !== chunk.serial ||
      row.intervalSeconds !== chunk.intervalSeconds ||
      row.seconds < this.lastFrom ||
      row.seconds > this.lastTo ||
      row.seconds < chunk.day.start ||
      row.seconds >= chunk.day.end ||
      chunk.count >= mostReadings
    ) {
      const meter = findMeter(this.options.directory, point, row.serial, row.seconds);
      if (meter === undefined || meter === 'outside-meter-time') return this.setAside(point, row, meter ?? 'unknown-meter');
      chunk = this.openChunk(point, meter.serial, row);
      this.lastFrom = meter.installedAt;
      this.lastTo = meter.removedBy;
      this.lastName = row.point;
      this.lastPoint = point;
      this.lastChunk = chunk;
    }
    chunk.add(row);
  }

  pass(line: number, what: PassedOver): void {
    if (++this.passedOver.lines <= mostPassedOver) this.passedOver.first.push({ line, what });
  }

  /** Passes on all that is open. */
  end(): void {
    for (const [point, chunks] of this.open) for (const chunk of chunks) this.close(point, chunk);
    if (this.extra) this.close(this.extra.point, this.extra.chunk);
    this.open.clear();
    this.openCount = 0;
    this.extra = undefined;
    this.lastName = '';
    this.lastPoint = undefined;
    this.lastChunk = undefined;
  }

  /** Whether some of its readings wait for the rest of their day. */
  isOpen(point: KnownPoint): boolean {
    return this.open.has(point) || this.extra?.point === point;
  }

  private findPoint(row: ReadingRow): KnownPoint | 'outside-meter-time' | undefined {
    const { directory } = this.options;
    if (!row.point) return findPoint(directory, row.serial, row.seconds);
    const point = directory.points.get(row.point);
    if (!point)
      throw new InputFault(
        `the metering point ${row.point.slice(0, 40)} is not known; import its customer or meter first`,
        row.line,
        'metering point',
      );
    return point;
  }

  private openChunk(point: KnownPoint, serial: string, row: ReadingRow): Chunk {
    const chunks = this.open.get(point) ?? [];
    const index = chunks.findIndex((chunk) => chunk.serial === serial && chunk.intervalSeconds === row.intervalSeconds);
    const current = chunks[index];
    if (current && fits(current, row)) return current;
    if (current) {
      this.close(point, current);
      return (chunks[index] = this.beginChunk(serial, row));
    }
    if (this.openCount >= this.mostOpen) return this.openExtra(point, serial, row);
    const chunk = this.beginChunk(serial, row);
    chunks.push(chunk);
    this.open.set(point, chunks);
    this.openCount++;
    return chunk;
  }

  /** When as many are open as may be: one more at a time. Those to which nothing comes make room after a while. */
  private openExtra(point: KnownPoint, serial: string, row: ReadingRow): Chunk {
    const { extra } = this;
    if (extra?.point === point && extra.chunk.serial === serial && extra.chunk.intervalSeconds === row.intervalSeconds) {
      if (fits(extra.chunk, row)) return extra.chunk;
    }
    if (extra) this.close(extra.point, extra.chunk);
    const chunk = this.beginChunk(serial, row);
    this.extra = { point, chunk };
    if (++this.extras % this.mostOpen === 0) this.closeIdle();
    return chunk;
  }

  private closeIdle(): void {
    for (const [point, chunks] of this.open) {
      const busy = chunks.filter((chunk) => chunk.count > chunk.seen);
      for (const chunk of chunks) {
        if (chunk.count > chunk.seen) chunk.seen = chunk.count;
        else this.close(point, chunk);
      }
      this.openCount -= chunks.length - busy.length;
      if (busy.length > 0) this.open.set(point, busy);
      else this.open.delete(point);
    }
  }

  private beginChunk(serial: string, row: ReadingRow): Chunk {
    const day = localDayOf(row.seconds);
    return this.spare.pop()?.begin(day, serial, row.intervalSeconds) ?? new Chunk(day, serial, row.intervalSeconds);
  }

  private close(point: KnownPoint, chunk: Chunk): void {
    if (chunk.isAmbiguous) {
      this.ambiguous++;
      this.options.emit(point, chunk, autumnHour);
    } else {
      chunk.seal();
      for (const part of chunk.parts()) this.options.emit(point, part);
    }
    this.keep(chunk);
  }

  private setAside(point: KnownPoint, row: ReadingRow, reason: RejectReason): void {
    const chunk = this.beginChunk(row.serial, row);
    chunk.add(row);
    this.options.emit(point, chunk, reason);
    this.keep(chunk);
  }

  private keep(chunk: Chunk): void {
    if (chunk.capacity <= largestSpare) this.spare.push(chunk);
  }
}

const fits = (chunk: Chunk, row: ReadingRow) => chunk.count < mostReadings && row.seconds >= chunk.day.start && row.seconds < chunk.day.end;
