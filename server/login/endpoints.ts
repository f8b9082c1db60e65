import * as v from 'valibot';
import type { Endpoint } from '../http/endpoint.ts';
import { endpoint } from '../http/endpoint.ts';
import { endSession } from '../http/session.ts';
import type { Services } from '../services.ts';
import { resendCode, startChallenge } from './challenge.ts';
import { findCustomer } from './customer-queries.ts';
import { enterWithCode } from './enter.ts';
import { readMobile } from './mobile.ts';
import { readDigits } from './numbers.ts';
import { sessionReply } from './session-reply.ts';
import { requireCurrentTerms } from './terms.ts';

/** The log-in's lines of the API. Bodies are bounded here; what a person typed wrong is told by the rules, field by field. */
export function loginEndpoints(services: Services): Endpoint[] {
  const { config, database, sms, now } = services;
  const typed = v.pipe(v.string(), v.maxLength(200));

  return [
    endpoint('GET /utility', { who: 'anyone', beforeTerms: true }, async ({ ctx }) => {
      ctx.set('Cache-Control', 'public, max-age=10');
      return { name: config.utility.name, termsVersion: config.utility.termsVersion, smsDelayed: sms.isDelayed() };
    }),

    endpoint('GET /session', { who: 'anyone' }, async ({ signedIn }) => sessionReply(services, signedIn)),

    endpoint('DELETE /session', { who: 'anyone' }, async ({ ctx }) => {
      await endSession(ctx);
      return null;
    }),

    endpoint(
      'POST /login/challenge',
      {
        who: 'anyone',
        limit: 'login',
        body: v.object({ plantNumber: typed, meteringPointId: typed, mobile: typed, termsVersion: typed }),
      },
      async ({ input, ctx }) => {
        const plantNumber = readDigits('plantNumber', input.plantNumber, 18);
        const meteringPointId = readDigits('meteringPointId', input.meteringPointId, 18);
        const mobile = readMobile(input.mobile, config.login.countryCodes);
        requireCurrentTerms(input.termsVersion, config.utility.termsVersion);
        const customer = await findCustomer(database, plantNumber, meteringPointId, now());
        const fits = customer !== null && (config.login.numbers === 'any' || customer.registeredMobile === mobile);
        return startChallenge(services, ctx, {
          purpose: 'guest',
          mobile,
          mobileTyped: input.mobile.trim(),
          relationshipId: fits ? customer.relationshipId : null,
          hollow: !fits,
          termsVersion: input.termsVersion,
        });
      },
    ),

    endpoint('POST /login/resend', { who: 'anyone', limit: 'login', body: v.object({}) }, async ({ ctx }) => resendCode(services, ctx)),

    endpoint('POST /login/code', { who: 'anyone', limit: 'login', body: v.object({ code: typed }) }, async ({ input, ctx }) =>
      enterWithCode(services, ctx, input.code),
    ),
  ];
}
