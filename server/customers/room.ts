import type { Room } from '../room.ts';
import { addCustomerCommands } from './commands.ts';
import { forgetEnded } from './forget-ended.ts';
import { readCustomersConfig } from './settings.ts';
import { takeCustomersBack } from './take-customers-back.ts';

/** Customer relationships as the utility's file tells them. */
export const customersRoom = {
  name: 'customers',
  settings: { customers: readCustomersConfig },
  jobs: [{ name: 'forget-ended', everyMs: 6 * 60 * 60_000, run: forgetEnded }],
  takesBack: { customers: takeCustomersBack },
  commands: ({ imports }, context) => addCustomerCommands(imports, context),
} satisfies Room;
