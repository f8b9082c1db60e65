/** Where a delivered reading lies now. */
export type Place = 'staged' | 'shown' | 'beside' | 'told';

/** One reading as it was delivered, wherever it lies. */
export interface Evidence {
  place: Place;
  fileId: number;
  line: number;
  /** Unix seconds. */
  at: number;
  /** As delivered: m, e, h or c. */
  quality: string;
  /** In the order of `quantities`. */
  values: (number | null)[];
  /** Of what lies beside: why it is set aside, null where it is superseded. */
  reason: string | null;
  recordedAt: Date | null;
  /** Of a register told at a swap: in which of the meter's times there it stands. */
  time?: number;
}

/** The readings of one meter in one kind of series. */
export interface Series {
  meteringPointId: string;
  serial: string;
  intervalSeconds: number;
}

/** Local dates, `YYYY-MM-DD`, both inclusive; null: without end. */
export interface DaySpan {
  first: string | null;
  last: string | null;
}

/** When it was delivered, as a number: by file, and by line in it. */
export const orderOf = ({ fileId, line }: Evidence) => fileId * 1e8 + line;
