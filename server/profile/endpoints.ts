import * as v from 'valibot';
import { refuseForeign } from '../account/refuse-foreign.ts';
import { endpoint } from '../http/endpoint.ts';
import { changeRights, endSession } from '../http/session.ts';
import { endSessions } from '../account/sessions-of.ts';
import { sessionReply } from '../login/session-reply.ts';
import { recordAcceptance, requireCurrentTerms } from '../login/terms.ts';
import { spokenLanguage } from '../ground/language.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { proveMobileChange, startMobileChange } from './change-mobile.ts';
import { changePassword } from './change-password.ts';
import { createAccount } from './create-account.ts';
import { deleteAccount } from './delete-account.ts';
import { describeLinkOf, linkCurrent, unlink } from './links.ts';
import { readProfile } from './profile.ts';
import { trail } from '../account/trail.ts';

/** "Se og rediger din profil" and all that an account holder decides. */
export function profileEndpoints(services: Services) {
  const { config, database, now } = services;
  const typed = v.pipe(v.string(), v.maxLength(200));
  const password = v.pipe(v.string(), v.maxLength(1000));
  const id = v.pipe(v.string(), v.uuid());
  const nothing = v.object({});

  return [
    endpoint('GET /profile', { who: 'signed-in' }, async ({ signedIn, ctx }) =>
      readProfile(services, signedIn, spokenLanguage(ctx.get('Accept-Language'))),
    ),

    endpoint('POST /account', { who: 'relationship', limit: 'login', body: v.object({ password }) }, async ({ input, signedIn, ctx }) =>
      createAccount(services, ctx, signedIn, input.password),
    ),

    endpoint('DELETE /account', { who: 'account', limit: 'login', body: v.object({ password }) }, async ({ input, signedIn, ctx }) => {
      await deleteAccount(services, ctx, signedIn, input.password);
      return null;
    }),

    endpoint(
      'PUT /account/password',
      { who: 'account', limit: 'login', body: v.object({ oldPassword: password, password }) },
      async ({ input, signedIn, ctx }) => {
        await changePassword(services, ctx, signedIn, input);
        return null;
      },
    ),

    endpoint(
      'POST /account/mobile',
      { who: 'account', limit: 'login', body: v.object({ mobile: typed }) },
      async ({ input, signedIn, ctx }) => startMobileChange(services, ctx, signedIn, input.mobile),
    ),

    endpoint(
      'POST /account/mobile/code',
      { who: 'account', limit: 'login', body: v.object({ code: typed }) },
      async ({ input, signedIn, ctx }) => proveMobileChange(services, ctx, signedIn, input.code),
    ),

    endpoint('POST /account/links', { who: 'relationship', body: nothing }, async ({ signedIn, ctx }) =>
      linkCurrent(services, ctx, signedIn),
    ),

    endpoint(
      'DELETE /account/links/:id',
      { who: 'account', path: v.object({ id: typed }), body: nothing },
      async ({ path, signedIn, ctx }) => unlink(services, ctx, signedIn, path.id),
    ),

    endpoint(
      'PUT /account/links/:id',
      {
        who: 'account',
        path: v.object({ id: typed }),
        body: v.object({ ownName: v.optional(v.nullable(typed)), favourite: v.optional(v.boolean()) }),
      },
      async ({ path, input, signedIn, ctx }) => describeLinkOf(services, ctx, signedIn, path.id, input),
    ),

    endpoint('DELETE /account/sessions', { who: 'account', body: nothing }, async ({ signedIn, ctx }) => {
      await endSessions(database, { accountId: signedIn.accountId });
      await trail(services, database, ctx, signedIn, 'sessions-ended');
      await endSession(ctx);
      return null;
    }),

    endpoint('DELETE /account/sessions/:id', { who: 'account', path: v.object({ id }), body: nothing }, async ({ path, signedIn, ctx }) => {
      const ended = await endSessions(database, { accountId: signedIn.accountId, sessionId: path.id });
      if (ended === 0) return refuseForeign(services, ctx, signedIn);
      await trail(services, database, ctx, signedIn, 'session-ended');
      if (path.id === signedIn.sessionId) await endSession(ctx);
      return null;
    }),

    endpoint(
      'POST /terms/acceptances',
      { who: 'signed-in', beforeTerms: true, body: v.object({ termsVersion: typed, termsHash: v.optional(typed) }) },
      async ({ input, signedIn, ctx }) => {
        const { terms } = config.utility;
        requireCurrentTerms(input, terms);
        const subject = pseudonym(config.login.key, 'mobile', signedIn.mobile);
        await recordAcceptance(database, { subject, terms, at: now(), months: config.login.mobileMonths, channel: 'account' });
        return sessionReply(services, await changeRights(ctx, { termsDue: false }));
      },
    ),
  ] as const;
}
