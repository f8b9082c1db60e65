import type { Knex } from 'knex';
import { matchInvoice } from '../match-invoice.ts';
import { readCandidates } from './read-candidates.ts';

interface AsideRow {
  invoiceId: string;
  plantNumber: string | null;
  meteringPoints: string[];
  buyerName: string;
  issuedOn: string;
  periodFrom: string | null;
  periodTo: string | null;
}

/** Looks at what was set aside once more, since customers come and change; answers those that belong to somebody now. */
export async function matchSetAside(database: Knex): Promise<string[]> {
  return database.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: AsideRow[] }>(
      `select invoice_id as "invoiceId", plant_number as "plantNumber", metering_points::text[] as "meteringPoints", buyer_name as "buyerName",
         issued_on::text as "issuedOn", period_from::text as "periodFrom", period_to::text as "periodTo"
       from invoice where relationship_id is null for update skip locked`,
    );
    const candidates = await readCandidates(transaction, rows);
    const found = rows.flatMap((row) => {
      const match = matchInvoice(row, candidates);
      return 'relationshipId' in match ? [{ invoiceId: row.invoiceId, relationshipId: match.relationshipId }] : [];
    });
    await transaction.raw(
      `update invoice i set relationship_id = f."relationshipId", set_aside = null
       from jsonb_to_recordset(:found::jsonb) as f ("invoiceId" uuid, "relationshipId" uuid) where i.invoice_id = f."invoiceId"`,
      { found: JSON.stringify(found) },
    );
    return found.map(({ invoiceId }) => invoiceId);
  });
}

/** What belongs to nobody, the newest first. */
export async function listSetAside(
  database: Knex,
): Promise<{ file: string; number: string; issuedOn: string; plantNumber: string | null; reason: string }[]> {
  const { rows } = await database.raw(
    `select file_name as file, number, issued_on::text as "issuedOn", plant_number as "plantNumber", set_aside as reason
     from invoice join invoice_delivery using (delivery_id) where relationship_id is null and standing order by issued_on desc, number`,
  );
  return rows;
}
