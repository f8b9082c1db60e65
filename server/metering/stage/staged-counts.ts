import { dateOf } from '../pack/local-day.ts';
import type { Chunk } from '../pack/meter-day.ts';
import type { Mark } from '../pack/reject-reason.ts';

/** How many readings, in how many rows of a day each. */
export interface DayCount {
  days: number;
  readings: number;
}

/** What the staging table of an import holds, counted along: each question less is a round less, to every machine where the tables are spread. */
export class StagedCounts implements DayCount {
  days = 0;
  readings = 0;
  /** The local date of the earliest, in ISO 8601; later than any where there is none. */
  firstDay = '9999-12-31';
  /** Some may carry a reason to be set aside. */
  anyMarked = false;
  /** Some may be intervals as delivered, not registers. */
  anyIntervals = false;
  private points = 0;
  private last: bigint | undefined;
  private earliest = Infinity;

  add(meteringPointId: bigint, chunk: Chunk, mark?: Mark): void {
    if (meteringPointId !== this.last) this.points++;
    this.last = meteringPointId;
    this.days++;
    this.readings += chunk.count;
    if (mark !== undefined) this.anyMarked = true;
    if (chunk.intervalSeconds > 0) this.anyIntervals = true;
    if (chunk.day.number < this.earliest) {
      this.earliest = chunk.day.number;
      this.firstDay = dateOf(chunk.day);
    }
  }

  /** So few that it takes longer to make a table for a part of them than to look through all of them for it. */
  get areFew(): boolean {
    return this.days < 20_000 && this.points * this.days < 40_000_000;
  }

  /** Notes what was taken out of the table. */
  take(taken: DayCount): void {
    this.set({ days: this.days - taken.days, readings: this.readings - taken.readings });
  }

  /** For after it was filled anew. */
  set({ days, readings }: DayCount): void {
    this.days = days;
    this.readings = readings;
  }
}
