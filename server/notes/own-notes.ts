import type { OwnTable } from '../room.ts';

/** The notes, as they were written. */
export const noteOwnTable: OwnTable = {
  key: 'notes',
  file: 'notater.csv',
  explained: { nb: 'notatene dine på tidslinjen', nn: 'notata dine på tidslinja', en: 'your notes on the timeline' },
  columns: {
    plant_number: { nb: 'Anleggsnummer', nn: 'Anleggsnummer', en: 'Plant number' },
    day: { nb: 'Dato', nn: 'Dato', en: 'Date' },
    text: { nb: 'Notat', nn: 'Notat', en: 'Note' },
  },
  read: async ({ database }, { accountId }) => {
    const { rows } = await database.raw(
      `select r.plant_number, n.day::text, n.text from note n join relationship r using (relationship_id)
       where n.account_id = :accountId order by r.plant_number, n.day`,
      { accountId },
    );
    return rows;
  },
};
