import type { Knex } from 'knex';
import { inOneGo } from '../../database/in-one-go.ts';
import { audit } from '../../ground/audit.ts';

/**
 * Takes back what came in files of a name. Where one of its invoices had replaced an older version, that one stands again.
 * Answers the numbers of the invoices that are gone; with `check` they would be, and stay.
 */
export async function withdrawInvoices(database: Knex, fileName: string, at: Date, check = false): Promise<string[]> {
  return inOneGo(database, check, async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { seller_id: string; number: string }[] }>(
      `delete from invoice i using invoice_delivery d where d.delivery_id = i.delivery_id and d.file_name = :fileName
       returning i.seller_id, i.number`,
      { fileName },
    );
    if (rows.length === 0) return [];
    await transaction.raw('delete from invoice_delivery d where file_name = :fileName', { fileName });
    await transaction.raw(
      `update invoice i set standing = true
       from (select seller_id, number, max(version) as version, bool_or(standing) as stands from invoice
             where (seller_id, number) in (select * from unnest(:sellers::text[], :numbers::text[])) group by seller_id, number) last
       where not stands and i.seller_id = last.seller_id and i.number = last.number and i.version = last.version`,
      { sellers: rows.map((row) => row.seller_id), numbers: rows.map((row) => row.number) },
    );
    await audit(transaction, { what: 'invoices-withdrawn', at, details: { invoices: rows.length } });
    return [...new Set(rows.map(({ number }) => number))].toSorted();
  });
}
