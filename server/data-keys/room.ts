import { keyOwnTable } from './own-keys.ts';
import type { Room } from '../room.ts';
import { dataKeyEndpoints } from './endpoints.ts';

/** Keys by which an account holder's own programs read what was used. */
export const dataKeysRoom = { name: 'data-keys', endpoints: dataKeyEndpoints, ownData: { tables: [keyOwnTable] } } satisfies Room;
