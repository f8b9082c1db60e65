import type { Room } from '../room.ts';
import { noteEndpoints } from './endpoints.ts';
import { noteOwnTable } from './own-notes.ts';

/** What an account holder writes on the time line ("nye vinduer"). */
export const notesRoom = { name: 'notes', endpoints: noteEndpoints, ownData: { tables: [noteOwnTable] } } satisfies Room;
