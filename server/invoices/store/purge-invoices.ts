import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { inOneGo } from '../../database/in-one-go.ts';
import { zone } from '../../ground/zone.ts';

/** Removes invoices issued before the full calendar years that they are kept for, with their PDFs and payments. Answers how many; with `check` they stay. */
export async function purgeInvoices(
  database: Knex,
  years: number,
  now: Date,
  check = false,
): Promise<{ before: string; invoices: number }> {
  const before = `${DateTime.fromJSDate(now, { zone }).year - years}-01-01`;
  return inOneGo(database, check, async (transaction) => {
    const invoices = await transaction('invoice').where('issued_on', '<', before).delete();
    await transaction.raw(
      `delete from invoice_payment p where not exists (select from invoice i where i.seller_id = p.seller_id and i.number = p.number)`,
    );
    await transaction.raw(`delete from invoice_delivery d where not exists (select from invoice i where i.delivery_id = d.delivery_id)`);
    return { before, invoices };
  });
}
