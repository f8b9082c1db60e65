import type { OwnTable } from '../room.ts';

/** The keys, without their hashes. */
export const keyOwnTable: OwnTable = {
  key: 'keys',
  file: 'nokler.csv',
  explained: 'nøkler til egne data: hvilke programmer du har gitt lov til å lese forbruket',
  columns: {
    name: 'Navn',
    plants: 'Anleggsnummer',
    made_at: 'Opprettet',
    last_used_at: 'Sist brukt',
    last_used_block: 'Sist brukt fra',
  },
  read: async ({ database }, { accountId }) => {
    const { rows } = await database.raw(
      `select k.name, k.made_at, k.last_used_at, k.last_used_block,
         (select coalesce(string_agg(r.plant_number, ' ' order by r.plant_number), '')
          from data_key_plant p join relationship r using (relationship_id) where p.key_id = k.key_id) as plants
       from data_key k where k.account_id = :accountId order by k.made_at`,
      { accountId },
    );
    return rows;
  },
};
