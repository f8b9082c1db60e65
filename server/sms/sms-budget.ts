import type { Knex } from 'knex';

/** The price limit of an attack: SMS in one UTC day, counted before each is sent. */
export async function takeFromBudget(transaction: Knex, at: Date, dailyBudget: number, count: 0 | 1): Promise<boolean> {
  const taken = await transaction.raw(
    `insert into sms_budget (day, sent) values (:day, :count)
     on conflict (day) do update set sent = sms_budget.sent + :count where sms_budget.sent + :count <= :dailyBudget
     returning 1`,
    { day: dayOf(at), count, dailyBudget },
  );
  return taken.rowCount === 1;
}

export async function hasBudget(database: Knex, at: Date, dailyBudget: number): Promise<boolean> {
  const row = await database('sms_budget').where('day', dayOf(at)).first('sent');
  return (row?.sent ?? 0) < dailyBudget;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
