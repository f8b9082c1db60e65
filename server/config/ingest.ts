import type { EnvironmentReader } from './environment-reader.ts';

/** Whether and how another system may deliver readings over HTTP. */
export interface IngestConfig {
  /** Null: nobody may. */
  readonly key: string | null;
  /** Folder with the utility's own profiles, beside the shipped ones. */
  readonly profileFolder: string | null;
}

export function readIngestConfig(reader: EnvironmentReader): IngestConfig {
  const key = reader.optional('INGEST_KEY') ?? null;
  if (key !== null && key.length < 32) reader.fault('INGEST_KEY', 'must have at least 32 characters');
  return { key, profileFolder: reader.optional('INGEST_PROFILES') ?? null };
}
