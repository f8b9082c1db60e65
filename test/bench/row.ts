/** One measured figure beside its reference, taken in the same run. `test/bench/<name>.ts` exports `run(): Promise<Row[]>`. */
export interface Row {
  /** What was measured, in a few words. */
  name: string;
  ours: number;
  /** What ours is held against: another way to do the same, or the bound itself where nothing else does it. */
  reference: number;
  /** ours / reference */
  ratio: number;
  /** Of ours and reference, e.g. `ms`, `kB`, `rows/s`, `bytes/reading`. */
  unit: string;
  /** The ratio must not exceed this. */
  atMost?: number;
  /** The ratio must reach this. */
  atLeast?: number;
}

/** A row with its ratio. */
export function compare(row: Omit<Row, 'ratio'>): Row {
  const { name, ours, reference, ...rest } = row;
  return { name, ours, reference, ratio: ours / reference, ...rest };
}

/** Rows without a bound always hold. */
export function holds({ ratio, atMost = Infinity, atLeast = -Infinity }: Row): boolean {
  return ratio <= atMost && ratio >= atLeast;
}
