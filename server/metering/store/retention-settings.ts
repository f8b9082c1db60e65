import type { EnvironmentReader } from '../../settings/environment-reader.ts';

/** How long consumption is kept. */
export interface RetentionConfig {
  /** Full calendar years, beside the current one, of readings and hours. */
  readonly hourYears: number;
  /** Likewise of day totals; never fewer. */
  readonly dayYears: number;
}

export function readRetentionConfig(reader: EnvironmentReader): RetentionConfig {
  const hourYears = reader.whole('KEEP_HOUR_YEARS', { fallback: 3, from: 1, to: 30 });
  const dayYears = reader.whole('KEEP_DAY_YEARS', { fallback: Math.max(10, hourYears), from: 1, to: 100 });
  if (dayYears < hourYears) reader.fault('KEEP_DAY_YEARS', `must not be fewer than the ${hourYears} of KEEP_HOUR_YEARS`);
  return { hourYears, dayYears };
}

declare module '../../settings/config.ts' {
  interface Config {
    readonly retention: RetentionConfig;
  }
}
