/**
 * How a value is drawn: `m` measured, `c` corrected and `h` read by hand (a dot at its foot), `e` estimated (hatched), `u` of an
 * unfinished period (hatched the other way); and where there is none: `-` missing (a hatched gap), `.` not come yet and
 * `s` nothing since a date (dotted ground), `x` no longer kept (plain ground).
 */
export type Look = 'm' | 'c' | 'h' | 'e' | 'u' | '-' | '.' | 's' | 'x';

/** Which of three steps of one hue, from pale (oldest) to full (newest). */
export type Tone = 0 | 1 | 2;

/** One value in words, for the tooltip, the screen reader and the table. */
export interface Description {
  /** `27. oktober 2019` */
  name: string;
  /** `60,9 kWh`, or that it is missing. */
  value: string;
  /** `4 % av oktober 2019`; empty where there is no whole. */
  share: string;
  /** `målt`, `2 timer anslått` */
  status: string;
  /** What it was before, in words, where an outline is drawn. */
  before?: string;
}

/** The chart's own words, in the page's language. */
export interface ChartWords {
  /** What it is called by a screen reader: "Stolpediagram". */
  role: string;
  hint: string;
  table: string;
  hideTable: string;
  /** On touch, where a second tap opens. */
  tapAgain: string;
  columns: [name: string, value: string, share: string, status: string];
}

/** One cell of the table: its words, and which value a click on it opens. */
export interface TableCell {
  text: string;
  opens?: number;
  /** Takes what is left of the row. */
  wide?: boolean;
}

/** The chart's values as a table, in rows that may stand in named groups. */
export interface TableModel {
  columns: string[];
  groups: { name?: TableCell; rows: TableCell[][] }[];
  total?: TableCell[];
}

/** A second line with its own axis at the right: outdoor temperature. */
export interface SideLine {
  values: (number | null)[];
  unit: string;
  /** In words, for the tooltip. */
  describe(index: number): string;
}

/** What a chart shows. Columns rather than objects: a curve may have 26,000 points. */
export interface ChartModel {
  form: 'bars' | 'curve';
  /** Names the figure. */
  heading: string;
  /** Said once, over the axis. */
  unit: string;
  /** The chart in some sentences, computed from its values: sum, highest, change, how complete. */
  summary: string;
  /** Ascending; one a value. */
  x: number[];
  values: (number | null)[];
  /** What the axis spans, also where there are no values yet. */
  domain: [first: number, last: number];
  /** What was used in the same stretch before: drawn as an outline behind each bar. */
  outline?: (number | null)[] | undefined;
  /** What is usual: drawn as a band behind the values. */
  band?: { low: number | null; high: number | null }[] | undefined;
  line?: SideLine | undefined;
  /** Small marks at the foot: a meter swap, a note. */
  marks?: { at: number; kind: 'swap' | 'note' }[] | undefined;
  /** Values to be told apart: billed peaks, with their mean as a line. */
  peaks?: { indexes: number[]; mean: number } | undefined;
  /** The highest value of each stretch, as a line over it: of the days in a month of hours. */
  tops?: { from: number; to: number; value: number }[] | undefined;
  /** A curve of means: level from each x to the next, upright between. */
  stepped?: boolean | undefined;
  /** Stretches to be told apart by their ground: weekends. */
  shaded?: { from: number; to: number }[] | undefined;
  /** One `Look` a value. */
  looks: string;
  /** One a value; without, all are the middle one. */
  tones?: Tone[];
  /** Labels of the x-axis; where they don't all fit, those whose `order` can be divided by 2, 3, 5 … stay. */
  ticks: { at: number; text: string; order: number }[];
  describe(index: number): Description;
  /** The same stretch of another year, with ↑ (-1) and ↓ (1). */
  sibling?(index: number, direction: -1 | 1): number | null;
  /** Values that PgUp and PgDn pass over. */
  largeStep: number;
  /** Esc leads a level up. */
  goesUp: boolean;
  table(): TableModel;
  /** A click on a value leads somewhere. */
  opens: boolean;
  words: ChartWords;
  axisNumber(value: number): string;
}

/** Runs of the same kind of lacking value, as first and last index. */
export function lackingRuns(looks: string): { look: Look; first: number; last: number }[] {
  return [...looks.matchAll(/([-.sx])\1*/g)].map(({ index, 0: run }) => ({
    look: run[0] as Look,
    first: index,
    last: index + run.length - 1,
  }));
}
