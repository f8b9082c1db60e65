import type { Knex } from 'knex';
import { inOneGo } from '../../database/in-one-go.ts';
import type { SourceFileRow } from '../../database/tables.ts';
import { InputFault } from '../../ground/input-fault.ts';
import type { TakeBack } from '../../room.ts';
import { allDays, derive, touchedDays } from '../derive/derive.ts';
import { touchedKeys } from '../derive/touched-keys.ts';
import { forgetEmptyPoints, replayMeters } from '../meters/replay-meters.ts';
import { countOf } from '../stage/packed-sql.ts';
import { questionsOf } from '../screen/stretches.ts';
import { askAll, findAgain, pointsOf } from '../screen/find-again.ts';
import { judgeAll, type Question } from '../screen/judge-all.ts';
import { lockAll } from '../../database/merge-lock.ts';
import { WorkTables } from '../stage/work-tables.ts';
import type { FileKind } from './source-file.ts';

/** What a delivery taken back, or taken in again, changed. */
export interface WithdrawReport {
  /** Names of the files, or the metering point and period. */
  what: string;
  kind: FileKind;
  /** Series of readings that were judged anew. */
  series: number;
  /** Days whose consumption was computed again. */
  days: number;
  /** Metering points whose meters changed. */
  meters: number;
  /** What else changed, in sentences. */
  changes: string[];
}

/** By its name, or by the beginning of its SHA-256. */
export interface WithdrawFile {
  name?: string;
  sha256?: string;
  now: Date;
  /** Take it in again instead. */
  restore?: boolean;
  /** Report what would change, change nothing. */
  check?: boolean;
  /** Of the rooms above, by the kind of file. */
  takesBack?: Readonly<Record<string, TakeBack>>;
}

/** What can't be withdrawn or restored, in a sentence for the operator. */
export class WithdrawFault extends Error {
  override name = 'WithdrawFault';
}

/**
 * Undoes a delivery of readings, meters or customers as if it had never come: what it had replaced stands again. Nothing is deleted, so that it can
 * be restored.
 */
export async function withdrawFile(database: Knex, options: WithdrawFile): Promise<WithdrawReport> {
  const { now, restore = false, check = false, takesBack = {} } = options;
  return inOneGo(database, check, async (transaction) => {
    await lockAll(transaction);
    const file = await findFile(transaction, options);
    await transaction('source_file')
      .where({ file_id: file.file_id })
      .update({ withdrawn_at: restore ? null : now });
    try {
      const changes = (await takesBack[file.kind]?.(transaction, file.file_id, now)) ?? [];
      const { points, serials, untold } = await replayMeters(transaction, file.file_id);
      const questions = [
        ...(await seriesWith(transaction, `d.file_id = :file or d.files @> array[cast(:file as int)]`, 'd.file_id = :file', {
          file: file.file_id,
        })),
      ];
      const hung = points.length > 0 ? await pointsOf(transaction, points, serials) : [];
      if (hung.length > 0) {
        hung.push(...(await findAgain(transaction, hung, serials)));
        questions.push(...(await askAll(transaction, hung)));
      }
      const { series, days } = await judgeAnew(transaction, questions, now, hung);
      const won = hung.length > 0 ? await findAgain(transaction, hung, serials) : [];
      if (won.length > 0) await judgeAnew(transaction, await askAll(transaction, won), now, won);
      await forgetEmptyPoints(transaction, untold);
      return { what: file.name, kind: file.kind as FileKind, series, days, meters: points.length, changes };
    } catch (error) {
      if (!(error instanceof InputFault)) throw error;
      throw new WithdrawFault(
        `${file.name} can't be ${restore ? 'restored' : 'withdrawn'}: ${error.message}. A file that came later may have to go first.`,
      );
    }
  });
}

type FoundFile = Pick<SourceFileRow, 'file_id' | 'name' | 'kind' | 'bytes_sha256' | 'sha256' | 'withdrawn_at'>;

/** The one file that is meant, and is not withdrawn yet (or, to be restored, is). */
async function findFile(transaction: Knex.Transaction, { name, sha256, restore = false }: WithdrawFile): Promise<FoundFile> {
  const files: FoundFile[] = await transaction('source_file')
    .where((query) => {
      if (sha256 === undefined) return void query.where({ name: name ?? '' });
      const begins = `${sha256.toLowerCase().replace(/[^0-9a-f]/g, '')}%`;
      void query.whereLike('bytes_sha256', begins).orWhereLike('sha256', begins);
    })
    .orderBy('file_id')
    .select('file_id', 'name', 'kind', 'bytes_sha256', 'sha256', 'withdrawn_at');
  if (files.length === 0) throw new WithdrawFault(`There is no file ${name ?? sha256}.`);
  const open = files.filter(({ withdrawn_at: at }) => (at !== null) === restore);
  if (open.length === 0) throw new WithdrawFault(`${files[0]!.name} ${restore ? 'is not withdrawn' : 'was withdrawn before'}.`);
  if (open.length > 1) {
    const twice = new Set(open.map(({ bytes_sha256: hash }) => hash)).size < open.length;
    const choice = open.map((file) => `--sha256 ${((twice ? undefined : file.bytes_sha256) ?? file.sha256).slice(0, 12)}`).join(' or ');
    throw new WithdrawFault(`${open.length} files are meant by that; say which by ${choice}.`);
  }
  return open[0]!;
}

export interface WithdrawPeriod {
  meteringPointId: string;
  /** From this moment on, until before the other. */
  from: Date;
  to: Date;
  now: Date;
  restore?: boolean;
  check?: boolean;
}

/** The same for what was delivered so far of a metering point in a period; what comes later counts. */
export async function withdrawPeriod(database: Knex, options: WithdrawPeriod): Promise<WithdrawReport> {
  const { meteringPointId, from, to, now, restore = false, check = false } = options;
  if (from >= to) throw new WithdrawFault('The period ends before it begins.');
  return inOneGo(database, check, async (transaction) => {
    await lockAll(transaction);
    if (!(await transaction('metering_point').where({ metering_point_id: meteringPointId }).first('metering_point_id')))
      throw new WithdrawFault(`There is no metering point ${meteringPointId}.`);
    const period = { metering_point_id: meteringPointId, from_at: from, to_at: to };
    if (restore) {
      const restored = await transaction('reading_withdrawal').where(period).whereNull('restored_at').update({ restored_at: now });
      if (restored === 0) throw new WithdrawFault(`Nothing was withdrawn of metering point ${meteringPointId} in just that period.`);
    } else {
      const last = await transaction('source_file').max({ file: 'file_id' }).first();
      await transaction('reading_withdrawal').insert({ ...period, last_file_id: last?.['file'] ?? 0, withdrawn_at: now });
    }
    const inside = `d.metering_point_id = :id and d.day between (cast(:from as timestamptz) at time zone 'UTC')::date - 1 and (cast(:to as timestamptz) at time zone 'UTC')::date + 1`;
    const questions = await seriesWith(transaction, inside, inside, { id: meteringPointId, from, to });
    return {
      what: `metering point ${meteringPointId}`,
      kind: 'readings',
      meters: 0,
      changes: [],
      ...(await judgeAnew(transaction, questions, now)),
    };
  });
}

/** The series that have something of it, and between which days. Series with a long hole in them are asked as one. */
async function seriesWith(
  transaction: Knex.Transaction,
  shown: string,
  beside: string,
  bindings: Record<string, unknown>,
): Promise<Question[]> {
  const { rows } = await transaction.raw(
    `select metering_point_id, serial, interval_seconds, min(day)::text as first, max(day)::text as last, sum(count)::int as count from (
       select d.metering_point_id, d.day, d.serial, d.interval_seconds, ${countOf('d')} as count from reading_day d where ${shown}
       union all
       select d.metering_point_id, d.day, d.serial, d.interval_seconds, d.count from reading_beside d where ${beside}) d
     where metering_point_id > 0
     group by metering_point_id, serial, interval_seconds order by metering_point_id, serial`,
    bindings as never,
  );
  return questionsOf(transaction, rows);
}

/** Judges the series and computes the consumption of all days in which something changed, and of all days of some metering points. */
async function judgeAnew(
  transaction: Knex.Transaction,
  questions: readonly Question[],
  now: Date,
  points: readonly string[] = [],
): Promise<{ series: number; days: number }> {
  const { changed } = await judgeAll(transaction, questions, now);
  const tables = await WorkTables.open(transaction, 'judge');
  let days =
    changed.length === 0
      ? 0
      : await derive(transaction, tables, touchedDays(await touchedKeys(tables, undefined, changed), undefined, tables.isSpread), now);
  if (points.length > 0)
    days += await derive(transaction, tables, allDays(`'{${points.map((point) => BigInt(point)).join(',')}}'::bigint[]`), now);
  await tables.dropAll();
  return { series: new Set(questions.map(({ series }) => JSON.stringify(series))).size, days };
}
