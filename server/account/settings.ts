import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** How long things stay linked. */
export interface AccountsConfig {
  /** Months after its end at which a relationship is unlinked, and its numbers no longer let anyone in. */
  readonly endedMonths: number;
  /** Months without a log-in after which an account is removed. */
  readonly unusedMonths: number;
}

export function readAccountsConfig(reader: EnvironmentReader): AccountsConfig {
  return {
    endedMonths: reader.whole('ENDED_RELATIONSHIP_MONTHS', { fallback: 12, from: 1, to: 120 }),
    unusedMonths: reader.whole('ACCOUNT_MONTHS', { fallback: 36, from: 12, to: 120 }),
  };
}

declare module '../settings/config.ts' {
  interface Config {
    readonly accounts: AccountsConfig;
  }
}
