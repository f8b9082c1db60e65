import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { matchInvoice, type SetAside } from '../match-invoice.ts';
import type { PreparedInvoice } from '../prepared-invoice.ts';
import { copyAttachments } from './copy-attachments.ts';
import { readCandidates } from './read-candidates.ts';

/** What became of an invoice. */
export interface Outcome {
  readonly outcome: 'new' | 'changed' | 'unchanged';
  /** Null where it was stored already. */
  readonly invoiceId: string | null;
  readonly setAside: SetAside | null;
}

/** An invoice with the delivery that it came in. */
export interface InvoiceOfDelivery {
  readonly invoice: PreparedInvoice;
  readonly deliveryId: string;
}

interface KnownVersion {
  seller_id: string;
  number: string;
  version: number;
  content_hash: Buffer;
}

const keyOf = ({ sellerId, number }: { sellerId: string; number: string }): string => `${sellerId}\0${number}`;

/** Serial over all servers: versions are counted. Any number that nothing else locks. */
const invoiceLock = 7_421_002;

/**
 * Stores invoices, no two of which have the same seller and number. The same content again changes nothing, even where a newer
 * version has come since; another content is a new version, and the one before stays as a trace.
 */
export async function storeInvoices(transaction: Knex, delivered: readonly InvoiceOfDelivery[]): Promise<Outcome[]> {
  await transaction.raw('select pg_advisory_xact_lock(?)', [invoiceLock]);
  const known = await readVersions(transaction, delivered);
  const candidates = await readCandidates(
    transaction,
    delivered.map(({ invoice }) => invoice),
  );
  const fresh = delivered.map(({ invoice, deliveryId }) => {
    const versions = known.get(keyOf(invoice)) ?? [];
    if (versions.some(({ content_hash: hash }) => hash.equals(invoice.contentHash))) return null;
    const match = matchInvoice(invoice, candidates);
    return {
      invoice,
      deliveryId,
      invoiceId: randomUUID(),
      version: Math.max(0, ...versions.map(({ version }) => version)) + 1,
      relationshipId: 'relationshipId' in match ? match.relationshipId : null,
      setAside: 'setAside' in match ? match.setAside : null,
    };
  });
  const rows = fresh.filter((row) => row !== null);
  if (rows.length > 0) {
    await transaction.raw(supersedeSql, {
      sellers: rows.map(({ invoice }) => invoice.sellerId),
      numbers: rows.map(({ invoice }) => invoice.number),
    });
    await transaction.raw(insertSql, { rows: JSON.stringify(rows.map(({ invoice, ...row }) => ({ ...row, ...columnsOf(invoice) }))) });
    await copyAttachments(
      transaction,
      rows.flatMap(({ invoice, invoiceId }) => invoice.attachments.map((attachment, position) => ({ ...attachment, invoiceId, position }))),
    );
  }
  return fresh.map((row) =>
    row === null
      ? { outcome: 'unchanged', invoiceId: null, setAside: null }
      : { outcome: row.version === 1 ? 'new' : 'changed', invoiceId: row.invoiceId, setAside: row.setAside },
  );
}

async function readVersions(transaction: Knex, delivered: readonly InvoiceOfDelivery[]): Promise<Map<string, KnownVersion[]>> {
  const { rows } = await transaction.raw<{ rows: KnownVersion[] }>(
    `select i.seller_id, i.number, i.version, i.content_hash
     from unnest(:sellers::text[], :numbers::text[]) as k (seller_id, number) join invoice i using (seller_id, number)`,
    { sellers: delivered.map(({ invoice }) => invoice.sellerId), numbers: delivered.map(({ invoice }) => invoice.number) },
  );
  return Map.groupBy(rows, ({ seller_id: sellerId, number }) => keyOf({ sellerId, number }));
}

function columnsOf({ attachments: _, contentHash, ...invoice }: PreparedInvoice) {
  return { ...invoice, contentHash: contentHash.toString('hex') };
}

const supersedeSql = `
  update invoice i set standing = false
  from unnest(:sellers::text[], :numbers::text[]) as k (seller_id, number)
  where i.seller_id = k.seller_id and i.number = k.number and i.standing`;

const insertSql = `
  insert into invoice (invoice_id, delivery_id, seller_id, number, version, standing, content_hash, kind, issued_on, due_on, period_from, period_to,
    amount_ore, kid, account, refers_to, plant_number, buyer_name, metering_points, document, relationship_id, set_aside)
  select "invoiceId", "deliveryId", "sellerId", number, version, true, decode("contentHash", 'hex'), kind, "issuedOn", "dueOn", "periodFrom", "periodTo",
    "amountOre", kid, account, "refersTo", "plantNumber", "buyerName", "meteringPoints", document, "relationshipId", "setAside"
  from jsonb_to_recordset(:rows::jsonb) as t ("invoiceId" uuid, "deliveryId" uuid, "sellerId" text, number text, version int, "contentHash" text,
    kind text, "issuedOn" date, "dueOn" date, "periodFrom" date, "periodTo" date, "amountOre" bigint, kid text, account text, "refersTo" text[],
    "plantNumber" text, "buyerName" text, "meteringPoints" bigint[], document jsonb, "relationshipId" uuid, "setAside" text)`;
