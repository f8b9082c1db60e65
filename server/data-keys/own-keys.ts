import type { OwnTable } from '../room.ts';

/** The keys, without their hashes. */
export const keyOwnTable: OwnTable = {
  key: 'keys',
  file: 'nokler.csv',
  explained: {
    nb: 'nøkler til egne data: hvilke programmer du har gitt lov til å lese forbruket',
    nn: 'nøklar til eigne data: kva program du har gjeve lov til å lese forbruket',
    en: 'keys to your own data: which programs you have let read your consumption',
  },
  columns: {
    name: { nb: 'Navn', nn: 'Namn', en: 'Name' },
    plants: { nb: 'Anleggsnummer', nn: 'Anleggsnummer', en: 'Plant number' },
    made_at: { nb: 'Opprettet', nn: 'Oppretta', en: 'Created' },
    last_used_at: { nb: 'Sist brukt', nn: 'Sist brukt', en: 'Last used' },
    last_used_block: { nb: 'Sist brukt fra', nn: 'Sist brukt frå', en: 'Last used from' },
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
