import type Koa from 'koa';
import * as v from 'valibot';
import type { Utility } from '../contract/login.ts';
import type { Session } from '../contract/session.ts';
import { findRelationship } from '../customers/find-relationship.ts';
import { endpoint } from '../http/endpoint.ts';
import { endSession, type SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';
import { resendCode, startChallenge } from './challenge.ts';
import { enterWithCode } from './enter.ts';
import { whenToAskAgain } from './asked-numbers.ts';
import { readMobile } from '../ground/typed-mobile.ts';
import { readDigits } from '../ground/typed-digits.ts';
import { enterWithPassword } from './password.ts';
import { pendingCode } from './pending-code.ts';
import { setNewPassword, startRecovery } from './recovery.ts';
import { sessionReply } from './session-reply.ts';
import { requireCurrentTerms } from './terms.ts';

/** The log-in's lines of the API. Bodies are bounded here; the rules report what a person typed wrong, field by field. */
export function loginEndpoints(services: Services) {
  const { config, database, sms, now } = services;
  const typed = v.pipe(v.string(), v.maxLength(200));
  const password = v.pipe(v.string(), v.maxLength(1000));

  const utility = (): Utility => ({
    name: config.utility.name,
    termsVersion: config.utility.terms.version,
    termsHash: config.utility.terms.hash,
    terms: config.utility.terms.own ? [...config.utility.terms.text] : null,
    smsDelayed: sms.isDelayed(),
    smsSpent: sms.isSpent(),
  });
  const session = async (signedIn: SignedIn | null, ctx: Koa.Context): Promise<Session> =>
    signedIn === null ? { signedIn: false, ...(await pendingCode(services, ctx)) } : sessionReply(services, signedIn);

  return [
    endpoint('GET /start', { who: 'anyone' }, async ({ signedIn, ctx }) => ({ session: await session(signedIn, ctx), utility: utility() })),

    endpoint('GET /utility', { who: 'public' }, async ({ ctx }) => {
      ctx.set('Cache-Control', 'public, max-age=10');
      return utility();
    }),

    endpoint('GET /session', { who: 'anyone' }, async ({ signedIn, ctx }) => session(signedIn, ctx)),

    endpoint('DELETE /session', { who: 'anyone' }, async ({ ctx }) => {
      await endSession(ctx);
      return null;
    }),

    endpoint(
      'POST /login/challenge',
      {
        who: 'anyone',
        limit: 'login',
        body: v.object({ plantNumber: typed, meteringPointId: typed, mobile: typed, termsVersion: typed, termsHash: v.optional(typed) }),
      },
      async ({ input, ctx }) => {
        const plantNumber = readDigits('plantNumber', input.plantNumber, 18);
        const meteringPointId = readDigits('meteringPointId', input.meteringPointId, 18);
        const mobile = readMobile(input.mobile, config.login.countryCodes);
        requireCurrentTerms(input, config.utility.terms);
        const customer = await findRelationship(database, plantNumber, meteringPointId, {
          now: now(),
          endedMonths: config.accounts.endedMonths,
        });
        const fits = customer !== null && (config.login.numbers === 'any' || customer.registeredMobile === mobile);
        return startChallenge(services, ctx, {
          purpose: 'guest',
          mobile,
          mobileTyped: input.mobile.trim(),
          relationshipId: fits ? customer.relationshipId : null,
          hollow: !fits,
          terms: config.utility.terms, // which were shown, as was just seen
          askAgainAt: await whenToAskAgain(services, { plantNumber, mobile }, now()),
        });
      },
    ),

    endpoint('POST /login/resend', { who: 'anyone', limit: 'login', body: v.object({}) }, async ({ ctx }) => resendCode(services, ctx)),

    endpoint('POST /login/code', { who: 'anyone', limit: 'login', body: v.object({ code: typed }) }, async ({ input, ctx }) =>
      enterWithCode(services, ctx, input.code),
    ),

    endpoint(
      'POST /login/password',
      { who: 'anyone', limit: 'login', body: v.object({ mobile: typed, password }) },
      async ({ input, ctx }) => enterWithPassword(services, ctx, input),
    ),

    endpoint('POST /login/recovery', { who: 'anyone', limit: 'login', body: v.object({ mobile: typed }) }, async ({ input, ctx }) =>
      startRecovery(services, ctx, input.mobile),
    ),

    endpoint('POST /login/new-password', { who: 'anyone', limit: 'login', body: v.object({ password }) }, async ({ input, ctx }) =>
      setNewPassword(services, ctx, input.password),
    ),
  ] as const;
}
