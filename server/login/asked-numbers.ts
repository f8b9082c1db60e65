import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { takePlace, waitMs } from './new-mobile-place.ts';

const hourMs = 3_600_000;

/**
 * When somebody who asks for a code with this plant number surely gets one, where many mobiles have asked with it; null where they get it
 * now. Goes by what was typed alone, so that everybody gets it alike: numbers that fit nobody and mobiles on record too.
 */
export async function whenToAskAgain(
  { config, database }: Pick<Services, 'config' | 'database'>,
  { plantNumber, mobile }: { plantNumber: string; mobile: string },
  at: Date,
): Promise<Date | null> {
  const { key, newMobiles } = config.login;
  const subject = pseudonym(key, 'numbers', `typed:${plantNumber}`);
  const counters = [
    { subject, what: 'mobiles-an-hour', most: newMobiles.perHour, windowMs: hourMs },
    { subject, what: 'mobiles-a-day', most: newMobiles.perDay, windowMs: 24 * hourMs },
  ];
  const found = await takePlace(database, pseudonym(key, 'numbers', `typed:${plantNumber}:${mobile}`), counters, at);
  if (found.taken) return null;
  const until = new Date(found.waitsSince.getTime() + waitMs);
  return until > at ? until : null;
}
