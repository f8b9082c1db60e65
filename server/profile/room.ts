import type { Room } from '../room.ts';
import { profileEndpoints } from './endpoints.ts';

/** "Se og rediger din profil". */
export const profileRoom = { name: 'profile', endpoints: profileEndpoints } satisfies Room;
