import type { Knex } from 'knex';
import { tellAutumnApart } from './stage/autumn-days.ts';
import { findOrdinary } from './screen/find-ordinary.ts';
import { findSuspicious } from './screen/find-suspicious.ts';
import { derive, touchedDays } from './derive/derive.ts';
import type { Directory } from './pack/directory.ts';
import { lookUp, readDirectory } from './pack/known-meters.ts';
import { LookAhead } from './pack/look-ahead.ts';
import { readFileText } from './files/file-text.ts';
import { countCovered } from './store/count-covered.ts';
import { dropIdentical, merge, overlay } from './store/merge.ts';
import { registerFirst } from './meters/register-meters.ts';
import { Packer } from './pack/packer.ts';
import type { Profile } from './files/profile.ts';
import { firstRejected, markPurged, setAside, type RejectedReading } from './screen/set-aside.ts';
import type { RejectReason } from './pack/reject-reason.ts';
import type { Series } from './screen/evidence.ts';
import type { ToldRegister } from './screen/told-registers.ts';
import { judgeAll, type Question } from './screen/judge-all.ts';
import { inStretches, judgedAtOnce } from './screen/stretches.ts';
import type { Judgement } from './screen/judge-series.ts';
import { recordArrival } from './store/source-file.ts';
import { quantityColumns, valueColumns } from './files/quantity.ts';
import { packAll } from './stage/packed-sql.ts';
import { localTime } from '../ground/local-time.ts';
import { stagedReadings } from './stage/staged-rows.ts';
import { touchedKeys } from './derive/touched-keys.ts';
import { autumnHourOf } from './files/parser.ts';
import { readFile } from './files/read-file.ts';
import type { PassedOver } from './files/reading-row.ts';
import { stagingColumns } from './stage/staging-table.ts';
import { StagedCounts, type DayCount } from './stage/staged-counts.ts';
import { firstKeptDay } from './store/purged.ts';
import { openStagingCopy } from './stage/staging-copy.ts';
import { TouchedPoints } from './stage/merge-lock.ts';
import { WorkTables } from './stage/work-tables.ts';

export interface ImportOptions {
  database: Knex;
  profile: Profile;
  profileName: string;
  /** As reports and `source_file` name it. */
  fileName: string;
  /** Read piece by piece; a piece may be overwritten once the next is asked for. */
  input: AsyncIterable<Buffer>;
  /** Report what would happen, change nothing. */
  check?: boolean;
  /** What is stamped later is set aside. */
  now: Date;
  onBytes?: (count: number) => void;
  /** Readings of one series that are judged at once: bounds memory. */
  judgedAtOnce?: number;
  /** Metering points that are held in memory at once: bounds memory. */
  mostPoints?: number;
  /** Called once all is staged, with the buckets of metering points that will be locked: others may go first. */
  beforeMerge?: (buckets: number[]) => Promise<void>;
}

/** What an import did, or with `check` would have done. Counts are of readings. */
export interface ImportReport {
  file: string;
  /** This very file was imported before, by the same profile. */
  known: boolean;
  /** Each is in one of four: `shown`, `superseded`, `rejected` (set aside) or `empty`. */
  read: number;
  /** What is shown by now is what they say: `stored` and `corrected` since this file, `unchanged` before it. */
  shown: number;
  stored: number;
  unchanged: number;
  corrected: number;
  /** Without a value: empty, or what the profile calls no value. */
  empty: number;
  /** Later ones, of this file or another, or finer ones are shown in their place; nobody's fault. */
  superseded: number;
  rejected: number;
  /** Lines that hold no reading and are no fault, such as totals: how many, and the first hundred of them. */
  passedOver: { lines: number; first: { line: number; what: PassedOver }[] };
  /** The first hundred of them. */
  rejections: RejectedReading[];
  /** Readings of earlier files that this one speaks against, and that are set aside from now on: the first hundred. */
  overruled: (RejectedReading & { file: string })[];
  /** Registers told at a swap that these readings contradict: set aside from now on, and the swap is known by its time alone. */
  told: SetAsideRegister[];
  /** Registers that went over their end and go on from 0: the first hundred. */
  rolledOver: RolledRegister[];
  days: number;
}

/** A register that was told at a swap and is set aside. */
export type SetAsideRegister = Pick<ToldRegister, 'end' | 'meteringPointId' | 'serial' | 'energyKwh'> & { reason: RejectReason };

/** A register that went over its end. `at` is when it was first read below, in ISO 8601. */
export interface RolledRegister {
  meteringPointId: string;
  serial: string;
  at: string;
  fromKwh: number;
  toKwh: number;
}

class NothingToKeep extends Error {}

/**
 * Takes one file: all of it in one transaction, or nothing. Throws an `InputFault` when the file can't be taken; readings
 * that are set aside are in the report and in `reading_beside`.
 */
export async function importReadings(options: ImportOptions): Promise<ImportReport> {
  const { database, profile } = options;
  const directory = await readDirectory(database, options.mostPoints);
  let report: ImportReport | undefined;
  try {
    await database.transaction(async (transaction) => {
      const text = readFileText(options.input, JSON.stringify(profile), options.onBytes);
      const tables = await WorkTables.open(transaction, 'import');
      const staging = await tables.create('staging', stagingColumns);
      const copy = await openStagingCopy(transaction, staging);
      const touched = new TouchedPoints();
      const staged = new StagedCounts();
      const packer = new Packer({
        directory,
        now: options.now.getTime() / 1000,
        emit(point, chunk, mark) {
          touched.add(point.id);
          staged.add(chunk, mark);
          copy.write(point, chunk, mark);
        },
      });
      try {
        if (directory.isWhole) await readFile(text.pieces, profile, packer, () => copy.drain());
        else {
          // By the same connection: of as many imports as there are connections none would get a second.
          const ahead = new LookAhead(packer, (rows) =>
            copy.between(() => lookUp(transaction, directory, rows, (point) => packer.isOpen(point), options.mostPoints)),
          );
          await readFile(text.pieces, profile, ahead, () => ahead.passOnMany().then(() => copy.drain()));
          await ahead.passOn();
        }
        packer.end();
        await copy.end();
      } catch (error) {
        await copy.abandon();
        throw error;
      }
      await options.beforeMerge?.(touched.buckets);
      await touched.lock(transaction);
      if (packer.ambiguous > 0) {
        await tellAutumnApart(transaction, tables, staging, autumnHourOf(profile));
        staged.set(await countStaged(transaction, staging));
      }
      const hashes = { sha256: text.hash.digest('hex'), bytesSha256: text.bytesHash.digest('hex') };
      report = await takeIn(transaction, tables, staging, { ...options, ...hashes, directory, packer, staged });
      if (options.check || report.known) throw new NothingToKeep();
    });
  } catch (error) {
    if (!(error instanceof NothingToKeep)) throw error;
  }
  return report!;
}

interface StagingJob extends ImportOptions {
  directory: Directory;
  packer: Packer;
  staged: StagedCounts;
  sha256: string;
  bytesSha256: string;
}

/** From the staging table to readings and consumption. */
async function takeIn(transaction: Knex.Transaction, tables: WorkTables, staging: string, job: StagingJob): Promise<ImportReport> {
  const { directory, packer, staged, sha256, bytesSha256, fileName, profileName } = job;
  const { read, empty } = packer;
  const nothing = {
    stored: 0,
    unchanged: 0,
    corrected: 0,
    superseded: 0,
    rejected: 0,
    rejections: [],
    overruled: [],
    told: [],
    rolledOver: [],
    days: 0,
  };
  const { fileId, before } = await recordArrival(transaction, {
    kind: 'readings',
    name: fileName,
    sha256,
    bytesSha256,
    profile: profileName,
    namesMeters: packer.pointed === 0,
  });
  if (before?.rejected === 0)
    return {
      ...nothing,
      file: fileName,
      known: true,
      read,
      passedOver: packer.passedOver,
      shown: read - empty,
      unchanged: read - empty,
      empty,
    };
  await registerFirst(transaction, directory.registered, fileId);
  if (before) {
    await keepWhatWasSetAside(transaction, tables, staging, fileId);
    staged.set(await countStaged(transaction, staging));
  }
  const again = before ? staged.readings : undefined;
  await tables.analyze('staging', staged.days, ' (metering_point_id, day, serial, interval_seconds)');
  const anyPurged = staged.firstDay < firstKeptDay(job.now) && (await markPurged(transaction, staging, job.now));
  const aside = anyPurged || staged.anyMarked ? await setAside(transaction, staging, fileId) : { days: 0, readings: 0 };
  staged.take(aside);
  const rejectedAtOnce = aside.readings;
  // What comes again is judged in its old place.
  const ordinary = await findOrdinary(tables, staging, before === undefined);
  const others = staged.days > ordinary.staged;
  const same = others ? await dropIdentical(transaction, staging, ordinary, fileId) : { days: 0, readings: 0 };
  staged.take(same);
  const identical = same.readings;
  if (others) await overlay(tables, staging, ordinary);
  const suspicious = others ? await findSuspicious(transaction, tables, staging, ordinary) : [];
  const { judged, changed } = await judgeAll(
    transaction,
    await askAround(transaction, staging, suspicious, job.judgedAtOnce ?? judgedAtOnce),
    job.now,
    {
      staging,
      fileId,
    },
  );
  if (suspicious.length > 0) {
    await tables.drop('key', 'both');
    await overlay(tables, staging, ordinary);
    staged.set(await countStaged(transaction, staging));
  }
  const counts = await merge(transaction, tables, staging, { fileId, keys: others, readings: staged.readings });
  const keys = await touchedKeys(tables, staging, changed);
  const days = await derive(transaction, tables, touchedDays(keys, ordinary, tables.isSpread), job.now, { staging, ordinary, others });
  const covered = staged.anyIntervals || changed.length > 0 ? await countCovered(transaction, keys, fileId) : 0;
  await tables.dropAll();
  const rejected = rejectedAtOnce + judged.rejected;
  const stored = counts.stored + judged.stored;
  const corrected = counts.corrected + judged.corrected;
  const unchanged = identical + counts.unchanged + judged.unchanged + (again === undefined ? 0 : read - empty - again);
  const report: ImportReport = {
    file: fileName,
    known: false,
    read,
    passedOver: packer.passedOver,
    shown: stored + corrected + unchanged - covered,
    stored,
    unchanged,
    corrected,
    superseded: judged.superseded + covered,
    empty,
    rejected,
    rejections: rejected > 0 ? await firstRejected(transaction, fileId) : [],
    overruled: await nameFiles(transaction, judged),
    told: judged.overruledTold.map(asSetAside),
    rolledOver: judged.rolledOver.slice(0, 100).map(({ series, before, after }) => ({
      meteringPointId: series.meteringPointId,
      serial: series.serial,
      at: localTime(new Date(after.at * 1000)),
      fromKwh: before.values[0]!,
      toKwh: after.values[0]!,
    })),
    days,
  };
  await transaction('source_file').where({ file_id: fileId }).update({ read, stored, unchanged, corrected, rejected: report.rejected });
  return report;
}

export const asSetAside = ({ end, meteringPointId, serial, energyKwh, reason }: ToldRegister): SetAsideRegister => ({
  end,
  meteringPointId,
  serial,
  energyKwh,
  reason: reason as RejectReason,
});

/**
 * A file that comes again, since its meter is known by now or the limit was raised: only what was set aside of it is judged anew, in the
 * file's old place. Else it would undo what came later.
 */
async function keepWhatWasSetAside(transaction: Knex.Transaction, tables: WorkTables, staging: string, fileId: number): Promise<void> {
  const again = await tables.create('again', stagingColumns);
  const columns = 'metering_point_id, day, serial, interval_seconds';
  await transaction.raw(
    `insert into ${again} (${columns}, count, first_at, last_at, step_seconds, line, line_step, first_energy_kwh, last_energy_kwh,
       suspicious, reason, max_power_kw, quality, ${valueColumns.join(', ')})
     ${packAll(
       `select r.metering_point_id, r.day, r.serial, r.interval_seconds, r.at, r.line, r.energy_kwh as energy, r.reason, r.max_power_kw, r.quality, ${quantityColumns.map((name) => `case when r.${name} is not null then array[r.${name}] end as ${name}`).join(', ')}
        from (${stagedReadings(staging, ', s.reason, s.max_power_kw')}) r
        join (${stagedReadings('reading_beside', '', `s.file_id = :file and s.reason is not null and s.reason <> 'withdrawn'`)}) b
          on b.line = r.line and b.at = r.at and b.serial = r.serial`,
       `metering_point_id, day, serial, interval_seconds, 1, at, at, 3600, line, 1, energy, energy, reason is null, reason, max_power_kw, nullif(quality, 'm')`,
     )}`,
    { file: fileId },
  );
  await transaction('reading_beside').where({ file_id: fileId }).whereNotNull('reason').whereNot({ reason: 'withdrawn' }).delete();
  await transaction.raw(`delete from ${staging}`);
  await transaction.raw(`insert into ${staging} select * from ${again}`);
}

async function countStaged(transaction: Knex.Transaction, staging: string): Promise<DayCount> {
  const { rows } = await transaction.raw(`select count(*)::int as days, coalesce(sum(count), 0)::float8 as readings from ${staging}`);
  return rows[0];
}

/** The days that the file has of each series that is to be judged, in stretches where it has many. */
async function askAround(
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

/** Those readings were shown, and are set aside now that this file contradicts them: they are the suspects, not the file. */
async function nameFiles(transaction: Knex.Transaction, { overruled }: Judgement): Promise<(RejectedReading & { file: string })[]> {
  const first = overruled.slice(0, 100);
  const files = await transaction('source_file').whereIn('file_id', [...new Set(first.map(({ fileId }) => fileId))]);
  const names = new Map<number, string>(files.map((file) => [file.file_id, file.name]));
  return first.map((one) => ({
    file: names.get(one.fileId) ?? '',
    line: one.line,
    meteringPointId: one.meteringPointId!,
    serial: one.serial!,
    at: localTime(new Date(one.at * 1000)),
    energyKwh: one.values[0]!,
    reason: one.reason,
  }));
}
