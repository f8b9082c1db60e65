import type { Room } from '../room.ts';
import { addMeteringCommands } from './ways-in/import-commands.ts';
import { readingsDelivery } from './ways-in/readings-delivery.ts';
import { addProfileCommands } from './ways-in/profile-commands.ts';
import { addEvidenceCommands } from './ways-in/evidence-commands.ts';
import { addReadingsCommands } from './ways-in/readings-commands.ts';
import { readRetentionConfig } from './store/retention-settings.ts';

/** Readings on their way from files to consumption. */
export const meteringRoom = {
  name: 'metering',
  settings: { retention: readRetentionConfig },
  deliveries: [readingsDelivery],
  commands({ program, imports, readings, takesBack }, context) {
    addMeteringCommands(program, imports, context);
    addReadingsCommands(readings, context);
    addEvidenceCommands({ readings, takesBack }, context);
    addProfileCommands(readings, context);
  },
} satisfies Room;
