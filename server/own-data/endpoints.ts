import { requireFreshLogIn } from '../account/fresh-log-in.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Room } from '../room.ts';
import type { Services } from '../services.ts';
import { sendOwnData } from './send-own-data.ts';

export function ownDataEndpoints(services: Services, rooms: readonly Room[]) {
  const parts = rooms.flatMap(({ ownData }) => ownData ?? []);
  return [
    endpoint('GET /my-data', { who: 'account' }, async ({ signedIn, ctx }) => {
      await requireFreshLogIn(services, signedIn);
      await sendOwnData(services, parts, ctx, signedIn);
    }),
  ] as const;
}
