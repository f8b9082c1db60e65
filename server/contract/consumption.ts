import type { StatusLetter } from '../status.ts';

/** One metering point's ID, or all of the relationship's added up. */
export type PointChoice = string | 'sum';

/** Energy of a period and how sure it is. Hours count the period's hours up to now. */
export interface Energy {
  /** null when no hour has a value. Estimated hours count in. */
  energyKwh: number | null;
  hours: number;
  estimatedHours: number;
  /** Corrected by the sender; read by hand. */
  correctedHours: number;
  manualHours: number;
  /** Without a value, with values after them. */
  missingHours: number;
  /** After the last value: not come yet, or, where `DataSpan.overdue`, nothing since that date. */
  awaitedHours: number;
}

export interface Peak {
  /** Start of the hour. */
  at: string;
  powerKw: number;
}

/** What there is to see, over every view. Dates are local. */
export interface DataSpan {
  /** The choice shown, and what else can be chosen (with one entry there is nothing to choose). */
  point: PointChoice;
  points: { id: string; address: string | null }[];
  /** First and last instant with data inside the relationship's period; null without any. */
  dataFrom: string | null;
  dataUntil: string | null;
  /** Nothing has come since `dataUntil` for longer than it usually takes, and the relationship went on. */
  overdue: boolean;
  /** Hours, and the sums of days, are kept from these dates on. */
  hoursKeptFrom: string;
  daysKeptFrom: string;
  /** Dates on which a meter was replaced. */
  swaps: string[];
}

/** What was used in a stretch, and in the same one before, like for like. */
export interface Comparison {
  nowKwh: number;
  beforeKwh: number;
  /** The days compared, as dates of the stretch shown. */
  from: string;
  to: string;
  /** The last day counts up to this many of its hours; null: as a whole. */
  untilHour: number | null;
}

/** All months of up to three calendar years (the newest with data, and the two before it), oldest first; months without any data are left out. */
export interface YearsReply extends DataSpan {
  /** Came in whole kWh, so that decimals would be made up. */
  wholeKwh: boolean;
  months: (Energy & { month: string })[];
}

export interface MonthReply extends DataSpan {
  wholeKwh: boolean;
  month: string;
  total: Energy;
  /** Against the same days of the same month a year before (as far as this one has data); null without. */
  yearBefore: Comparison | null;
  peak: Peak | null;
  /** One entry a local day of the month, the future left out. */
  days: (Energy & {
    date: string;
    /** Whether its hours are still kept. */
    withHours: boolean;
    /** What the same date a year before used; null where unknown. */
    yearBeforeKwh: number | null;
  })[];
  /** Hourly mean power: `start` is the first local hour of the month, then hour by hour, the future left out. */
  power: { start: string; powerKw: (number | null)[]; status: string };
}

export interface DayReply extends DataSpan {
  wholeKwh: boolean;
  date: string;
  total: Energy;
  /** Against the same weekday a week before. */
  weekBefore: Comparison | null;
  peak: Peak | null;
  /** 23, 24 or 25 hours; hourly energy in kWh is hourly mean power in kW. The future is left out. */
  hours: { start: string; energyKwh: number | null; status: StatusLetter; weekBeforeKwh: number | null }[];
}

/** What a download or a reply has a line for. */
export type ConsumptionLevel = 'hour' | 'day' | 'month' | 'year';

/** What was used in a stretch, as the portal shows it. */
export interface ConsumptionValue {
  /** Of hours instants, of longer stretches local dates, the last one counted in. */
  from: string;
  to: string;
  /** With the decimals that the portal shows; null where there is no value. */
  energyKwh: number | null;
  /** In the portal's words (`målt`, `2 timer anslått`, `mangler`, `ikke kommet ennå`). */
  status: string;
}

export interface ConsumptionEndpoints {
  'GET /consumption/years': { query: { point?: PointChoice }; reply: YearsReply };
  'GET /consumption/month': { query: { point?: PointChoice; month: string }; reply: MonthReply };
  /** A file of what was used: a year, month or day, or without `at` everything. A workbook brings the coarser levels along. */
  'GET /consumption/download': {
    query: { point?: PointChoice; at?: string; level: ConsumptionLevel; format: 'csv' | 'xlsx' };
    reply: Blob;
  };
  'GET /consumption/day': { query: { point?: PointChoice; date: string }; reply: DayReply };
}
