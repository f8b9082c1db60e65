import type { OwnTable } from '../room.ts';

/** The notes, as they were written. */
export const noteOwnTable: OwnTable = {
  key: 'notes',
  file: 'notater.csv',
  explained: 'notatene dine på tidslinjen',
  columns: { plant_number: 'Anleggsnummer', day: 'Dato', text: 'Notat' },
  read: async ({ database }, { accountId }) => {
    const { rows } = await database.raw(
      `select r.plant_number, n.day::text, n.text from note n join relationship r using (relationship_id)
       where n.account_id = :accountId order by r.plant_number, n.day`,
      { accountId },
    );
    return rows;
  },
};
