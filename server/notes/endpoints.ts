import * as v from 'valibot';
import { isLinked } from '../account/link-store.ts';
import { refuseForeign } from '../account/refuse-foreign.ts';
import { date } from '../consumption/query.ts';
import type { Note } from '../contract/notes.ts';
import { Failure } from '../failure.ts';
import { typedLine } from '../ground/typed-line.ts';
import { endpoint, type Call } from '../http/endpoint.ts';
import type { Services } from '../services.ts';
import { addNote, changeNote, listNotes, removeNote, type NotesOf, type NoteText } from './note-store.ts';

type Caller = Pick<Call<'GET /notes', 'account'>, 'signedIn' | 'ctx'>;

/** What the account holder has written on the time line of the relationship shown. */
export function noteEndpoints(services: Services) {
  const { database } = services;
  const body = v.object({ date, text: v.pipe(v.string(), v.maxLength(1000)) });
  const path = v.object({ id: v.pipe(v.string(), v.uuid()) });

  /** @throws Failure not-found where no relationship is shown, or it is not linked (any more). */
  async function whoseOf({ signedIn, ctx }: Caller): Promise<NotesOf> {
    const { accountId, relationshipId } = signedIn;
    if (relationshipId === null || !(await isLinked(database, accountId, relationshipId))) return refuseForeign(services, ctx, signedIn);
    return { accountId, relationshipId };
  }

  async function listOr(found: boolean, whose: NotesOf, { signedIn, ctx }: Caller): Promise<{ notes: Note[] }> {
    return found ? { notes: await listNotes(database, whose) } : refuseForeign(services, ctx, signedIn);
  }

  return [
    endpoint('GET /notes', { who: 'account' }, async (call) => ({ notes: await listNotes(database, await whoseOf(call)) })),

    endpoint('POST /notes', { who: 'account', body }, async (call) => {
      const whose = await whoseOf(call);
      const note = cleanNote(call.input);
      const added = await database.transaction((transaction) => addNote(transaction, whose, note));
      if (!added) throw new Failure('conflict', { reason: 'too-many-notes' });
      return { notes: await listNotes(database, whose) };
    }),

    endpoint('PUT /notes/:id', { who: 'account', path, body }, async (call) => {
      const whose = await whoseOf(call);
      return listOr(await changeNote(database, whose, call.path.id, cleanNote(call.input)), whose, call);
    }),

    endpoint('DELETE /notes/:id', { who: 'account', path, body: v.object({}) }, async (call) => {
      const whose = await whoseOf(call);
      return listOr(await removeNote(database, whose, call.path.id), whose, call);
    }),
  ] as const;
}

/** @throws Failure bad-field note. */
function cleanNote({ date, text }: NoteText): NoteText {
  const clean = typedLine(text);
  if (clean === '') throw new Failure('bad-field', { field: 'note', reason: 'required' });
  if ([...clean].length > 100) throw new Failure('bad-field', { field: 'note', reason: 'too-long' });
  return { date, text: clean };
}
