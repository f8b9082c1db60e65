import type { Knex } from 'knex';
import type { Series } from './evidence.ts';
import type { Question } from './judge-all.ts';
import { inStretches } from './stretches.ts';

/** The days that the file has of each series that is to be judged, in stretches where it has many. */
export async function askStaged(
  transaction: Knex.Transaction,
  staging: string,
  suspicious: readonly Series[],
  atOnce: number,
): Promise<Question[]> {
  if (suspicious.length === 0) return [];
  await transaction.raw(`create index on ${staging} (metering_point_id, day)`);
  const { rows } = await transaction.raw(
    `select metering_point_id, serial, interval_seconds, min(day)::text as first, max(day)::text as last, sum(count)::int as count
     from ${staging} where metering_point_id = any(?) group by metering_point_id, serial, interval_seconds`,
    [suspicious.map(({ meteringPointId }) => meteringPointId)],
  );
  const nameOf = (series: Series) => `${series.meteringPointId} ${series.intervalSeconds} ${series.serial}`;
  const wanted = new Set(suspicious.map(nameOf));
  const questions: Question[] = [];
  for (const row of rows) {
    const series = { meteringPointId: row['metering_point_id'], serial: row['serial'], intervalSeconds: row['interval_seconds'] };
    if (!wanted.has(nameOf(series))) continue;
    if (row['count'] <= 3 * atOnce) questions.push({ series, days: { first: row['first'], last: row['last'] } });
    else questions.push(...(await inStretches(transaction, series, [`select day, count from ${staging}`], atOnce)));
  }
  return questions;
}
