/** One reading as a file gives it. Parsers fill the same object again and again; who takes it copies what it keeps. */
export interface ReadingRow {
  /** The metering point's number; empty where the file names only the meter. */
  point: string;
  /** The meter's serial number; empty where the file doesn't name it. */
  serial: string;
  /** Unix seconds: the register's moment, or the beginning of the interval. */
  seconds: number;
  /** The wall clock showed this twice; `seconds` is the earlier one. */
  ambiguous: boolean;
  /** The wall clock never showed this. */
  missing: boolean;
  /** Tells the two of an ambiguous hour apart where it isn't NaN: it only rises. */
  counter: number;
  /** 0 for a register. */
  intervalSeconds: number;
  line: number;
  /** m, e, h or c. */
  quality: string;
  /** In the order of `quantities`, NaN where there is none. */
  values: Float64Array;
}

/** Where parsers put readings. Throws an `InputFault` when the file can't be taken at all. */
export interface ReadingSink {
  take(row: ReadingRow): void;
}

/** A parser is given the file's text piece by piece (one character a byte) and then told that it was all. */
export interface ReadingParser {
  push(text: string): void;
  end(): void;
}

export const emptyRow = (): ReadingRow => ({
  point: '',
  serial: '',
  seconds: 0,
  ambiguous: false,
  missing: false,
  counter: Number.NaN,
  intervalSeconds: 0,
  line: 0,
  quality: 'm',
  values: new Float64Array(8).fill(Number.NaN),
});
