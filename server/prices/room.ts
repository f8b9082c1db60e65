import type { Room } from '../room.ts';
import { addPriceCommands } from './commands.ts';
import { costEndpoints } from './endpoints.ts';

/** Price lists, and what the heat costs by them. */
export const pricesRoom = {
  name: 'prices',
  endpoints: costEndpoints,
  commands: ({ program, imports }, context) => addPriceCommands(program, imports, context),
} satisfies Room;
