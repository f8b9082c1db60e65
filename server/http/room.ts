import { readHttpConfig } from './settings.ts';

/** HTTP itself: where the server listens and whom it answers. */
export const httpRoom = { name: 'http', settings: { http: readHttpConfig } };
