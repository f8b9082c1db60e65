import type { PointChoice } from './consumption.ts';

/** What there is to say of a year, a month or a day (`at`) beside its numbers; each null where the data don't carry it. */
export interface AnswersReply {
  at: string;
  weather: WeatherAnswer | null;
  plant: PlantAnswer | null;
  peaks: PeaksAnswer | null;
  forecast: ForecastAnswer | null;
}

/** What the weather has to do with what was used in a year, a month or a day. Temperatures are °C outdoors. */
export interface WeatherAnswer {
  station: string;
  /** By month of a year, by day of a month (`at` is `2024-05` or `2024-05-17`), by hour of a day (`at` is its number from 0). */
  parts: { at: string; temperature: number | null; usual: Usual | null }[];
  /** Base 17 °C. */
  degreeDays: number;
  normalDegreeDays: number | null;
  /** What was used on the days that can be compared, and what this house usually uses in such weather; null without a signature. */
  usual: (Usual & { actualKwh: number; days: number }) | null;
  /** Use of a whole month or year as it would have been in normal weather. */
  corrected: { kWh: number; actualKwh: number; method: 'signature' | 'degree-days'; normalFrom: 'configuration' | 'station' } | null;
  /** The house's energy signature: base and slope are kWh a day, the latter for each degree below the change point. */
  signature: { baseKwh: number; slopeKwh: number; changePoint: number; days: number; from: string; to: string } | null;
}

/** Four of five like it lie between `lowKwh` and `highKwh`. */
export interface Usual {
  expectedKwh: number;
  lowKwh: number;
  highKwh: number;
}

/** The heating plant: temperatures in °C weighted by the water, cooling in K. */
export interface PlantAnswer {
  volumeM3: number;
  flow: number;
  return: number;
  cooling: number;
  /** Outside of June to August; null where there is nothing else. */
  judged: 'good' | 'fair' | 'poor' | null;
  /** What the utility calls good, and what must be looked into below. */
  good: number;
  poor: number;
  parts: { at: string; volumeM3: number | null; flow: number | null; return: number | null; cooling: number | null }[];
}

/** The peaks that are billed. `at` is the start of the hour, or a date where whole days count. */
export interface PeaksAnswer {
  of: 'hour' | 'day';
  count: number;
  per: 'month' | 'year' | 'rolling';
  from: string;
  to: string;
  peaks: { at: string; powerKw: number }[];
  meanKw: number;
  /** If the highest had not been, with the next one in its place. */
  meanWithoutHighestKw: number | null;
}

/** What the running year will come to; four of five years like it end between low and high. */
export interface ForecastAnswer {
  year: number;
  soFarKwh: number;
  /** Last day measured. */
  until: string;
  expectedKwh: number;
  lowKwh: number;
  highKwh: number;
}

export interface AnswersEndpoints {
  /** Without `at`, of the newest year. */
  'GET /consumption/answers': { query: { point?: PointChoice; at?: string }; reply: AnswersReply };
}
