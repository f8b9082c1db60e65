/** What an account holder has written on the time line of a relationship. */
export interface Note {
  id: string;
  /** Local date. */
  date: string;
  /** A line of at most 100 characters. */
  text: string;
}

export interface NotesEndpoints {
  /** The account holder's own notes at the relationship shown, by date. Changes answer all of them too. */
  'GET /notes': { reply: { notes: Note[] } };
  'POST /notes': { body: { date: string; text: string }; reply: { notes: Note[] } };
  'PUT /notes/:id': { path: { id: string }; body: { date: string; text: string }; reply: { notes: Note[] } };
  'DELETE /notes/:id': { path: { id: string }; body: Record<string, never>; reply: { notes: Note[] } };
}
