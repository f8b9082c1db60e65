import { claimHit, clearHits } from '../account/limit-counter.ts';
import { storedBlock } from '../ground/address.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import type { BudgetShare } from '../sms/sms-budget.ts';
import type { ChallengeRow } from './challenge-queries.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Whether a code may go to the mobile, and from which share of the day's budget. One that the utility or an account has always may; others
 * up to so many for each relationship (or account that changes its number) and address block: who has an old invoice can't have SMS sent
 * to half the town. Asked after the reply has left, so that neither its time nor its text tells.
 */
export async function admitSms(
  { config, database, now }: Services,
  { mobile, relationshipId, accountId }: Pick<ChallengeRow, 'mobile' | 'relationshipId' | 'accountId'>,
  address: string,
): Promise<BudgetShare | null> {
  const account = await database('account').where({ mobile }).first('account_id');
  if (account !== undefined) return 'reserved';
  if ((await database('relationship').where({ registered_mobile: mobile }).first('relationship_id')) !== undefined) return 'reserved';

  const at = now();
  const { key, newMobiles } = config.login;
  const whose = relationshipId ?? accountId ?? '';
  const pair = pseudonym(key, 'numbers', `${whose}:${mobile}`);
  if (!(await claimHit(database, pair, { what: 'new-mobile', most: 1, windowMs: dayMs }, at))) return 'general'; // counted already
  const relationship = pseudonym(key, 'relationship', whose);
  const block = pseudonym(key, 'address', storedBlock(address));
  const admitted =
    (await claimHit(database, relationship, { what: 'new-mobiles-an-hour', most: newMobiles.perHour, windowMs: hourMs }, at)) &&
    (await claimHit(database, relationship, { what: 'new-mobiles-a-day', most: newMobiles.perDay, windowMs: dayMs }, at)) &&
    (await claimHit(database, block, { what: 'new-mobiles-a-day', most: newMobiles.perBlock, windowMs: dayMs }, at));
  if (!admitted) await clearHits(database, pair, 'new-mobile');
  return admitted ? 'general' : null;
}
