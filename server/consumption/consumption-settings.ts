import type { EnvironmentReader } from '../settings/environment-reader.ts';
import type { PeakRule } from './peaks.ts';

/** What the utility says of its customers' figures. */
export interface ConsumptionConfig {
  /** Which peaks are billed; null: none are, and none are shown. */
  readonly peaks: PeakRule | null;
  /** K: the cooling that is called good, and the one below which the plant must be looked into. */
  readonly cooling: { readonly good: number; readonly poor: number };
}

declare module '../settings/config.ts' {
  interface Config {
    readonly consumption: ConsumptionConfig;
  }
}

export function readConsumptionConfig(reader: EnvironmentReader): ConsumptionConfig {
  const of = reader.choice('PEAKS_OF', ['hour', 'day', 'none'], 'hour');
  const count = reader.whole('PEAKS_COUNT', { fallback: 3, from: 1, to: 20 });
  const per = reader.choice('PEAKS_PER', ['month', 'year', 'rolling'], 'month');
  const good = reader.whole('COOLING_GOOD', { fallback: 45, from: 1, to: 100 });
  const poor = reader.whole('COOLING_POOR', { fallback: 25, from: 1, to: 100 });
  if (poor >= good) reader.fault('COOLING_POOR', 'must be below COOLING_GOOD');
  return { peaks: of === 'none' ? null : { of, count, per }, cooling: { good, poor } };
}
