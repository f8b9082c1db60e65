import type { Room } from '../room.ts';
import { relationshipEndpoints } from './endpoints.ts';

/** "Ditt kundeforhold". */
export const relationshipRoom = { name: 'relationship', endpoints: relationshipEndpoints } satisfies Room;
