import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** How long is kept what nobody may change. */
export interface AuditConfig {
  readonly auditMonths: number;
  readonly termsMonths: number;
}

export function readAuditConfig(reader: EnvironmentReader): AuditConfig {
  return {
    auditMonths: reader.whole('AUDIT_MONTHS', { fallback: 12, from: 1, to: 120 }),
    termsMonths: reader.whole('TERMS_MONTHS', { fallback: 36, from: 12, to: 240 }),
  };
}

declare module '../settings/config.ts' {
  interface Config {
    readonly audit: AuditConfig;
  }
}
