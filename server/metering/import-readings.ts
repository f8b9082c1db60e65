import type { Knex } from 'knex';
import { asRolled, asSetAside, nothingTaken, type ImportReport } from './import-report.ts';
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
import { firstRejected, markPurged, nameOverruled, setAside } from './screen/set-aside.ts';
import { askStaged } from './screen/ask-staged.ts';
import { judgeAll } from './screen/judge-all.ts';
import { judgedAtOnce } from './screen/stretches.ts';
import { recordArrival } from './store/source-file.ts';
import { touchedKeys } from './derive/touched-keys.ts';
import { autumnHourOf } from './files/parser.ts';
import { readFile } from './files/read-file.ts';
import { keepOnlySetAside } from './stage/only-set-aside.ts';
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
          staged.add(point.id, chunk, mark);
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
      ...nothingTaken,
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
    await keepOnlySetAside(transaction, tables, staging, fileId);
    staged.set(await countStaged(transaction, staging));
  }
  const again = before ? staged.readings : undefined;
  await tables.analyze('staging', staged.days, ' (metering_point_id, day, serial, interval_seconds)');
  const anyPurged = staged.firstDay < firstKeptDay(job.now) && (await markPurged(transaction, staging, job.now));
  const aside = anyPurged || staged.anyMarked ? await setAside(transaction, staging, fileId) : { days: 0, readings: 0 };
  staged.take(aside);
  const rejectedAtOnce = aside.readings;
  // What comes again is judged in its old place.
  const ordinary = await findOrdinary(tables, staging, { wanted: before === undefined, areFew: staged.areFew });
  const others = staged.days > ordinary.staged;
  const same = others ? await dropIdentical(transaction, staging, ordinary, fileId) : { days: 0, readings: 0 };
  staged.take(same);
  const identical = same.readings;
  if (others) await overlay(tables, staging, ordinary);
  const suspicious = others ? await findSuspicious(transaction, tables, staging, ordinary) : [];
  const { judged, changed } = await judgeAll(
    transaction,
    await askStaged(transaction, staging, suspicious, job.judgedAtOnce ?? judgedAtOnce),
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
  const days = await derive(transaction, tables, touchedDays(keys, ordinary, tables.isSpread), job.now, {
    staging,
    ordinary,
    others,
    areFew: staged.areFew,
  });
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
    overruled: await nameOverruled(transaction, judged),
    told: judged.overruledTold.map(asSetAside),
    rolledOver: judged.rolledOver.slice(0, 100).map(asRolled),
    days,
  };
  await transaction('source_file').where({ file_id: fileId }).update({ read, stored, unchanged, corrected, rejected: report.rejected });
  return report;
}

async function countStaged(transaction: Knex.Transaction, staging: string): Promise<DayCount> {
  const { rows } = await transaction.raw(`select count(*)::int as days, coalesce(sum(count), 0)::float8 as readings from ${staging}`);
  return rows[0];
}
