import type Koa from 'koa';
import type { Knex } from 'knex';
import { endEverythingOf } from '../account/end-everything-of.ts';
import type { Endpoints } from '../contract/endpoints.ts';
import type { Challenge } from '../contract/session.ts';
import { Failure } from '../failure.ts';
import { changeRights, type SignedIn } from '../http/session.ts';
import type { ChallengeRow } from '../login/challenge-queries.ts';
import { startChallenge } from '../login/challenge.ts';
import { tryCode } from '../login/try-code.ts';
import { rememberDevice } from '../account/device-store.ts';
import { spokenLanguage } from '../ground/language.ts';
import { readMobile } from '../ground/typed-mobile.ts';
import { sessionReply } from '../login/session-reply.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { mobileChangedWarning } from '../sms/texts.ts';
import { removeLapsed } from './create-account.ts';
import { trail } from '../account/trail.ts';

type Holder = SignedIn & { accountId: string };

/** From the wish to the second proof. */
const changeMs = 30 * 60_000;

/** The wish for another number: a code to the old one first, because whoever has only the session must not take the account along. */
export async function startMobileChange(services: Services, ctx: Koa.Context, signedIn: Holder, typed: string): Promise<Challenge> {
  const { config, database, now } = services;
  const mobile = readMobile(typed, config.login.countryCodes);
  if (mobile === signedIn.mobile) throw new Failure('bad-field', { field: 'mobile', reason: 'same-mobile' });
  const wish = { session_id: signedIn.sessionId, mobile, mobile_typed: typed.trim(), started_at: now(), old_proved_at: null };
  await database('mobile_change')
    .insert({ account_id: signedIn.accountId, ...wish })
    .onConflict('account_id')
    .merge(wish);
  return startChallenge(services, ctx, {
    purpose: 'mobile-old',
    mobile: signedIn.mobile,
    mobileTyped: signedIn.mobile.replace(/^\+47/, ''),
    accountId: signedIn.accountId,
  });
}

/**
 * The code of the old number, then that of the new one. Whether the new number has an account already is told only to
 * who has proved to own it.
 * @throws Failure code-wrong, code-dead, code-expired; bad-field mobile mobile-taken.
 */
export async function proveMobileChange(
  services: Services,
  ctx: Koa.Context,
  signedIn: Holder,
  code: string,
): Promise<Endpoints['POST /account/mobile/code']['reply']> {
  const challenge = await tryCode(services, ctx, code, ['mobile-old', 'mobile-new'], {
    sessionId: signedIn.sessionId,
    first: async (_, challenge) => {
      if (challenge.accountId !== signedIn.accountId) throw new Failure('code-dead');
      return challenge;
    },
  });
  return challenge.purpose === 'mobile-old' ? askNewNumber(services, ctx, signedIn) : takeNewNumber(services, ctx, signedIn, challenge);
}

async function askNewNumber(services: Services, ctx: Koa.Context, signedIn: Holder) {
  const at = services.now();
  const [wish] = await openWish(services.database, signedIn, at).update({ old_proved_at: at }).returning(['mobile', 'mobile_typed']);
  if (wish === undefined) throw new Failure('code-dead');
  const challenge = await startChallenge(services, ctx, {
    purpose: 'mobile-new',
    mobile: wish.mobile,
    mobileTyped: wish.mobile_typed,
    accountId: signedIn.accountId,
  });
  return { next: 'new-mobile' as const, challenge };
}

async function takeNewNumber(services: Services, ctx: Koa.Context, signedIn: Holder, { mobile }: ChallengeRow) {
  const { config, database, now, sms } = services;
  const { accountId, sessionId } = signedIn;
  const at = now();
  await database.transaction(async (transaction) => {
    const spent = await openWish(transaction, signedIn, at).where({ mobile }).whereNotNull('old_proved_at').delete();
    if (spent === 0) throw new Failure('code-dead');
    await removeLapsed(services, transaction, ctx, { ...signedIn, mobile });
    const taken = await transaction('account').where({ mobile }).first('account_id');
    if (taken !== undefined) throw new Failure('bad-field', { field: 'mobile', reason: 'mobile-taken' });
    await transaction('account').where({ account_id: accountId }).update({ mobile, last_used_at: at });
    await endEverythingOf(transaction, { accountId, mobile: signedIn.mobile }, { except: sessionId });
    const [before, after] = [signedIn.mobile, mobile].map((number) => pseudonym(config.login.key, 'mobile', number));
    // What was accepted goes along with the person; the old lines stay, because nothing there is ever changed.
    await transaction.raw(
      `insert into terms_acceptance (subject, version, text_hash, accepted_at, channel)
       select :after, version, text_hash, accepted_at, channel from terms_acceptance where subject = :before order by accepted_at`,
      { before: before!, after: after! },
    );
    await trail(services, transaction, ctx, signedIn, 'mobile-changed');
    await trail(services, transaction, ctx, { ...signedIn, mobile }, 'mobile-taken-over');
  });
  const changed = await changeRights(ctx, { mobile });
  await rememberDevice(services, ctx, accountId);
  await sms.notify(
    { to: signedIn.mobile, ...mobileChangedWarning(config.utility.name, spokenLanguage(ctx.get('Accept-Language'))) },
    'mobile-changed',
  );
  return { next: 'done' as const, session: await sessionReply(services, changed) };
}

function openWish(database: Knex, { accountId, sessionId }: Holder, at: Date) {
  return database('mobile_change')
    .where({ account_id: accountId, session_id: sessionId })
    .where('started_at', '>', new Date(at.getTime() - changeMs));
}
