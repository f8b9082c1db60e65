import type { Knex } from 'knex';

const dayMs = 86_400_000;
/** How long an operator can see what became of an SMS. */
const smsDays = 90;

/** Removes the states of old messages, and the budgets of past weeks. */
export async function cleanUpSms({ database, now }: { database: Knex; now: () => Date }): Promise<number> {
  const before = (ms: number) => new Date(now().getTime() - ms);
  const messages = await database('sms')
    .where('created_at', '<=', before(smsDays * dayMs))
    .delete();
  const lastWeek = before(7 * dayMs)
    .toISOString()
    .slice(0, 10);
  return messages + (await database('sms_budget').where('day', '<', lastWeek).delete());
}
