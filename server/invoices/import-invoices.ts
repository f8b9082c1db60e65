import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { inOneGo } from '../database/in-one-go.ts';
import { InputFault } from '../ground/input-fault.ts';
import { compareInvoices } from './compare/compare-invoices.ts';
import { isEncryptedPdf } from './document/attachment.ts';
import { readEhf } from './document/read-ehf.ts';
import type { SetAside } from './match-invoice.ts';
import { prepareEhf, type PreparedInvoice } from './prepared-invoice.ts';
import type { InvoiceProfile } from './profile.ts';
import { storeInvoices, type InvoiceOfDelivery } from './store/store-invoices.ts';

/** A file of invoices: EHF as it is, or what an index of PDFs says. */
export interface InvoiceFile {
  readonly name: string;
  /** Null where `read` gives the invoices. */
  readonly bytes: Uint8Array | null;
  /** @throws InputFault */
  read?(): Promise<PreparedInvoice[]>;
}

/** What an import of invoices did. */
export interface InvoiceReport {
  files: number;
  added: number;
  changed: number;
  unchanged: number;
  setAside: { file: string; number: string; reason: SetAside }[];
  refused: { file: string; line: number | undefined; column: string | undefined; message: string }[];
  remarks: { file: string; remark: string }[];
}

/** Invoices are stored in batches: a transaction each would take longer than reading them. */
const batchFiles = 100;
const batchBytes = 2_000_000;

interface ReadFile {
  name: string;
  deliveryId: string;
  invoices: PreparedInvoice[];
}

/**
 * Takes files in one after another. A file is taken whole, or refused with its line while the others are taken; with `check`
 * nothing is. Those that are somebody's are compared with the meter at once.
 */
export async function importInvoices(
  database: Knex,
  files: AsyncIterable<InvoiceFile> | Iterable<InvoiceFile>,
  { profile, now, check = false }: { profile: InvoiceProfile; now: Date; check?: boolean },
): Promise<InvoiceReport> {
  const report: InvoiceReport = { files: 0, added: 0, changed: 0, unchanged: 0, setAside: [], refused: [], remarks: [] };
  let batch: ReadFile[] = [];
  let keys = new Set<string>();
  let bytes = 0;
  let storing: Promise<void> = Promise.resolve();
  try {
    for await (const file of files) {
      report.files += 1;
      const read = await readFile(file, profile, report);
      if (read === undefined) continue;
      const own = read.invoices.map(({ sellerId, number }) => `${sellerId}\0${number}`);
      // Two versions of one invoice are told apart by their order: not in one batch.
      if (own.some((key) => keys.has(key)) || batch.length >= batchFiles || bytes > batchBytes) await flush();
      batch.push(read);
      for (const key of own) keys.add(key);
      bytes += read.invoices.flatMap(({ attachments }) => attachments).reduce((sum, attachment) => sum + attachment.bytes.length, 0);
    }
    await flush();
  } finally {
    await storing; // also where the next file fails: nobody is told that it is over while a batch is under way
  }
  return report;

  async function flush(): Promise<void> {
    if (batch.length === 0) return;
    const own = batch;
    batch = [];
    keys = new Set();
    bytes = 0;
    // One batch is stored while the next is read.
    await storing;
    storing = store(own);
    storing.catch(() => {}); // thrown where it is awaited
  }

  async function store(own: readonly ReadFile[]): Promise<void> {
    const stored = await inOneGo(database, check, (transaction) => storeBatch(transaction, own, now, report));
    if (!check) await compareInvoices(database, stored, now);
  }
}

async function readFile(file: InvoiceFile, profile: InvoiceProfile, report: InvoiceReport): Promise<ReadFile | undefined> {
  try {
    const deliveryId = randomUUID();
    if (file.bytes === null) {
      const invoices = (await file.read?.()) ?? [];
      const encrypted = invoices.flatMap(({ attachments }) => attachments).filter(({ bytes }) => isEncryptedPdf(bytes));
      report.remarks.push(...encrypted.map(({ name }) => ({ file: file.name, remark: `the PDF ${name} is encrypted` })));
      return { name: file.name, deliveryId, invoices };
    }
    const read = readEhf(file.bytes);
    report.remarks.push(...read.remarks.map((remark) => ({ file: file.name, remark })));
    return { name: file.name, deliveryId, invoices: [prepareEhf(read, profile)] };
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    report.refused.push({ file: file.name, line: error.line, column: error.column, message: error.message });
    return undefined;
  }
}

async function storeBatch(transaction: Knex, batch: readonly ReadFile[], now: Date, report: InvoiceReport): Promise<string[]> {
  await transaction('invoice_delivery').insert(
    batch.map(({ name, deliveryId }) => ({ delivery_id: deliveryId, file_name: name, received_at: now })),
  );
  const delivered: (InvoiceOfDelivery & { file: string })[] = batch.flatMap(({ name, deliveryId, invoices }) =>
    invoices.map((invoice) => ({ invoice, deliveryId, file: name })),
  );
  const outcomes = await storeInvoices(transaction, delivered);
  outcomes.forEach(({ outcome, setAside }, n) => {
    if (outcome === 'unchanged') report.unchanged += 1;
    else if (outcome === 'new') report.added += 1;
    else report.changed += 1;
    const { invoice, file } = delivered[n]!;
    if (setAside !== null) report.setAside.push({ file, number: invoice.number, reason: setAside });
  });
  // A file that brought nothing new leaves no delivery to take back.
  await transaction.raw(
    `delete from invoice_delivery d where d.delivery_id = any(:ids::uuid[]) and not exists (select from invoice i where i.delivery_id = d.delivery_id)`,
    { ids: batch.map(({ deliveryId }) => deliveryId) },
  );
  return outcomes.flatMap(({ invoiceId, setAside }) => (invoiceId !== null && setAside === null ? [invoiceId] : []));
}
