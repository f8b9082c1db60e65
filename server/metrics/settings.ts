import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** Where figures can be read; a door of its own, that no customer comes to. */
export interface MetricsConfig {
  readonly host: string;
  /** Null: nowhere. */
  readonly port: number | null;
}

export function readMetricsConfig(reader: EnvironmentReader): MetricsConfig {
  return {
    host: reader.text('METRICS_HOST', { fallback: '127.0.0.1' }),
    port: reader.optional('METRICS_PORT') === undefined ? null : reader.whole('METRICS_PORT', { fallback: 0, from: 0, to: 65_535 }),
  };
}

declare module '../settings/config.ts' {
  interface Config {
    readonly metrics: MetricsConfig;
  }
}
