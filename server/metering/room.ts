import type { Room } from '../room.ts';
import { addMeteringCommands } from './ways-in/import-commands.ts';
import { readIngestConfig } from './ways-in/ingest-settings.ts';
import { addReadingsCommands } from './ways-in/readings-commands.ts';
import { readRetentionConfig } from './store/retention-settings.ts';

/** Readings on their way from files to consumption. */
export const meteringRoom = {
  name: 'metering',
  settings: { ingest: readIngestConfig, retention: readRetentionConfig },
  commands({ program, imports, readings }, context) {
    addMeteringCommands(program, imports, context);
    addReadingsCommands(readings, context);
  },
} satisfies Room;
