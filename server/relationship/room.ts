import type { Room } from '../room.ts';
import { customerEndpoints } from './endpoints.ts';

/** "Ditt kundeforhold". */
export const relationshipRoom = { name: 'relationship', endpoints: customerEndpoints } satisfies Room;
