import type { Knex } from 'knex';

/** The price limit of an attack: SMS in one UTC day. */
export interface BudgetRules {
  dailyBudget: number;
  /** The part, in percent, that is kept for mobiles on record, accounts and warnings. */
  reservePercent: number;
}

/** Whose SMS it is: a mobile that the utility or an account has, one that nobody has seen before, or one of those that has waited. */
export type BudgetShare = 'reserved' | 'general' | 'waited';

/** Parts of the budget at which the operator is warned, in percent. */
export const warnAtPercent = [50, 80, 100] as const;

/** How many SMS of the day's budget a share may go up to. */
export function budgetOf({ dailyBudget, reservePercent }: BudgetRules, share: BudgetShare): number {
  const kept = { reserved: 0, waited: reservePercent / 2, general: reservePercent }[share];
  return Math.floor((dailyBudget * (100 - kept)) / 100);
}

/**
 * Takes one SMS of the day's budget, just before it is sent and after the reply has left: no request waits for this row.
 * Returns null when the share is spent; else the percentage that was reached with this one, for the operator, or none.
 */
export async function takeFromBudget(
  database: Knex,
  at: Date,
  rules: BudgetRules,
  share: BudgetShare,
): Promise<{ reachedPercent: number | null } | null> {
  const most = budgetOf(rules, share);
  if (most < 1) return null;
  const { rows } = await database.raw<{ rows: { sent: number }[] }>(
    `insert into sms_budget (day, sent) values (:day, 1)
     on conflict (day) do update set sent = sms_budget.sent + 1 where sms_budget.sent < :most
     returning sent`,
    { day: dayOf(at), most },
  );
  const [row] = rows;
  if (row === undefined) return null;
  const reached = warnAtPercent.filter((percent) => row.sent === Math.ceil((rules.dailyBudget * percent) / 100));
  return { reachedPercent: reached.at(-1) ?? null };
}

/** SMS sent on the day, and when the next day's budget begins. */
export async function readBudget(database: Knex, at: Date): Promise<{ sent: number; renewsAt: Date }> {
  const row = await database('sms_budget')
    .whereRaw('day = ?::date', [dayOf(at)])
    .first('sent');
  return { sent: row?.sent ?? 0, renewsAt: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1)) };
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
