import type { Room } from '../room.ts';
import { ownDataEndpoints } from './endpoints.ts';

/** "Last ned mine data": what every room holds of an account holder. */
export const ownDataRoom = { name: 'own-data', endpoints: ownDataEndpoints } satisfies Room;
