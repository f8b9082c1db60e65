import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../../ground/command-context.ts';
import { givenFile, givenFolder } from '../../ground/given-path.ts';
import { readFileBytes } from '../files/file-bytes.ts';
import { importMeters } from '../meters/import-meters.ts';
import { importReadings } from '../import-readings.ts';
import type { ImportReport } from '../import-report.ts';
import { InputFault } from '../../ground/input-fault.ts';
import { loadProfile } from '../files/load-profile.ts';
import { importSideBySide } from './import-side-by-side.ts';
import { describeImport, describeTold } from './report.ts';
import { watchFolder } from './watch-folder.ts';

/** `import readings`, `import meters` and `watch`. */
export function addMeteringCommands(program: Command, importCommand: Command, context: CommandContext): void {
  importCommand
    .command('readings')
    .description('take in files of readings')
    .argument('<files...>')
    .requiredOption('-p, --profile <name>', 'own, kamstrup, elvaco, gs2, or the path of a profile')
    .option('--check', 'say what would happen and change nothing')
    .option('--jobs <n>', 'so many files at once, where the machine has as many cores', wholeJobs, 1)
    .action((files: string[], { profile: profileName, check = false, jobs }: { profile: string; check?: boolean; jobs: number }) =>
      context.withDatabase(async (database) => {
        const profile = loadProfile(profileName);
        const tellReport = (report: ImportReport) => {
          const tell = hasSetAside(report) ? context.reportPart : context.report;
          tell(report, describeImport(report, check));
        };
        if (jobs > 1) {
          for (const file of files) await givenFile(file);
          const { connectionString: url } = database.client.config.connection;
          return importSideBySide({ files, jobs, url, profileName, now: new Date(), check, report: tellReport });
        }
        for (const file of files) {
          const report = await naming(file, (onBytes) =>
            importReadings({
              database,
              profile,
              profileName,
              fileName: basename(file),
              input: readFileBytes(file),
              now: new Date(),
              check,
              onBytes,
            }),
          );
          tellReport(report as ImportReport);
        }
      }),
    );

  importCommand
    .command('meters')
    .description('take in a file of meters: installed, removed, registers at a swap')
    .argument('<file>')
    .option('--check', 'say what would happen and change nothing')
    .action((file: string, { check = false }: { check?: boolean }) =>
      context.withDatabase(async (database) => {
        const report = await naming(file, async () => {
          const taken = await importMeters(database, basename(file), await readFile(file), { now: new Date(), check });
          if (taken.read === 0) throw new InputFault('the file has no meters');
          return taken;
        });
        const { known, read, stored, changed, unchanged, days } = report;
        if (known) return context.report(report, [`${report.file}: imported before; nothing changed (${read} meters).`]);
        const tell = report.told.length > 0 ? context.reportPart : context.report;
        tell(report, [
          `${check ? 'Would import ' : ''}${report.file}: ${read} meters read, ${stored} new, ${changed} changed, ${unchanged} unchanged; ${days} days computed again.`,
          ...report.ended.map(
            (one) =>
              `  Meter ${one.serial} at metering point ${one.meteringPointId} ends at ${one.at}, when meter ${one.bySerial} is installed; what it reads later is set aside.`,
          ),
          ...report.again.map(
            (one) => `  Line ${one.line}: meter ${one.serial} hung at metering point ${one.meteringPointId} more than once.`,
          ),
          ...report.told.map((one) => `  ${describeTold(one)}`),
        ]);
      }),
    );

  program
    .command('watch')
    .description('take in files as they arrive in a folder, and move them to done or failed with a report beside each')
    .argument('<folder>')
    .requiredOption('-p, --profile <name>', 'as for import readings')
    .option('--every <seconds>', 'how long between two looks', Number, 5)
    .action((folder: string, { profile, every }: { profile: string; every: number }) =>
      context.withDatabase(async (database) => {
        await givenFolder(folder);
        const stop = new AbortController();
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
        const read = loadProfile(profile);
        await watchFolder({
          folder,
          async take(path, fileName) {
            const input = readFileBytes(path);
            const report = await importReadings({ database, profile: read, profileName: profile, fileName, input, now: new Date() });
            return { sentences: describeImport(report, false), setAside: hasSetAside(report) };
          },
          now: () => new Date(),
          signal: stop.signal,
          everyMs: every * 1000,
          say: (sentence) => context.report({ sentence }, [sentence]),
        });
      }),
    );
}

/** Of this file, or of another that it speaks against. */
const hasSetAside = ({ rejected, overruled, told }: ImportReport): boolean => rejected + overruled.length + told.length > 0;

function wholeJobs(written: string): number {
  if (!/^([1-9]|[1-5]\d|6[0-4])$/.test(written)) throw new InvalidArgumentError('It must be a whole number from 1 to 64.');
  return Number(written);
}

/** Runs with a progress bar on a terminal; a fault is told with the file's name. */
async function naming<Report>(file: string, work: (onBytes: (count: number) => void) => Promise<Report>): Promise<Report> {
  const bar = process.stderr.isTTY ? new SingleBar({ format: `${basename(file)} {bar} {percentage}%`, clearOnComplete: true }) : undefined;
  try {
    const size = await givenFile(file);
    bar?.start(size, 0);
    return await work((count) => bar?.increment(count));
  } catch (error) {
    throw error instanceof InputFault ? new Error(`${error.describe(file)} Nothing was imported.`) : error;
  } finally {
    bar?.stop();
  }
}
