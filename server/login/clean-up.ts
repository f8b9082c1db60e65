import type { Services } from '../services.ts';

const hourMs = 3_600_000;

/** Removes challenges within 24 h of their making, and what was counted of a mobile's codes when it counts no more. */
export async function cleanUpChallenges({ database, now }: Services): Promise<number> {
  const before = (ms: number) => new Date(now().getTime() - ms);
  // The job runs every few minutes, so 23 h keeps the promise of 24.
  const challenges = await database('challenge')
    .where('created_at', '<=', before(23 * hourMs))
    .delete();
  const codes = await database('mobile_code')
    .where('changed_at', '<=', before(24 * hourMs))
    .delete();
  return challenges + codes;
}
