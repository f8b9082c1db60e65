import { readIngestConfig } from './ingest-settings.ts';
import { readHttpConfig } from './settings.ts';

/** HTTP itself: where the server listens and whom it answers, and who may deliver files to it. */
export const httpRoom = { name: 'http', settings: { http: readHttpConfig, ingest: readIngestConfig } };
