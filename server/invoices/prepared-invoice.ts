import { createHash } from 'node:crypto';
import { billedUses, type BilledUse } from './billed-use.ts';
import type { Attachment } from './document/attachment.ts';
import type { InvoiceDocument, InvoiceLine, Totals, VatSum } from './document/invoice-document.ts';
import type { InvoiceProfile, Place } from './profile.ts';

export type InvoiceKind = 'invoice' | 'credit-note' | 'reminder';

/** What is kept of an invoice beside what it is found by. */
export interface StoredDocument {
  readonly sellerName: string;
  readonly note: string | null;
  readonly lines: readonly Omit<InvoiceLine, 'fileLine'>[];
  /** Null for a PDF with a line in an index. */
  readonly totals: Totals | null;
  readonly vat: readonly VatSum[];
  readonly uses: readonly BilledUse[];
}

/** An invoice ready to be stored. */
export interface PreparedInvoice {
  readonly sellerId: string;
  readonly number: string;
  readonly kind: InvoiceKind;
  readonly issuedOn: string;
  readonly dueOn: string | null;
  readonly periodFrom: string | null;
  readonly periodTo: string | null;
  readonly amountOre: number;
  readonly kid: string | null;
  readonly account: string | null;
  readonly refersTo: readonly string[];
  readonly plantNumber: string | null;
  readonly buyerName: string;
  readonly meteringPoints: readonly string[];
  readonly document: StoredDocument;
  readonly attachments: readonly Attachment[];
  /** SHA-256 over all of it: the same again is known by it. */
  readonly contentHash: Buffer;
}

/** What an EHF file says, with the profile telling where the plant number and the meter stand. */
export function prepareEhf(read: InvoiceDocument, profile: InvoiceProfile): PreparedInvoice {
  const { totals, attachments } = read;
  const uses = billedUses(read, profile);
  const isCredit = read.document === 'CreditNote';
  const isReminder = profile.reminder?.begins.some((words) => read.note?.startsWith(words)) ?? false;
  return withHash({
    sellerId: read.seller.id,
    number: read.number,
    kind: isCredit ? 'credit-note' : isReminder ? 'reminder' : 'invoice',
    issuedOn: read.issuedOn,
    dueOn: read.dueOn,
    periodFrom: read.period?.from ?? null,
    periodTo: read.period?.to ?? null,
    amountOre: isCredit ? -totals.payableOre || 0 : totals.payableOre,
    kid: read.kid,
    account: read.account,
    refersTo: read.refersTo,
    plantNumber: plantNumberOf(read, profile.plantNumber),
    buyerName: read.buyer.name,
    meteringPoints: uses.flatMap(({ meteringPointId }) => meteringPointId ?? []),
    document: {
      sellerName: read.seller.name,
      note: read.note,
      lines: read.lines.map(({ fileLine: _, ...line }) => line),
      totals,
      vat: read.vat,
      uses,
    },
    attachments,
  });
}

/**
 * The same invoice has the same hash, whatever file and order of XML it comes in. Its texts are written anew: cut out of the file's
 * they would hold all of it in memory, with the PDF, until they are stored.
 */
export function withHash({ attachments, ...rest }: Omit<PreparedInvoice, 'contentHash'>): PreparedInvoice {
  const written = JSON.stringify(rest);
  const hash = createHash('sha256').update(written);
  for (const { name, mediaType, bytes } of attachments) hash.update(`\0${name}\0${mediaType}\0${bytes.length}\0`).update(bytes);
  const labels = JSON.parse(JSON.stringify(attachments.map(({ name, mediaType }) => ({ name, mediaType })))) as Omit<Attachment, 'bytes'>[];
  return {
    ...(JSON.parse(written) as typeof rest),
    attachments: labels.map((label, n) => ({ ...label, bytes: attachments[n]!.bytes })),
    contentHash: hash.digest(),
  };
}

function plantNumberOf(read: InvoiceDocument, places: readonly Place[]): string | null {
  for (const place of places) {
    for (const written of textsAt(read, place)) {
      const prefix = place.prefix ?? '';
      if (!written.startsWith(prefix)) continue;
      const number = written.slice(prefix.length).trim();
      if (/^\d{1,18}$/.test(number)) return number;
    }
  }
  return null;
}

function textsAt({ buyer, note, lines }: InvoiceDocument, place: Place): string[] {
  const found: Record<Exclude<Place['in'], 'line-property'>, (string | null)[]> = {
    'buyer-reference': [buyer.reference],
    'customer-party': [...buyer.partyIds],
    'customer-endpoint': [buyer.endpointId],
    contract: [buyer.contract],
    order: [buyer.order],
    'accounting-cost': [buyer.accountingCost],
    note: [note],
  };
  if (place.in !== 'line-property') return found[place.in].filter((text) => text !== null);
  return lines.flatMap(({ properties }) => properties.filter(({ name }) => name === place.name).map(({ value }) => value));
}
