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
  /** 0 for a register; of a local day or month as long as that one was, e.g. 82,800 for the day of 23 hours. */
  intervalSeconds: number;
  line: number;
  /** m, e, h or c. */
  quality: string;
  /** In the order of `quantities`, NaN where there is none. */
  values: Float64Array;
}

/** What a line is that holds no reading and is no fault. */
export type PassedOver = 'above the header' | 'the header again' | 'totals' | 'another register';

/** Where parsers put readings. Throws an `InputFault` when the file can't be taken at all. */
export interface ReadingSink {
  take(row: ReadingRow): void;
  /** A line that is passed over, for the report. */
  pass(line: number, what: PassedOver): void;
}

/** A parser is given the file's text piece by piece (one character a byte, without a byte order mark) and then told that it was all. */
export interface ReadingParser {
  /** How many lines have been read. */
  readonly line: number;
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
