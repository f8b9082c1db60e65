import { readOre } from '../ground/ore.ts';
import { InputFault } from '../ground/input-fault.ts';
import { dateCell, numberCell, readCsvTable, type CsvRow } from './csv-table.ts';
import { attachmentFault, safeName, type Attachment } from './document/attachment.ts';
import { isKid, readAccount } from './document/check-digits.ts';
import { withHash, type InvoiceKind, type PreparedInvoice } from './prepared-invoice.ts';

const columns = [
  'file',
  'plant_number',
  'number',
  'kind',
  'issued_on',
  'due_on',
  'period_from',
  'period_to',
  'amount_nok',
  'kid',
  'account',
  'refers_to',
  'seller_id',
  'seller_name',
  'buyer_name',
  'metering_point_id',
  'register_from_kwh',
  'register_to_kwh',
  'energy_kwh',
] as const;
type Column = (typeof columns)[number];
type Row = CsvRow<Column>;

const kinds: readonly string[] = ['invoice', 'credit-note', 'reminder'] satisfies InvoiceKind[];
const mostBytes = 10_000_000;

/** Asked for a PDF beside the index; undefined where there is none of that name. */
export type ReadPdf = (name: string) => Promise<Uint8Array | undefined>;

/**
 * Reads an index of PDF invoices, for utilities without EHF: one line an invoice, its PDF beside the index.
 * @throws InputFault with line and column; nothing of the index is taken then.
 */
export async function readIndexFile(bytes: Uint8Array, readPdf: ReadPdf): Promise<PreparedInvoice[]> {
  const rows = readRows(bytes);
  if (rows.length === 0) throw new InputFault('the index has no invoices', 1);
  const lines = new Map<string, number>();
  const invoices: PreparedInvoice[] = [];
  for (const row of rows) {
    const { cells, line } = row;
    const key = `${cells.seller_id}\0${cells.number}`;
    if (lines.has(key)) throw new InputFault(`stands in line ${lines.get(key)} already`, line, 'number');
    lines.set(key, line);
    invoices.push(prepare(row, await readAttached(row, readPdf)));
  }
  return invoices;
}

/** The names of the PDFs that an index is about. @throws InputFault */
export function pdfNamesOf(bytes: Uint8Array): string[] {
  return [...new Set(readRows(bytes).map(({ cells }) => cells.file))];
}

const readRows = (bytes: Uint8Array): Row[] =>
  readCsvTable(bytes, columns, ['file', 'plant_number', 'number', 'issued_on', 'amount_nok', 'buyer_name']);

async function readAttached({ cells, line }: Row, readPdf: ReadPdf): Promise<Attachment> {
  const name = cells.file;
  // Beside the index and nowhere else.
  if (/[\\/]/.test(name) || name.startsWith('.')) throw new InputFault('must be a file name without folders', line, 'file');
  const bytes = await readPdf(name);
  if (bytes === undefined) throw new InputFault(`there is no file ${name} beside the index`, line, 'file');
  if (bytes.length > mostBytes) throw new InputFault(`${name} is larger than ${mostBytes / 1e6} MB`, line, 'file');
  const fault = attachmentFault('application/pdf', bytes);
  if (fault !== undefined) throw new InputFault(`${name}: ${fault}`, line, 'file');
  return { name: safeName(name, 'application/pdf'), mediaType: 'application/pdf', bytes };
}

function prepare(row: Row, pdf: Attachment): PreparedInvoice {
  const { cells, line } = row;
  const fault = (column: Column, message: string): never => {
    throw new InputFault(message, line, column);
  };
  const kind = cells.kind || 'invoice';
  if (!kinds.includes(kind)) fault('kind', `must be one of ${kinds.join(', ')}`);
  if (!/^\d{1,18}$/.test(cells.plant_number)) fault('plant_number', 'must be 1 to 18 digits');
  if (cells.number.length > 60) fault('number', 'has at most 60 characters');
  if (cells.metering_point_id !== '' && !/^[1-9]\d{0,17}$/.test(cells.metering_point_id))
    fault('metering_point_id', 'must be 1 to 18 digits, the first not 0');
  if (cells.kid !== '' && !isKid(cells.kid)) fault('kid', 'has a wrong check digit, or not 2 to 25 digits');
  const account = cells.account === '' ? null : (readAccount(cells.account) ?? fault('account', 'has a wrong check digit'));
  const amountOre =
    readOre(cells.amount_nok.replace(',', '.')) ?? fault('amount_nok', `"${cells.amount_nok.slice(0, 40)}" is no amount with two decimals`);
  const periodFrom = dateCell(row, 'period_from');
  const periodTo = dateCell(row, 'period_to');
  if ((periodFrom === null) !== (periodTo === null)) fault('period_to', 'a period has both ends');
  if (periodFrom !== null && periodTo! < periodFrom) fault('period_to', 'the period ends before it begins');
  const kwh = numberCell(row, 'energy_kwh');
  if (kwh !== null && periodFrom === null) fault('energy_kwh', 'needs period_from and period_to');
  return withHash({
    sellerId: cells.seller_id,
    number: cells.number,
    kind: kind as InvoiceKind,
    issuedOn: dateCell(row, 'issued_on')!,
    dueOn: dateCell(row, 'due_on'),
    periodFrom,
    periodTo,
    amountOre: kind === 'credit-note' ? -Math.abs(amountOre) : amountOre,
    kid: cells.kid || null,
    account,
    refersTo: cells.refers_to === '' ? [] : cells.refers_to.split(/[\s,]+/),
    plantNumber: cells.plant_number,
    buyerName: cells.buyer_name,
    meteringPoints: cells.metering_point_id === '' ? [] : [cells.metering_point_id],
    document: {
      sellerName: cells.seller_name,
      note: null,
      lines: [],
      totals: null,
      vat: [],
      uses:
        kwh === null
          ? []
          : [
              {
                meteringPointId: cells.metering_point_id || null,
                meterSerial: null,
                from: periodFrom!,
                to: periodTo!,
                kwh: Number(kwh),
                stepKwh: 10 ** -(kwh.split('.')[1]?.length ?? 0),
                registerFromKwh: registerOf(row, 'register_from_kwh'),
                registerToKwh: registerOf(row, 'register_to_kwh'),
                ore: 0,
              },
            ],
    },
    attachments: [pdf],
  });
}

function registerOf(row: Row, column: 'register_from_kwh' | 'register_to_kwh'): number | null {
  const written = numberCell(row, column);
  return written === null ? null : Number(written);
}
