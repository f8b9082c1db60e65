import { endpoint, type Endpoint } from '../http/endpoint.ts';

/** "Vis tidligere fakturaer": none, as long as the utility feeds none in. */
export function invoiceEndpoints(): Endpoint[] {
  return [endpoint('GET /invoices', { who: 'relationship' }, async () => ({ invoices: [] }))];
}
