import type { Knex } from 'knex';
import { inOneGo } from '../database/in-one-go.ts';
import { InputFault } from '../ground/input-fault.ts';
import { monthAfter, type IndexMonths } from './price-index-file.ts';
import type { PriceList } from './price-list.ts';
import { PriceListFaults, versionFaults } from './read-price-list.ts';

/** What became of a price list: another content of the same first day replaces the one before, with a trace. */
export type ListOutcome = 'new' | 'changed' | 'unchanged';

interface VersionRow {
  id: string;
  validFrom: string;
  validTo: string | null;
}

/**
 * Takes price lists in, all or nothing.
 * @throws PriceListFaults where the versions of a list would overlap or leave a gap.
 */
export async function importPriceLists(database: Knex, lists: readonly PriceList[], at: Date, check = false): Promise<ListOutcome[]> {
  return inOneGo(database, check, async (transaction) => {
    await transaction.raw('lock table price_list in share row exclusive mode');
    const outcomes: ListOutcome[] = [];
    for (const list of lists) outcomes.push(await storeList(transaction, list, at));
    const { rows } = await transaction.raw<{ rows: VersionRow[] }>(
      `select id, valid_from::text as "validFrom", valid_to::text as "validTo" from price_list where id = any(:ids::text[])`,
      { ids: lists.map(({ id }) => id) },
    );
    const versions = rows.map(({ validTo, ...version }) => ({ ...version, validTo: validTo ?? undefined }));
    const faults = [...Map.groupBy(versions, ({ id }) => id).values()].flatMap((own) => versionFaults(own));
    if (faults.length > 0) throw new PriceListFaults(faults);
    return outcomes;
  });
}

async function storeList(transaction: Knex, list: PriceList, at: Date): Promise<ListOutcome> {
  const values = { id: list.id, from: list.validFrom, to: list.validTo ?? null, list: JSON.stringify(list), at };
  const { rows: stored } = await transaction.raw<{ rows: { same: boolean }[] }>(
    'select list = :list::jsonb as same from price_list where id = :id and valid_from = :from::date',
    values,
  );
  if (stored[0]?.same) return 'unchanged';
  await transaction.raw(
    `insert into price_list_replaced (id, valid_from, list, replaced_at)
     select id, valid_from, list, :at from price_list where id = :id and valid_from = :from::date`,
    values,
  );
  await transaction.raw(
    `insert into price_list (id, valid_from, valid_to, list, imported_at) values (:id, :from::date, :to::date, :list::jsonb, :at)
     on conflict (id, valid_from) do update set valid_to = excluded.valid_to, list = excluded.list, imported_at = excluded.imported_at`,
    values,
  );
  return stored.length > 0 ? 'changed' : 'new';
}

/**
 * Takes a series' months in, all or nothing; months that are stored already are corrected.
 * @throws InputFault where a month between the file's and the stored ones would be missing.
 */
export async function importPriceIndex(
  database: Knex,
  series: string,
  { withVat, months }: IndexMonths,
  vatPercent: number,
  check = false,
): Promise<{ read: number; changed: number }> {
  return inOneGo(database, check, async (transaction) => {
    const { rows: changed } = await transaction.raw<{ rows: unknown[] }>(
      `insert into price_index as p (series, month, ore_per_kwh, vat_percent)
       select :series, month, ore::numeric, :vat::numeric from jsonb_to_recordset(:months::jsonb) as m (month text, ore text)
       on conflict (series, month) do update set ore_per_kwh = excluded.ore_per_kwh, vat_percent = excluded.vat_percent
       where (p.ore_per_kwh, p.vat_percent) is distinct from (excluded.ore_per_kwh, excluded.vat_percent) returning 1`,
      { series, vat: withVat ? vatPercent : 0, months: JSON.stringify(months) },
    );
    const { rows } = await transaction.raw<{ rows: { month: string; vat_percent: string }[] }>(
      'select month, vat_percent from price_index where series = :series order by month',
      { series },
    );
    const gap = rows.findIndex(({ month }, n) => n > 0 && month !== monthAfter(rows[n - 1]!.month));
    if (gap > 0) throw new InputFault(`${monthAfter(rows[gap - 1]!.month)} would be missing in ${series}, which has ${rows[gap]!.month}`);
    if (rows.some((row) => row.vat_percent !== rows[0]!.vat_percent))
      throw new InputFault(`${series} has other months with another VAT: a series is with or without it`);
    return { read: months.length, changed: changed.length };
  });
}
