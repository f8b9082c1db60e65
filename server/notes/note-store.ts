import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Note } from '../contract/notes.ts';
import { Failure } from '../failure.ts';

/** Notes that an account may have at one relationship. */
export const mostNotes = 100;

/** Whose notes, and at which relationship: they hang on the link between the two. */
export interface NotesOf {
  accountId: string;
  relationshipId: string;
}

/** What a note says, and of which local day. */
export interface NoteText {
  date: string;
  text: string;
}

/** The notes by day. */
export async function listNotes(database: Knex, whose: NotesOf): Promise<Note[]> {
  return ofLink(database, whose)
    .orderBy(['day', 'note_id'])
    .select('note_id as id', database.raw<string>('day::text as date'), 'text') as Promise<Note[]>;
}

/** False when there are as many as there may be. @throws Failure not-found when it was unlinked a moment ago. */
export async function addNote(transaction: Knex, whose: NotesOf, { date, text }: NoteText): Promise<boolean> {
  // Two windows that write the last two wait for one another here; so does unlinking.
  const held = { account_id: whose.accountId, relationship_id: whose.relationshipId };
  if ((await transaction('link').where(held).forUpdate().first('account_id')) === undefined) throw new Failure('not-found');
  const [row] = await ofLink(transaction, whose).count<{ count: string }[]>('* as count');
  if (Number(row?.count ?? 0) >= mostNotes) return false;
  await transaction('note').insert({
    note_id: randomUUID(),
    ...held,
    day: date,
    text,
  });
  return true;
}

/** False when there is no such note of theirs. */
export async function changeNote(database: Knex, whose: NotesOf, noteId: string, { date, text }: NoteText): Promise<boolean> {
  return (await ofLink(database, whose).where({ note_id: noteId }).update({ day: date, text })) === 1;
}

/** False when there is no such note of theirs. */
export async function removeNote(database: Knex, whose: NotesOf, noteId: string): Promise<boolean> {
  return (await ofLink(database, whose).where({ note_id: noteId }).delete()) === 1;
}

function ofLink(database: Knex, { accountId, relationshipId }: NotesOf) {
  return database('note').where({ account_id: accountId, relationship_id: relationshipId });
}
