/** One measured number. `test/bench/<name>.ts` exports `run(): Promise<Row[]>`. */
export interface Row {
  /** What was measured, in a few words. */
  measure: string;
  value: number;
  /** `×` for a ratio, else e.g. `ms`, `kB`, `rows/s`, `bytes/reading`. */
  unit: string;
  /** The value must not exceed this. */
  atMost?: number;
  /** The value must reach this. */
  atLeast?: number;
}

/** Rows without a bound always hold. */
export function holds({ value, atMost = Infinity, atLeast = -Infinity }: Row): boolean {
  return value <= atMost && value >= atLeast;
}
