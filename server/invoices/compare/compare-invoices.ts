import type { Knex } from 'knex';
import type { BilledUse } from '../billed-use.ts';
import { compareWithMeter, type Comparison } from './compare-with-meter.ts';
import { readMeterUse } from './read-meter-use.ts';

interface InvoiceRow {
  invoiceId: string;
  issuedOn: string;
  uses: BilledUse[];
  comparison: Comparison[] | null;
  points: string[];
}

interface NamedPoint {
  id: string;
  serials: string[];
}

/**
 * Compares invoices with the meters of whom they bill, and keeps the result with each: registers are kept for fewer years.
 * What was found once is not forgotten when the portal's hours are gone.
 */
export async function compareInvoices(database: Knex, invoiceIds: readonly string[], now: Date): Promise<number> {
  if (invoiceIds.length === 0) return 0;
  const { rows } = await database.raw<{ rows: InvoiceRow[] }>(rowsSql, { ids: invoiceIds });
  const results: { id: string; comparison: Comparison[] }[] = [];
  const serials = await readSerials(database, [...new Set(rows.flatMap(({ points }) => points))]);
  for (const row of rows) {
    const comparison: Comparison[] = [];
    const points = row.points.map((id) => ({ id, serials: serials.get(id) ?? [] }));
    for (const use of row.uses) comparison.push(await compareUse(database, points, row.issuedOn, use));
    const told = row.comparison?.some(({ agrees }) => agrees !== null) ?? false;
    if (told && comparison.every(({ agrees }) => agrees === null)) continue;
    results.push({ id: row.invoiceId, comparison });
  }
  await database.raw(
    `update invoice i set comparison = r.comparison, compared_at = :now
     from jsonb_to_recordset(:results::jsonb) as r (id uuid, comparison jsonb) where i.invoice_id = r.id`,
    { results: JSON.stringify(results), now },
  );
  return results.length;
}

async function compareUse(database: Knex, points: readonly NamedPoint[], issuedOn: string, use: BilledUse): Promise<Comparison> {
  const { from, to, registerFromKwh: registerFrom, registerToKwh: registerTo } = use;
  const meter = await readMeterUse(database, pointsOf(use, points), { from, to, issuedOn, registerFrom, registerTo });
  return compareWithMeter(use, meter);
}

/** The serials of all meters that hang or hung at some metering points. */
async function readSerials(database: Knex, points: readonly string[]): Promise<Map<string, string[]>> {
  const meters: { metering_point_id: string; serial: string }[] = await database('meter')
    .whereIn('metering_point_id', points)
    .distinct('metering_point_id', 'serial');
  return new Map([...Map.groupBy(meters, ({ metering_point_id: id }) => id)].map(([id, some]) => [id, some.map(({ serial }) => serial)]));
}

/** The point that the invoice names, by itself or by its meter; all of them where it names none. Never one that is another's. */
function pointsOf({ meteringPointId, meterSerial }: BilledUse, points: readonly NamedPoint[]): string[] {
  if (meteringPointId === null && meterSerial === null) return points.map(({ id }) => id);
  return points
    .filter(({ id, serials }) => (meteringPointId === null ? serials.includes(meterSerial!) : id === meteringPointId))
    .map(({ id }) => id);
}

/** Those whose readings may still change or come. */
export async function invoicesToCompare(database: Knex, since: string): Promise<string[]> {
  const { rows } = await database.raw<{ rows: { invoice_id: string }[] }>(
    `select invoice_id from invoice where standing and relationship_id is not null and issued_on >= :since order by issued_on`,
    { since },
  );
  return rows.map((row) => row.invoice_id);
}

/** All that don't agree, or can't be compared, the newest first. */
export async function listDifferences(
  database: Knex,
): Promise<{ number: string; plantNumber: string; issuedOn: string; comparison: Comparison }[]> {
  const { rows } = await database.raw(
    `select i.number, r.plant_number as "plantNumber", i.issued_on::text as "issuedOn", c as comparison
     from invoice i join relationship r using (relationship_id) cross join lateral jsonb_array_elements(i.comparison) c
     where i.standing and c->>'agrees' is distinct from 'true' order by i.issued_on desc, i.number`,
  );
  return rows;
}

const rowsSql = `
  select i.invoice_id as "invoiceId", i.issued_on::text as "issuedOn", i.document->'uses' as uses, i.comparison,
    array(select p.metering_point_id::text from relationship_metering_point p where p.relationship_id = i.relationship_id) as points
  from invoice i where i.invoice_id = any(:ids::uuid[]) and i.relationship_id is not null and jsonb_array_length(i.document->'uses') > 0`;
