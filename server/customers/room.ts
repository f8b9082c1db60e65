import type { Room } from '../room.ts';
import { addCustomerCommands } from './commands.ts';

/** Customer relationships as the utility's file tells them. */
export const customersRoom = {
  name: 'customers',
  commands: ({ imports }, context) => addCustomerCommands(imports, context),
} satisfies Room;
