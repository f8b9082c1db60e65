import type { Room } from '../room.ts';
import { invoiceEndpoints } from './endpoints.ts';

/** "Vis tidligere fakturaer". */
export const invoicesRoom = { name: 'invoices', endpoints: invoiceEndpoints } satisfies Room;
