import type { Room } from '../room.ts';
import { accountEndpoints } from './endpoints.ts';

/** "Se og rediger din profil". */
export const profileRoom = { name: 'profile', endpoints: accountEndpoints } satisfies Room;
