import type { Knex } from 'knex';
import type { RelationshipSummary } from '../contract/session.ts';
import { zone } from '../ground/zone.ts';

interface SummaryRow {
  relationship_id: string;
  plant_number: string;
  customer_name: string;
  address: string;
  own_name: string | null;
  favourite: boolean;
  ended_on: string | null;
}

/** What a summary is read from: `relationship r` with `link l` beside it. */
const summaryColumns = `
  r.relationship_id, r.plant_number, r.customer_name, r.address,
  l.own_name, coalesce(l.favourite, false) as favourite,
  -- The last day that still belongs to the customer.
  case when r.valid_to <= :now then ((r.valid_to at time zone :zone)::date - 1)::text end as ended_on`;

/** All that an account is linked to: the favourite first, then the last viewed. */
export async function linkedSummaries(database: Knex, accountId: string, now: Date): Promise<RelationshipSummary[]> {
  const { rows } = await database.raw<{ rows: SummaryRow[] }>(
    `select ${summaryColumns} from link l join relationship r using (relationship_id)
     where l.account_id = :accountId order by l.favourite desc, l.last_viewed_at desc, r.plant_number`,
    { accountId, now, zone },
  );
  return rows.map(presentSummary);
}

/** One relationship, with the own name and mark that the account gave it; null when there is none of that id. */
export async function relationshipSummary(
  database: Knex,
  relationshipId: string,
  accountId: string | null,
  now: Date,
): Promise<RelationshipSummary | null> {
  const { rows } = await database.raw<{ rows: SummaryRow[] }>(
    `select ${summaryColumns} from relationship r
     left join link l on l.relationship_id = r.relationship_id and l.account_id = :accountId
     where r.relationship_id = :relationshipId`,
    { relationshipId, accountId, now, zone },
  );
  return rows[0] === undefined ? null : presentSummary(rows[0]);
}

function presentSummary(row: SummaryRow): RelationshipSummary {
  return {
    id: row.relationship_id,
    plantNumber: row.plant_number,
    customerName: row.customer_name,
    ownName: row.own_name,
    address: row.address,
    favourite: row.favourite,
    endedOn: row.ended_on,
  };
}
