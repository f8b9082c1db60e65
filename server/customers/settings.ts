import type { EnvironmentReader } from '../settings/environment-reader.ts';

export interface CustomersConfig {
  /** Months after its end at which a relationship is removed. */
  readonly endedMonths: number;
}

export function readCustomersConfig(reader: EnvironmentReader): CustomersConfig {
  return { endedMonths: reader.whole('ENDED_CUSTOMER_MONTHS', { fallback: 60, from: 1, to: 240 }) };
}

declare module '../settings/config.ts' {
  interface Config {
    readonly customers: CustomersConfig;
  }
}
