import type { Knex } from 'knex';
import { mayRead, readerValues, type Reader } from '../account/right-to-read.ts';
import { statement } from '../database/statement.ts';
import type { Invoice, InvoiceDetails, InvoiceKind, MeterCheck, MeterComparison } from '../contract/invoices.ts';
import type { Comparison } from './compare/compare-with-meter.ts';
import type { StoredDocument } from './prepared-invoice.ts';

interface InvoiceRow {
  invoice_id: string;
  number: string;
  kind: InvoiceKind;
  issued_on: string;
  due_on: string | null;
  period_from: string | null;
  period_to: string | null;
  amount_ore: string;
  refers_to: string[];
  checks: (boolean | null)[] | null;
  uses: number;
  has_pdf: boolean;
  state: 'paid' | 'part' | 'unpaid' | null;
  paid_on: string | null;
  paid_ore: string | null;
}

interface DetailRow extends InvoiceRow {
  kid: string | null;
  account: string | null;
  buyer_name: string;
  document: StoredDocument;
  comparison: Comparison[] | null;
  attachments: InvoiceDetails['attachments'];
}

/**
 * One row of another table at a time (`limit 1`): the planner would else read all files or payments there are.
 * Only what stands, and only of a relationship that the reader may read in this moment: an invoice is of one customer's period. */
const fromOwn = `
  from relationship r join invoice i on i.relationship_id = r.relationship_id and i.standing
  left join lateral (select state, paid_on, amount_ore from invoice_payment where seller_id = i.seller_id and number = i.number limit 1) p on true
  where ${mayRead('invoices')}`;

const columns = `
  i.invoice_id, i.number, i.kind, i.issued_on::text, i.due_on::text, i.period_from::text, i.period_to::text, i.amount_ore, i.refers_to,
  (select jsonb_agg(c->'agrees') from jsonb_array_elements(i.comparison) c) as checks, jsonb_array_length(i.document->'uses') as uses,
  (select true from invoice_attachment a where a.invoice_id = i.invoice_id and a.media_type = 'application/pdf' limit 1) is not null as has_pdf,
  p.state, p.paid_on::text, p.amount_ore as paid_ore`;

const ownInvoices = statement<InvoiceRow>('own-invoices', `select ${columns} ${fromOwn} order by i.issued_on desc, i.number desc`);

/** The reader's invoices, the newest first. */
export async function readInvoices(database: Knex, reader: Reader): Promise<Invoice[]> {
  return (await ownInvoices(database, { ...readerValues(reader) })).map(presentInvoice);
}

/** One of them with all it says; null where it isn't the reader's. */
export async function readInvoice(database: Knex, reader: Reader, invoiceId: string): Promise<InvoiceDetails | null> {
  const { rows } = await database.raw<{ rows: DetailRow[] }>(
    `select ${columns}, i.kid, i.account, i.buyer_name, i.document, i.comparison,
       coalesce((select jsonb_agg(jsonb_build_object('position', a.position, 'name', a.name, 'mediaType', a.media_type, 'bytes', octet_length(a.bytes)) order by a.position)
         from invoice_attachment a where a.invoice_id = i.invoice_id), '[]') as attachments
     ${fromOwn} and i.invoice_id = :invoiceId`,
    { ...readerValues(reader), invoiceId },
  );
  const [row] = rows;
  return row === undefined ? null : presentDetails(row);
}

/** A file of an invoice; null where it isn't the reader's. */
export async function readAttachment(
  database: Knex,
  reader: Reader,
  invoiceId: string,
  position: number,
): Promise<{ name: string; media_type: string; bytes: Buffer } | null> {
  const { rows } = await database.raw<{ rows: { name: string; media_type: string; bytes: Buffer }[] }>(
    `select a.name, a.media_type, a.bytes
     from relationship r join invoice i on i.relationship_id = r.relationship_id and i.standing join invoice_attachment a using (invoice_id)
     where ${mayRead('invoices')} and i.invoice_id = :invoiceId and a.position = :position`,
    { ...readerValues(reader), invoiceId, position },
  );
  return rows[0] ?? null;
}

/** The files of the invoices issued in a calendar year, without their content. */
export async function listAttachments(
  database: Knex,
  reader: Reader,
  year?: string,
): Promise<{ invoiceId: string; number: string; issuedOn: string; position: number; name: string }[]> {
  const { rows } = await database.raw(
    `select i.invoice_id as "invoiceId", i.number, i.issued_on::text as "issuedOn", a.position, a.name
     from relationship r join invoice i on i.relationship_id = r.relationship_id and i.standing join invoice_attachment a using (invoice_id)
     where ${mayRead('invoices')} and (:year::text is null or i.issued_on between make_date(:year::int, 1, 1) and make_date(:year::int, 12, 31))
     order by i.issued_on, i.number, a.position`,
    { ...readerValues(reader), year: year ?? null },
  );
  return rows;
}

const kroner = (ore: number | string): number => Number(ore) / 100;

function presentInvoice(row: InvoiceRow): Invoice {
  const { period_from: from, period_to: to } = row;
  return {
    id: row.invoice_id,
    number: row.number,
    kind: row.kind,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    period: from === null || to === null ? null : { from, to },
    amountNok: kroner(row.amount_ore),
    paid: row.state && { state: row.state, on: row.paid_on, amountNok: row.paid_ore === null ? null : kroner(row.paid_ore) },
    refersTo: row.refers_to,
    meterCheck: row.uses === 0 || row.kind === 'reminder' ? null : checkOf(row.checks ?? [null]),
    hasPdf: row.has_pdf,
  };
}

function checkOf(agrees: readonly (boolean | null)[]): Exclude<MeterCheck, null> {
  if (agrees.includes(false)) return 'differs';
  return agrees.includes(null) ? 'unknown' : 'agrees';
}

function presentDetails(row: DetailRow): InvoiceDetails {
  const { totals, lines, sellerName, note } = row.document;
  return {
    ...presentInvoice(row),
    sellerName,
    buyerName: row.buyer_name,
    note,
    kid: row.kid,
    account: row.account,
    lines: lines.map(({ name, description, quantity, unit, price, netOre, vatPercent }) => ({
      name,
      description,
      quantity,
      unit,
      price,
      amountNok: kroner(netOre),
      vatPercent,
    })),
    totals: totals && {
      netNok: kroner(totals.netOre),
      vatNok: kroner(totals.vatOre),
      prepaidNok: kroner(totals.prepaidOre),
      roundingNok: kroner(totals.roundingOre),
    },
    attachments: row.attachments,
    comparisons: row.kind === 'reminder' ? [] : (row.comparison ?? []).map(presentComparison),
  };
}

function presentComparison(one: Comparison): MeterComparison {
  const pair = (registers: readonly [number, number] | null): [number, number] | null => registers && [registers[0], registers[1]];
  return {
    check: checkOf([one.agrees]),
    reasons: [...one.reasons],
    meteringPoints: [...one.meteringPoints],
    from: one.from,
    to: one.to,
    invoiceKwh: one.invoiceKwh,
    meterKwh: one.meterKwh,
    differenceKwh: one.differenceKwh,
    differenceNok: one.differenceOre === null ? null : kroner(one.differenceOre),
    invoiceRegisters: pair(one.invoiceRegisters),
    meterRegisters: pair(one.meterRegisters),
    readOn: one.readOn && [one.readOn[0], one.readOn[1]],
  };
}
