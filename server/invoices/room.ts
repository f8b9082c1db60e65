import type { Room } from '../room.ts';
import { addInvoiceCommands } from './commands.ts';
import { compareRecent } from './compare/compare-recent.ts';
import { invoicesDelivery } from './delivery.ts';
import { invoiceEndpoints } from './endpoints.ts';
import { ownInvoices } from './own-invoices.ts';
import { readInvoicesConfig } from './settings.ts';
import { purgeInvoices } from './store/purge-invoices.ts';

/** "Vis tidligere fakturaer": invoices on their way from the utility's files to the customer, each compared with the meter. */
export const invoicesRoom = {
  name: 'invoices',
  settings: { invoices: readInvoicesConfig },
  endpoints: invoiceEndpoints,
  commands: ({ program, imports }, context) => addInvoiceCommands(program, imports, context),
  jobs: [
    { name: 'compare-invoices', everyMs: 6 * 60 * 60_000, run: compareRecent },
    {
      name: 'purge-invoices',
      everyMs: 24 * 60 * 60_000,
      run: async ({ config, database, now }) => (await purgeInvoices(database, config.invoices.keepYears, now())).invoices,
    },
  ],
  deliveries: [invoicesDelivery],
  ownData: { files: ownInvoices },
} satisfies Room;
