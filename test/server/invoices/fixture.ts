import { ehfFile, type EhfInvoice } from '../../../demo/ehf-file.ts';
import { invoicePdf } from '../../../demo/invoice-pdf.ts';
import { importInvoices } from '../../../server/invoices/import-invoices.ts';
import { loadInvoiceProfile } from '../../../server/invoices/profile.ts';
import type { TestCustomer } from '../../support/customer.ts';
import type { TestServer } from '../../support/server.ts';

export const pdf = invoicePdf(['Faktura', 'Fjernvarme']);
let numbers = 0;

/** An invoice of January 2020 made out to a customer, whom it charges 744 kWh. */
export function invoiceTo({ plantNumber, name, meteringPointId }: TestCustomer, changes: Partial<EhfInvoice> = {}): EhfInvoice {
  numbers += 1;
  return {
    number: String(5000 + numbers),
    issuedOn: '2020-02-03',
    dueOn: '2020-02-24',
    period: { from: '2020-01-01', to: '2020-01-31' },
    seller: { id: '923000709', name: 'Fredrikstad Fjernvarme' },
    buyerName: name,
    plantNumber,
    kid: '2345676',
    account: '86011117947',
    lines: [
      { name: 'Energi', quantity: '744', unit: 'KWH', price: '1.00', netOre: 74_400, properties: { 'Målepunkt-ID': meteringPointId } },
    ],
    pdf,
    ...changes,
  };
}

export const fileOf = (invoice: EhfInvoice, name = `${invoice.number}.xml`) => ({
  name,
  bytes: new TextEncoder().encode(ehfFile(invoice)),
});

/** Imports invoices, each as a file named after its number. */
export function take({ database, running }: TestServer, ...invoices: EhfInvoice[]) {
  return importInvoices(
    database,
    invoices.map((invoice) => fileOf(invoice)),
    { profile: loadInvoiceProfile('ehf'), now: running.services.now() },
  );
}
