import type { Knex } from 'knex';
import type { Series } from './evidence.ts';
import type { Question } from './judge-all.ts';

/** A series is judged in memory: so many readings at once, and as many on each side of them. With a third of twenty years of hours wrong an import takes 260 MB. */
export const judgedAtOnce = 15_000;

/** Asks for a series in stretches of so many readings; `sources` are queries of day and count of tables that have its key's columns. */
export async function inStretches(
  transaction: Knex.Transaction,
  series: Series,
  sources: readonly string[],
  atOnce = judgedAtOnce,
): Promise<Question[]> {
  const isSeries = 'metering_point_id = :meteringPointId and serial = :serial and interval_seconds = :intervalSeconds';
  const { rows } = await transaction.raw<{ rows: { first: string; last: string }[] }>(
    `select min(day)::text as first, max(day)::text as last from (
       select day, (sum(sum(count)) over (order by day) / :atOnce)::int as stretch
       from (${sources.map((source) => `${source} where ${isSeries}`).join(' union all ')}) c group by day) d
     group by stretch order by stretch`,
    { ...series, atOnce },
  );
  return rows.map((days, n) => ({ series, days, stretch: { most: 3 * atOnce, first: rows[0]!.first, isLast: n === rows.length - 1 } }));
}

/** Asks for series of which so much is stored, each in stretches where it is much. The rows are of series, first and last day, and count of readings. */
export async function questionsOf(transaction: Knex.Transaction, rows: readonly Record<string, any>[]): Promise<Question[]> {
  const stored = [
    'select day, coalesce(count, cardinality(energy_kwh)) as count from reading_day',
    'select day, count from reading_beside',
  ];
  const questions: Question[] = [];
  for (const row of rows) {
    const series = { meteringPointId: row['metering_point_id'], serial: row['serial'], intervalSeconds: row['interval_seconds'] };
    if (row['count'] > 3 * judgedAtOnce) questions.push(...(await inStretches(transaction, series, stored)));
    else questions.push({ series, days: { first: row['first'], last: row['last'] } });
  }
  return questions;
}
