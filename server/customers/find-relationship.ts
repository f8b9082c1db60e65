import type { Knex } from 'knex';

/** What a log-in by the numbers on the invoice needs to know of a relationship. */
export interface FoundRelationship {
  relationshipId: string;
  /** E.164; null when the utility knows none. */
  registeredMobile: string | null;
}

/**
 * The relationship of a plant number and one of its metering points at this moment, null when they fit nobody. Of
 * several with the same plant number it is the running one; of ended ones the last, as long as it has not ended for
 * more than `endedMonths`.
 */
export async function findRelationship(
  database: Knex,
  plantNumber: string,
  meteringPointId: string,
  { now, endedMonths }: { now: Date; endedMonths: number },
): Promise<FoundRelationship | null> {
  const { rows } = await database.raw<{ rows: { relationship_id: string; registered_mobile: string | null }[] }>(
    `select r.relationship_id, r.registered_mobile
     from relationship r join relationship_metering_point p using (relationship_id)
     where r.plant_number = :plantNumber and p.metering_point_id = :meteringPointId and r.valid_from <= :now
       and (r.valid_to is null or r.valid_to > :now::timestamptz - make_interval(months => :endedMonths))
     order by r.valid_from desc limit 1`,
    { plantNumber, meteringPointId, now, endedMonths },
  );
  const row = rows[0];
  return row === undefined ? null : { relationshipId: row.relationship_id, registeredMobile: row.registered_mobile };
}
