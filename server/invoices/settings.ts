import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** How long invoices are kept. */
export interface InvoicesConfig {
  /** Full calendar years, beside the current one. */
  readonly keepYears: number;
}

/** The bookkeeping act has the utility keep them for five years; the portal need not keep them longer. */
export function readInvoicesConfig(reader: EnvironmentReader): InvoicesConfig {
  return { keepYears: reader.whole('KEEP_INVOICE_YEARS', { fallback: 5, from: 1, to: 30 }) };
}

declare module '../settings/config.ts' {
  interface Config {
    readonly invoices: InvoicesConfig;
  }
}
