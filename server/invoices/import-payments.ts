import type { Knex } from 'knex';
import { inOneGo } from '../database/in-one-go.ts';
import { readOre } from '../ground/ore.ts';
import { InputFault } from '../ground/input-fault.ts';
import { dateCell, readCsvTable } from './csv-table.ts';

/** What an import of payments did, in invoices. */
export interface PaymentsReport {
  read: number;
  changed: number;
  unchanged: number;
  /** Of invoices that nobody has sent: kept, and shown once they come. */
  unknown: string[];
}

const states = ['paid', 'part', 'unpaid'];

/**
 * Takes in what has been paid: `number;state;paid_on;amount_nok;seller_id`, one line an invoice, the newest word counts. All of the
 * file or nothing. Without `seller_id` the number must be one seller's alone.
 * @throws InputFault with line and column.
 */
export async function importPayments(database: Knex, bytes: Uint8Array, check = false): Promise<PaymentsReport> {
  const rows = readCsvTable(bytes, ['number', 'state', 'paid_on', 'amount_nok', 'seller_id'] as const, ['number', 'state']);
  const payments = rows.map((row) => {
    const { line, cells } = row;
    if (!states.includes(cells.state)) throw new InputFault(`must be one of ${states.join(', ')}`, line, 'state');
    const amountOre = cells.amount_nok === '' ? null : readOre(cells.amount_nok.replace(',', '.'));
    if (amountOre === undefined)
      throw new InputFault(`"${cells.amount_nok.slice(0, 40)}" is no amount with two decimals`, line, 'amount_nok');
    return {
      line,
      number: cells.number,
      state: cells.state,
      paidOn: dateCell(row, 'paid_on'),
      amountOre,
      sellerId: cells.seller_id || null,
    };
  });
  const lines = new Map<string, number>();
  for (const { line, number, sellerId } of payments) {
    const key = `${sellerId}\0${number}`;
    if (lines.has(key)) throw new InputFault(`stands in line ${lines.get(key)} already`, line, 'number');
    lines.set(key, line);
  }
  return inOneGo(database, check, async (transaction) => {
    const { rows: found } = await transaction.raw<{ rows: { line: number; sellers: string[] }[] }>(
      `select p.line, array_agg(distinct i.seller_id) as sellers
       from jsonb_to_recordset(:payments::jsonb) as p (line int, number text, "sellerId" text)
       join invoice i on i.number = p.number and i.standing and i.seller_id = coalesce(p."sellerId", i.seller_id) group by p.line`,
      { payments: JSON.stringify(payments) },
    );
    const sellers = new Map(found.map((row) => [row.line, row.sellers]));
    const doubtful = found.find((row) => row.sellers.length > 1);
    if (doubtful)
      throw new InputFault(
        `is a number of several sellers: ${doubtful.sellers.join(', ')}; name one in seller_id`,
        doubtful.line,
        'number',
      );
    const known = payments.flatMap((payment) => {
      const sellerId = payment.sellerId ?? sellers.get(payment.line)?.[0];
      return sellerId === undefined ? [] : [{ ...payment, sellerId }];
    });
    const { rows: changed } = await transaction.raw<{ rows: unknown[] }>(
      `insert into invoice_payment as p (seller_id, number, state, paid_on, amount_ore)
       select "sellerId", number, state, "paidOn", "amountOre"
       from jsonb_to_recordset(:known::jsonb) as k ("sellerId" text, number text, state text, "paidOn" date, "amountOre" bigint)
       on conflict (seller_id, number) do update set state = excluded.state, paid_on = excluded.paid_on, amount_ore = excluded.amount_ore
       where (p.state, p.paid_on, p.amount_ore) is distinct from (excluded.state, excluded.paid_on, excluded.amount_ore)
       returning 1`,
      { known: JSON.stringify(known) },
    );
    return {
      read: payments.length,
      changed: changed.length,
      unchanged: known.length - changed.length,
      unknown: payments.filter(({ line }) => !sellers.has(line)).map(({ number }) => number),
    };
  });
}
