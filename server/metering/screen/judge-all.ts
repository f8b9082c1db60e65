import type { Knex } from 'knex';
import { whereHung } from '../pack/directory.ts';
import { mayHang, meterTimeColumns, type MeterTime } from '../pack/meter-time.ts';
import { defaultMaxPowerKw } from '../pack/register-step.ts';
import type { Evidence, Series } from './evidence.ts';
import { withdrawnFiles } from '../store/source-file.ts';
import { judgeSeries, type Judgement, type JudgeOptions, type Stretch } from './judge-series.ts';
import type { Terms } from './resolve.ts';

/** A series to be judged anew, and the local dates between which something has changed. */
export interface Question {
  series: Series;
  days: { first: string; last: string };
  /** Where the days are some of many that are judged one after another. */
  stretch?: Stretch;
}

/** Judges some series one by one, so that one at a time is held in memory. Returns all that changed, and the series with their days. */
export async function judgeAll(
  transaction: Knex.Transaction,
  questions: readonly Question[],
  now: Date,
  fresh?: JudgeOptions['fresh'],
): Promise<{ judged: Judgement; changed: { series: Series; days: string[] }[] }> {
  const files: MarkedFiles = {
    withdrawn: await withdrawnFiles(transaction),
    namingMeters: new Set(await transaction('source_file').where({ names_meters: true }).pluck('file_id')),
  };
  const judged: Judgement = {
    stored: 0,
    unchanged: 0,
    corrected: 0,
    superseded: 0,
    rejected: 0,
    days: [],
    overruled: [],
    overruledTold: [],
    rolledOver: [],
  };
  const changed: { series: Series; days: string[] }[] = [];
  for (const { series, days, stretch } of questions) {
    const terms = await readTerms(transaction, series, files, now);
    const one = await judgeSeries(transaction, { series, days, terms, ...(fresh && { fresh }), ...(stretch && { stretch }) });
    for (const name of ['stored', 'unchanged', 'corrected', 'superseded', 'rejected'] as const) judged[name] += one[name];
    judged.overruled.push(...one.overruled.slice(0, 100).map((reading) => ({ ...reading, ...series })));
    judged.overruledTold.push(...one.overruledTold);
    judged.rolledOver.push(...one.rolledOver);
    if (one.days.length > 0) changed.push({ series, days: one.days });
  }
  return { judged, changed };
}

interface MarkedFiles {
  withdrawn: ReadonlySet<number>;
  /** Those that name meters and no metering points. */
  namingMeters: ReadonlySet<number>;
}

interface WithdrawnPeriod {
  from_at: number;
  to_at: number;
  last_file_id: number;
}

async function readTerms(transaction: Knex.Transaction, series: Series, files: MarkedFiles, now: Date): Promise<Terms> {
  const { meteringPointId, serial, intervalSeconds } = series;
  const limit = await transaction('metering_point').where({ metering_point_id: meteringPointId }).first('max_power_kw');
  const hung = await transaction('meter')
    .where({ serial })
    .modify((query) => void (serial === '' && query.where({ metering_point_id: meteringPointId })))
    .orderBy('installed_at')
    .select<({ metering_point_id: string } & MeterTime)[]>('metering_point_id', transaction.raw(meterTimeColumns));
  const points = [...Map.groupBy(hung, (meter) => meter.metering_point_id)].map(([id, meters]) => ({ id, meters }));
  const times = points.find(({ id }) => id === meteringPointId)?.meters ?? [];
  const { rows } = await transaction.raw<{ rows: WithdrawnPeriod[] }>(
    `select extract(epoch from from_at)::float8 as from_at, extract(epoch from to_at)::float8 as to_at, last_file_id
     from reading_withdrawal where metering_point_id = ? and restored_at is null`,
    [meteringPointId],
  );
  return {
    intervalSeconds,
    maxPowerKw: limit?.max_power_kw ?? defaultMaxPowerKw,
    known: times.length > 0,
    timeOf({ fileId, at }) {
      if (points.length > 1 && files.namingMeters.has(fileId) && whereHung(serial, points, at)?.id !== meteringPointId) return undefined;
      const time = times.findIndex((one) => mayHang(one, at));
      return time < 0 ? undefined : time;
    },
    now: now.getTime() / 1000,
    isWithdrawn: ({ fileId, at }: Evidence) =>
      files.withdrawn.has(fileId) || rows.some((one) => at >= one.from_at && at < one.to_at && fileId <= one.last_file_id),
  };
}
