import type { Knex } from 'knex';

/** The relationship that plant number and metering point belong to now, with the mobile on its record; null when they fit nobody. */
export async function findCustomer(
  database: Knex,
  plantNumber: string,
  meteringPointId: string,
  at: Date,
): Promise<{ relationshipId: string; registeredMobile: string | null } | null> {
  const row = await database('relationship')
    .join('relationship_metering_point', 'relationship_metering_point.relationship_id', 'relationship.relationship_id')
    .where({ plant_number: plantNumber, metering_point_id: meteringPointId })
    .where('relationship.valid_from', '<=', at)
    .where((open) => open.whereNull('relationship.valid_to').orWhere('relationship.valid_to', '>', at))
    .first('relationship.relationship_id', 'registered_mobile');
  return row === undefined ? null : { relationshipId: row.relationship_id, registeredMobile: row.registered_mobile };
}

/** The mobile on the customer's record, E.164; null when the utility has none. */
export async function findRegisteredMobile(database: Knex, relationshipId: string): Promise<string | null> {
  const row = await database('relationship').where({ relationship_id: relationshipId }).first('registered_mobile');
  return row?.registered_mobile ?? null;
}
