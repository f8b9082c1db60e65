import { claimHit } from '../account/limit-counter.ts';
import { limitBlock, storedBlock } from '../ground/address.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import type { BudgetShare } from '../sms/sms-budget.ts';
import type { ChallengeRow } from './challenge-queries.ts';
import { keepPlace, takePlace, waitMs, type SharedCounter } from './new-mobile-place.ts';
import { hasLoggedIn } from './terms.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Mobiles that have waited and get a code in 24 h: from one address (IPv6: /64), from one block, and of the day's budget in percent. The
 * first of each block have a part of their own: strangers with ever so many addresses in some blocks leave it to who comes from elsewhere.
 */
const waited = { perAddress: 2, perBlock: 20, percent: 10, percentOfFirsts: 10 };

/**
 * Whether a code may go to the mobile, and from which share of the day's budget. One that the utility or an account has, or that has logged
 * in before, always may; others up to so many for each relationship (or account that changes its number) and address block: who has an
 * old invoice can't have SMS sent to half the town. Nor can they keep anybody out: a mobile that asks again after half an hour has a share of its own.
 * Asked after the reply has left, so that neither its time nor its text tells.
 */
export async function admitSms(
  { config, database, now }: Services,
  { mobile, relationshipId, accountId }: Pick<ChallengeRow, 'mobile' | 'relationshipId' | 'accountId'>,
  address: string,
): Promise<BudgetShare | null> {
  const account = await database('account').where({ mobile }).first('account_id');
  if (account !== undefined) return 'reserved';
  if ((await database('relationship').where({ registered_mobile: mobile }).first('relationship_id')) !== undefined) return 'reserved';

  const { key, newMobiles } = config.login;
  if (await hasLoggedIn(database, pseudonym(key, 'mobile', mobile))) return 'reserved';

  const at = now();
  const whose = relationshipId ?? accountId ?? '';
  const pair = pseudonym(key, 'numbers', `${whose}:${mobile}`);
  const relationship = pseudonym(key, 'relationship', whose);
  const block = pseudonym(key, 'address', storedBlock(address));
  const place = await takePlace(
    database,
    pair,
    [
      { subject: relationship, what: 'new-mobiles-an-hour', most: newMobiles.perHour, windowMs: hourMs },
      { subject: relationship, what: 'new-mobiles-a-day', most: newMobiles.perDay, windowMs: dayMs },
      { subject: block, what: 'new-mobiles-a-day', most: newMobiles.perBlock, windowMs: dayMs },
    ],
    at,
  );
  if (place.taken) return 'general';
  if (at.getTime() < place.waitsSince.getTime() + waitMs) return null;
  const rule = { what: 'mobiles-that-waited', windowMs: dayMs };
  const all = pseudonym(key, 'numbers', 'all');
  const share = (percent: number) => Math.ceil((config.sms.dailyBudget * percent) / 100);
  const claim = ({ subject, ...counter }: SharedCounter) => claimHit(database, subject, counter, at);
  const may =
    (await claim({ ...rule, subject: pseudonym(key, 'address', limitBlock(address)), most: waited.perAddress })) &&
    (await claim({ ...rule, subject: block, most: waited.perBlock })) &&
    (((await claim({ ...rule, what: 'first-that-waited', subject: block, most: 1 })) &&
      (await claim({ ...rule, what: 'firsts-that-waited', subject: all, most: share(waited.percentOfFirsts) }))) ||
      (await claim({ ...rule, subject: all, most: share(waited.percent) })));
  if (!may) return null;
  await keepPlace(database, pair, at);
  return 'waited';
}
