/** What an invoice is, and what is set off by it. */
export type InvoiceKind = 'invoice' | 'credit-note' | 'reminder';

/** Whether the invoice agrees with the meter; `unknown` where that can't be told, null where it names no energy. */
export type MeterCheck = 'agrees' | 'differs' | 'unknown' | null;

export interface Invoice {
  id: string;
  number: string;
  kind: InvoiceKind;
  issuedOn: string;
  dueOn: string | null;
  /** Local dates, both included. */
  period: { from: string; to: string } | null;
  /** Negative where the customer gets money back. */
  amountNok: number;
  /** Null where the utility doesn't say. */
  paid: { state: 'paid' | 'part' | 'unpaid'; on: string | null; amountNok: number | null } | null;
  /** Numbers of the invoices that it credits or is a reminder of. */
  refersTo: string[];
  meterCheck: MeterCheck;
  hasPdf: boolean;
}

export interface InvoiceLine {
  name: string;
  description: string | null;
  /** As the invoice writes them; the unit is a code of UN/ECE Recommendation 20 (`KWH`, `MON`). */
  quantity: string;
  unit: string;
  price: string;
  amountNok: number;
  vatPercent: string | null;
}

/** Why an invoice's kWh aren't the meter's, or can't be compared. */
export type DifferenceReason =
  | 'no-meter' // the metering point isn't this customer's, or has no values
  | 'missing-hours'
  | 'estimated-then' // estimated on the invoice, measured since
  | 'corrected-later'
  | 'estimated' // the portal's own values are
  | 'other-period'
  | 'swap'
  | 'unknown';

/** A billed period of a metering point beside what the portal has. Differences are the invoice's more than the meter's. */
export interface MeterComparison {
  check: Exclude<MeterCheck, null>;
  reasons: DifferenceReason[];
  meteringPoints: string[];
  from: string;
  to: string;
  invoiceKwh: number;
  meterKwh: number | null;
  differenceKwh: number | null;
  differenceNok: number | null;
  invoiceRegisters: [from: number, to: number] | null;
  meterRegisters: [from: number, to: number] | null;
  /** The days that the invoice's registers are of, where they are others. */
  readOn: [from: string, to: string] | null;
}

export interface InvoiceDetails extends Invoice {
  sellerName: string;
  buyerName: string;
  note: string | null;
  kid: string | null;
  /** Eleven digits, or a foreign IBAN. */
  account: string | null;
  lines: InvoiceLine[];
  /** Null for an invoice that came as a PDF alone. */
  totals: { netNok: number; vatNok: number; prepaidNok: number; roundingNok: number } | null;
  attachments: { position: number; name: string; mediaType: string; bytes: number }[];
  comparisons: MeterComparison[];
}

export interface InvoicesEndpoints {
  /** The newest first. */
  'GET /invoices': { reply: { invoices: Invoice[] } };
  'GET /invoices/:id': { path: { id: string }; reply: InvoiceDetails };
  /** The file itself, as an attachment. */
  'GET /invoices/:id/attachments/:position': { path: { id: string; position: string }; reply: Blob };
  /** A ZIP of all files of the invoices issued in a calendar year. */
  'GET /invoice-years/:year': { path: { year: string }; reply: Blob };
}
