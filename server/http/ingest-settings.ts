import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** Whether and how another system may deliver files over HTTP. */
export interface IngestConfig {
  /** Null: nobody may. */
  readonly key: string | null;
  /** The one before, while senders change over. */
  readonly keyBefore: string | null;
  /** Folder with the utility's own profiles, beside the shipped ones. */
  readonly profileFolder: string | null;
  /** How long a delivery may stand still, and the largest that is taken; null for any. */
  readonly stallMs: number;
  readonly mostBytes: number | null;
}

export function readIngestConfig(reader: EnvironmentReader): IngestConfig {
  const key = reader.optional('INGEST_KEY') ?? null;
  if (key !== null && key.length < 32) reader.fault('INGEST_KEY', 'must have at least 32 characters');
  const keyBefore = reader.optional('INGEST_KEY_BEFORE') ?? null;
  if (keyBefore !== null && keyBefore.length < 32) reader.fault('INGEST_KEY_BEFORE', 'must have at least 32 characters');
  const megabytes = reader.whole('INGEST_MEGABYTES', { fallback: 0, from: 1, to: 1_000_000 });
  return {
    key,
    keyBefore,
    profileFolder: reader.optional('INGEST_PROFILES') ?? null,
    stallMs: reader.whole('INGEST_STALL_MS', { fallback: 30_000, from: 1000, to: 600_000 }),
    mostBytes: megabytes === 0 ? null : megabytes * 1e6,
  };
}

declare module '../settings/config.ts' {
  interface Config {
    readonly ingest: IngestConfig;
  }
}
