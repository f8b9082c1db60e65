import type { Services } from '../services.ts';

const dayMs = 86_400_000;
/** How long an operator can see what became of an SMS. */
const smsDays = 90;

/** Removes what has had its time: dead sessions, challenges after a day at most, counters that count nothing any more. */
export async function cleanUp({ database, config, now, log }: Services): Promise<void> {
  const at = now();
  const before = (ms: number) => new Date(at.getTime() - ms);
  const { idleMinutes, totalHours, deviceDays } = config.login;
  const removed = [
    await database('session')
      .where('last_seen_at', '<=', before(idleMinutes * 60_000))
      .orWhere('started_at', '<=', before(totalHours * 3_600_000))
      .delete(),
    // The job runs every few minutes, so 23 h keeps the promise of 24.
    await database('challenge')
      .where('created_at', '<=', before(23 * 3_600_000))
      .delete(),
    await database('mobile_code').where('changed_at', '<=', before(dayMs)).delete(),
    await database('limit_counter').where('last_hit_at', '<=', before(dayMs)).delete(),
    await database('sms')
      .where('created_at', '<=', before(smsDays * dayMs))
      .delete(),
    await database('device')
      .where('last_seen_at', '<=', before(deviceDays * dayMs))
      .delete(),
    await database('sms_budget')
      .where(
        'day',
        '<',
        before(7 * dayMs)
          .toISOString()
          .slice(0, 10),
      )
      .delete(),
  ];
  log.info('job', { job: 'clean-up', count: removed.reduce((sum, count) => sum + count, 0) });
}
