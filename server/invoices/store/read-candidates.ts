import type { Knex } from 'knex';
import { zone } from '../../ground/zone.ts';
import type { Candidate } from '../match-invoice.ts';

/** The relationships that any of the invoices may be of, by plant number or metering point. */
export async function readCandidates(
  database: Knex,
  invoices: readonly { plantNumber: string | null; meteringPoints: readonly string[] }[],
): Promise<Candidate[]> {
  const { rows } = await database.raw<{ rows: Candidate[] }>(
    `select r.relationship_id as "relationshipId", r.plant_number as "plantNumber", r.customer_name as "customerName",
       (r.valid_from at time zone :zone)::date::text as "firstDay", ((r.valid_to at time zone :zone)::date - 1)::text as "lastDay",
       array(select p.metering_point_id::text from relationship_metering_point p where p.relationship_id = r.relationship_id) as "meteringPoints"
     from relationship r
     where r.plant_number = any(:numbers::text[])
       or r.relationship_id in (select relationship_id from relationship_metering_point where metering_point_id = any(:points::bigint[]))`,
    {
      zone,
      numbers: invoices.flatMap(({ plantNumber }) => plantNumber ?? []),
      // Only where there is no plant number: a block of flats' point may be many an invoice's.
      points: invoices.flatMap(({ plantNumber, meteringPoints }) => (plantNumber === null ? meteringPoints : [])),
    },
  );
  return rows;
}
