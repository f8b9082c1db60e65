import type { Knex } from 'knex';
import type { ReadingDayRow } from '../../database/tables.ts';
import { quantityColumns } from '../files/quantity.ts';
import { packed as packedRegisters } from '../pack/packed-registers.ts';
import type { Evidence, Series } from './evidence.ts';
import type { InstantReading } from './resolve.ts';

/** What a judgement left of a local day of a series. */
export interface JudgedDay {
  /** `YYYY-MM-DD` */
  day: string;
  shown: InstantReading[];
  /** With the reason by now. */
  beside: Evidence[];
}

/** Writes days of a series anew: all that the tables had of them goes. What is in `staging` is stored by this, and nowhere else. */
export async function storeDays(
  transaction: Knex.Transaction,
  series: Series,
  days: readonly JudgedDay[],
  staging: string | undefined,
): Promise<void> {
  if (days.length === 0) return;
  const key = [series.meteringPointId, series.serial, series.intervalSeconds];
  const areKeys = 'metering_point_id = ? and serial = ? and interval_seconds = ? and day = any(cast(? as date[]))';
  const dates = days.map(({ day }) => day);
  for (const table of ['reading_day', 'reading_beside']) await transaction.raw(`delete from ${table} where ${areKeys}`, [...key, dates]);
  if (staging) await transaction.raw(`delete from ${staging} where ${areKeys} and reason is null`, [...key, dates]);
  const keyOf = (day: string) => ({
    metering_point_id: series.meteringPointId,
    day,
    serial: series.serial,
    interval_seconds: series.intervalSeconds,
  });
  const shown = days.flatMap((one) => (one.shown.length > 0 ? [{ ...keyOf(one.day), ...shownColumns(one.shown) }] : []));
  for (const some of inPieces(shown)) await transaction('reading_day').insert(some);
  const beside = days.flatMap((one) => besideGroups(one.beside).map((group) => ({ ...keyOf(one.day), ...besideColumns(group) })));
  for (const some of inPieces(beside)) await transaction('reading_beside').insert(some);
}

/** A statement takes 65,535 values, of which a row has some thirty. */
const rowsAtOnce = 1_000;
const inPieces = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, n) => rows.slice(n * rowsAtOnce, (n + 1) * rowsAtOnce));

function shownColumns(shown: readonly InstantReading[]) {
  const packed = pack(shown.map(({ evidence, values }) => ({ ...evidence, values })));
  const oneFile = new Set(packed.files).size === 1 && packed.lineStep !== null;
  return {
    first_at: packed.firstAt,
    count: shown.length,
    step_seconds: packed.step,
    offsets: packed.offsets,
    file_id: oneFile ? packed.files[0] : null,
    line: oneFile ? packed.lines[0] : null,
    line_step: oneFile ? packed.lineStep : null,
    files: oneFile ? null : packed.files,
    lines: oneFile ? null : packed.lines,
    quality: lettersOf(shown.map(({ letter }) => letter)),
    ...packed.values,
  };
}

/** What may be found to be another's lies alone, so that it can be moved. */
const besideGroups = (beside: readonly Evidence[]): Evidence[][] => [
  ...Map.groupBy(beside, ({ fileId, reason, recordedAt, at, line }) =>
    reason === 'unknown-meter' || reason === 'outside-meter-time'
      ? `${fileId} ${at} ${line}`
      : `${fileId} ${reason} ${recordedAt?.toISOString()}`,
  ).values(),
];

function besideColumns(group: readonly Evidence[]) {
  const packed = pack(group);
  return {
    file_id: group[0]!.fileId,
    reason: group[0]!.reason,
    ...(group[0]!.recordedAt && { recorded_at: group[0]!.recordedAt }),
    first_at: packed.firstAt,
    count: group.length,
    step_seconds: packed.step,
    offsets: packed.offsets,
    line: packed.lines[0]!,
    line_step: packed.lineStep,
    lines: packed.lineStep === null ? packed.lines : null,
    quality: lettersOf(group.map(({ quality }) => quality)),
    ...packed.values,
  };
}

/** One letter a reading; null where all are measured. */
function lettersOf(letters: readonly string[]): string | null {
  const quality = letters.join('');
  return /^m*$/.test(quality) ? null : quality;
}

function pack(readings: readonly Evidence[]) {
  const at = readings.map((reading) => reading.at);
  const lines = readings.map(({ line }) => line);
  const step = evenStep(at, 3600);
  const values: Partial<Pick<ReadingDayRow, (typeof quantityColumns)[number] | `${(typeof quantityColumns)[number]}_packed`>> = {};
  quantityColumns.forEach((name, quantity) => {
    const all = readings.map((reading) => reading.values[quantity] ?? null);
    const bytes = packedRegisters(all);
    values[`${name}_packed`] = bytes;
    values[name] = bytes !== null || all.every((value) => value === null) ? null : all;
  });
  return {
    firstAt: new Date(at[0]! * 1000),
    step,
    offsets: step === null ? at.map((seconds) => seconds - at[0]!) : null,
    files: readings.map(({ fileId }) => fileId),
    lines,
    lineStep: evenStep(lines, 1),
    values,
  };
}

/** The same difference between all neighbours, null where they differ; of a single one `single`. */
function evenStep(numbers: readonly number[], single: number): number | null {
  if (numbers.length === 1) return single;
  const step = numbers[1]! - numbers[0]!;
  return Number.isInteger(step) && numbers.every((number, n) => number === numbers[0]! + n * step) ? step : null;
}
