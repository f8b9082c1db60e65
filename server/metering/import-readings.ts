import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { tellAutumnApart } from './stage/autumn-days.ts';
import { findSuspicious } from './screen/find-suspicious.ts';
import { derive, touchedDays } from './derive/derive.ts';
import { readDirectory, type Directory } from './pack/known-meters.ts';
import { readFileText } from './files/file-text.ts';
import { dropIdentical, merge, overlay } from './store/merge.ts';
import { registerFirst } from './meters/register-meters.ts';
import { Packer } from './pack/packer.ts';
import type { Profile } from './files/profile.ts';
import type { PassedOver } from './files/reading-row.ts';
import { firstRejected, keepPurged, keepRejected, type RejectedReading } from './screen/set-aside.ts';
import { screenAgain } from './screen/screen-again.ts';
import { autumnHourOf } from './files/parser.ts';
import { readFile } from './files/read-file.ts';
import { stagingColumns } from './stage/staging-table.ts';
import { openStagingCopy } from './stage/staging-copy.ts';
import { mergeLock, WorkTables } from './stage/work-tables.ts';

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
  now?: Date;
  onBytes?: (count: number) => void;
}

/** What an import did, or with `check` would have done. Counts are of readings. */
export interface ImportReport {
  file: string;
  /** This very file was imported before, by the same profile. */
  known: boolean;
  read: number;
  stored: number;
  unchanged: number;
  corrected: number;
  /** Without a value: empty, or what the profile calls no value. */
  empty: number;
  rejected: number;
  /** Lines that hold no reading and are no fault, such as totals: how many, and the first hundred of them. */
  passedOver: { lines: number; first: { line: number; what: PassedOver }[] };
  /** The first hundred of them. */
  rejections: RejectedReading[];
  days: number;
}

class NothingToKeep extends Error {}

/**
 * Takes one file: all of it in one transaction, or nothing. Throws an `InputFault` when the file can't be taken; readings
 * that are set aside are in the report and in `reading_rejected`.
 */
export async function importReadings(options: ImportOptions): Promise<ImportReport> {
  const { database, profile } = options;
  const directory = await readDirectory(database);
  let report: ImportReport | undefined;
  try {
    await database.transaction(async (transaction) => {
      const text = readFileText(options.input, JSON.stringify(profile), options.onBytes);
      const tables = new WorkTables(transaction, `import_${randomBytes(6).toString('hex')}`);
      const staging = await tables.create('staging', stagingColumns);
      const copy = await openStagingCopy(transaction, staging);
      const packer = new Packer({
        directory,
        now: (options.now ?? new Date()).getTime() / 1000,
        emit: copy.write,
      });
      try {
        await readFile(text.pieces, profile, packer, () => copy.drain());
        packer.end();
        await copy.end();
      } catch (error) {
        await copy.abandon();
        throw error;
      }
      await transaction.raw('select pg_advisory_xact_lock(?)', [mergeLock]);
      if (packer.ambiguous > 0) {
        await tellAutumnApart(transaction, tables, staging, directory, autumnHourOf(profile));
      }
      // The work tables are analyzed for how many rows and metering points they hold; a small sample tells that.
      await transaction.raw('set local default_statistics_target = 10');
      const sha256 = text.hash.digest('hex');
      report = await takeIn(transaction, tables, staging, { ...options, directory, packer, sha256 });
      if (options.check || report.known) throw new NothingToKeep();
    });
  } catch (error) {
    if (!(error instanceof NothingToKeep)) throw error;
  }
  return report!;
}

interface Staged extends ImportOptions {
  directory: Directory;
  packer: Packer;
  sha256: string;
}

/** From the staging table to readings and consumption. */
async function takeIn(transaction: Knex.Transaction, tables: WorkTables, staging: string, staged: Staged): Promise<ImportReport> {
  const { directory, packer, sha256, fileName, profileName } = staged;
  const { read, empty } = packer;
  const before = await transaction('source_file').where({ sha256 }).first();
  if (before && before.rejected === '0') {
    return {
      file: fileName,
      known: true,
      read,
      passedOver: packer.passedOver,
      stored: 0,
      unchanged: read - empty,
      corrected: 0,
      empty,
      rejected: 0,
      rejections: [],
      days: 0,
    };
  }
  // A file of which something was set aside may come again, once its meter is known or the limit raised.
  if (before) await transaction('reading_rejected').where({ file_id: before.file_id }).delete();
  const fileId: number = before
    ? before.file_id
    : (await transaction('source_file').insert({ name: fileName, sha256, profile: profileName }).returning('file_id'))[0]!.file_id;
  await registerFirst(transaction, directory.registered);
  await transaction.raw(`analyze ${staging} (metering_point_id, day, serial, interval_seconds)`);
  const rejectedAtOnce = (await keepPurged(transaction, staging, fileId)) + (await keepRejected(transaction, staging, fileId));
  const identical = await dropIdentical(transaction, staging);
  await overlay(tables, staging);
  const suspicious = await findSuspicious(transaction, tables, staging);
  if (suspicious.length > 0) {
    await screenAgain(transaction, tables, staging, directory, suspicious);
    for (const name of ['key', 'both']) await tables.drop(name);
  }
  const rejectedAfterwards = suspicious.length > 0 ? await keepRejected(transaction, staging, fileId) : 0;
  if (suspicious.length > 0) await overlay(tables, staging);
  const counts = await merge(transaction, tables, staging, fileId);
  const days = await derive(transaction, tables, touchedDays(staging));
  await tables.dropAll();
  const rejected = rejectedAtOnce + rejectedAfterwards;
  const report = {
    file: fileName,
    known: false,
    read,
    passedOver: packer.passedOver,
    stored: counts.stored,
    unchanged: identical + counts.unchanged,
    corrected: counts.corrected,
    empty,
    rejected,
    rejections: rejected > 0 ? await firstRejected(transaction, fileId) : [],
    days,
  };
  const { stored, unchanged, corrected } = report;
  await transaction('source_file').where({ file_id: fileId }).update({ read, stored, unchanged, corrected, rejected: report.rejected });
  return report;
}
