import * as v from 'valibot';
import { markViewed } from '../account/link-store.ts';
import { ownAccount } from '../account/own-account.ts';
import { endpoint } from '../http/endpoint.ts';
import { changeRights } from '../http/session.ts';
import { sessionReply } from '../login/session-reply.ts';
import type { Services } from '../services.ts';
import { refuseForeign } from '../account/refuse-foreign.ts';
import { readRelationship } from './relationship.ts';

/** "Ditt kundeforhold": the one shown, and the switch to another of the linked ones. */
export function relationshipEndpoints(services: Services) {
  const { database, now } = services;
  return [
    endpoint('GET /relationship', { who: 'relationship' }, async ({ signedIn, ctx }) => {
      const found = await readRelationship(database, signedIn, now());
      return found ?? refuseForeign(services, ctx, signedIn);
    }),

    endpoint(
      'PUT /relationship',
      { who: 'signed-in', switches: true, body: v.object({ id: v.pipe(v.string(), v.maxLength(100)) }) },
      async ({ input, signedIn, ctx }) => {
        // A guest without an account has the one relationship that the numbers on the invoice opened.
        const account = await ownAccount(services, signedIn);
        if (account === null || !(await markViewed(database, account.accountId, input.id, now())))
          return refuseForeign(services, ctx, signedIn);
        const { accountId } = account;
        return sessionReply(services, await changeRights(ctx, { kind: 'account', accountId, relationshipId: input.id }));
      },
    ),
  ] as const;
}
