import type { Invoice } from '../../server/contract/invoices.ts';

/** An invoice with the credit notes and reminders that are about it. */
export interface InvoiceGroup {
  invoice: Invoice;
  belonging: Invoice[];
}

/** Invoices, the newest first, by the calendar year they were issued in. What is about another one stands with it, in its year. */
export function byYear(invoices: readonly Invoice[]): { year: string; groups: InvoiceGroup[] }[] {
  const target = (one: Invoice) =>
    one.kind === 'invoice' ? undefined : invoices.find(({ number, id }) => id !== one.id && one.refersTo.includes(number));
  const belonging = Map.groupBy(invoices, (one) => {
    const about = target(one);
    // What is about a credit note or reminder stands by itself, or a circle of them would vanish.
    return about?.kind === 'invoice' ? about.id : '';
  });
  const groups = (belonging.get('') ?? []).map((invoice) => ({ invoice, belonging: (belonging.get(invoice.id) ?? []).toReversed() }));
  return [...Map.groupBy(groups, ({ invoice }) => invoice.issuedOn.slice(0, 4))].map(([year, own]) => ({ year, groups: own }));
}
