import type { Services } from '../services.ts';

const dayMs = 86_400_000;

/** Removes what has had its time: dead sessions, devices not seen for long, counters that count nothing any more. */
export async function cleanUpAccounts({ database, config, now }: Services): Promise<number> {
  const before = (ms: number) => new Date(now().getTime() - ms);
  const { idleMinutes, totalHours, deviceDays } = config.login;
  const sessions = await database('session')
    .where('last_seen_at', '<=', before(idleMinutes * 60_000))
    .orWhere('started_at', '<=', before(totalHours * 3_600_000))
    .delete();
  const devices = await database('device')
    .where('last_seen_at', '<=', before(deviceDays * dayMs))
    .delete();
  const counters = await database('limit_counter').where('last_hit_at', '<=', before(dayMs)).delete();
  return sessions + devices + counters;
}
