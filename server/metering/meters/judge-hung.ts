import type { Knex } from 'knex';
import { allDays, derive } from '../derive/derive.ts';
import { askAll, findAgain, pointsOf } from '../screen/find-again.ts';
import { judgeAll } from '../screen/judge-all.ts';
import type { ToldRegister } from '../screen/told-registers.ts';
import { WorkTables } from '../stage/work-tables.ts';

/**
 * For when the meters of some metering points have changed: gives what was set aside for want of a meter to where it is now known to have hung, judges anew what
 * was ever delivered of those points, and computes their days. Returns how many days, and which registers told at a swap are set aside now.
 */
export async function judgeHung(
  transaction: Knex.Transaction,
  points: readonly string[],
  serials: readonly string[],
  now: Date,
): Promise<{ days: number; overruledTold: ToldRegister[] }> {
  const judge = async (some: readonly string[]) => (await judgeAll(transaction, await askAll(transaction, some), now)).judged.overruledTold;
  const hung = await pointsOf(transaction, points, serials);
  const all = new Set([...points, ...hung, ...(await findAgain(transaction, hung, serials))]);
  const overruledTold = await judge([...all]);
  // What is a metering point's no more may be another's.
  const won = await findAgain(transaction, hung, serials);
  if (won.length > 0) overruledTold.push(...(await judge(won)));
  for (const point of won) all.add(point);
  if (all.size === 0) return { days: 0, overruledTold };
  const tables = await WorkTables.open(transaction, 'meters');
  const days = await derive(transaction, tables, allDays(`'{${[...all].map((point) => BigInt(point)).join(',')}}'::bigint[]`), now);
  await tables.dropAll();
  return { days, overruledTold };
}
