import type { PointChoice } from './consumption.ts';

/** Why a month has no cost, or a part of it can't be reckoned. */
export type CostLack = 'missing-hours' | 'awaited' | 'no-price-list' | 'index' | 'power' | 'volume' | 'cooling' | 'subscribed';

/** A month's cost by the price list, with VAT: never an invoice. */
export interface CostMonth {
  month: string;
  /** Null where it can't be told; `lack` says why. */
  totalNok: number | null;
  lack: CostLack | null;
  /** Some of its hours are estimated. */
  estimated: boolean;
  /** The local date that it is reckoned to, where the month has more days to come; null for a whole one. */
  until: string | null;
}

/** The months of up to three calendar years, oldest first; none where no price list is for the customer. */
export interface CostReply {
  point: PointChoice;
  points: { id: string; address: string | null }[];
  months: CostMonth[];
}

/** What a factor of a formula counts. `days` are so many `of` so many. */
export type CostUnit =
  | 'kWh'
  | 'kW'
  | 'm3'
  | 'K'
  | 'ore/kWh'
  | 'ore/kWh/K'
  | 'kr/year'
  | 'kr/month'
  | 'kr/kW/year'
  | 'kr/kW/month'
  | 'kr/m3'
  | 'days'
  | 'kr'
  | 'percent';

export interface CostLine {
  part: 'fixed' | 'energy' | 'power' | 'volume' | 'cooling' | 'fee' | 'fixed-price' | 'support' | 'vat' | 'rounding';
  /** As the price list names it; empty for VAT and rounding. */
  name: string;
  /** Multiplied with one another, and rounded to the øre, they are the amount. */
  factors: { value: string; of?: string; unit: CostUnit }[];
  amountNok: number;
}

/** A month of one metering point, line by line. The lines add up to the total. */
export interface PointCost extends CostMonth {
  meteringPointId: string;
  priceList: string;
  vatNok: number;
  lines: CostLine[];
  /** What the highest peak put on top, compared with the next; null where no peak is charged. */
  peak: { date: string; powerKw: number; amountNok: number } | null;
  /** What the customer's other price lists would have cost. */
  others: { priceList: string; totalNok: number | null }[];
}

/** What the heat of the running year will cost; the range is that of the weather and the use, not of prices. */
export interface CostForecast {
  year: number;
  /** Local date that `soFarNok` is reckoned to. */
  until: string;
  soFarNok: number;
  expectedNok: number;
  lowNok: number;
  highNok: number;
}

/** Null where the use, or what it will cost, can't be told. */
export interface CostForecastReply {
  point: PointChoice;
  forecast: CostForecast | null;
}

export interface CostMonthReply {
  point: PointChoice;
  month: string;
  totalNok: number | null;
  costs: PointCost[];
}

export interface CostEndpoints {
  'GET /cost': { query: { point?: PointChoice }; reply: CostReply };
  'GET /cost/forecast': { query: { point?: PointChoice }; reply: CostForecastReply };
  'GET /cost/month': { query: { point?: PointChoice; month: string }; reply: CostMonthReply };
}
