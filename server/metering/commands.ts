import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import type { Knex } from 'knex';
import type { CommandContext } from '../command-context.ts';
import { readRetentionConfig, type RetentionConfig } from '../config/retention.ts';
import { givenFile, givenFolder } from '../given-path.ts';
import { readFileBytes } from './file-bytes.ts';
import { importMeters } from './import-meters.ts';
import { importReadings, type ImportReport } from './import-readings.ts';
import { InputFault } from './input-fault.ts';
import { loadProfile } from './profile.ts';
import { purge } from './purge.ts';
import { describeImport } from './report.ts';
import { readStatus } from './status.ts';
import { watchFolder } from './watch.ts';

/** `import readings`, `import meters`, `readings status`, `readings purge` and `watch`. */
export function addMeteringCommands(program: Command, importCommand: Command, context: CommandContext): void {
  importCommand
    .command('readings')
    .description('take in files of readings')
    .argument('<files...>')
    .requiredOption('-p, --profile <name>', 'own, kamstrup, elvaco, gs2, or the path of a profile')
    .option('--check', 'say what would happen and change nothing')
    .action((files: string[], { profile: profileName, check = false }: { profile: string; check?: boolean }) =>
      context.withDatabase(async (database) => {
        const profile = loadProfile(profileName);
        for (const file of files) {
          const report = await naming(file, (onBytes) =>
            importReadings({
              database,
              profile,
              profileName,
              fileName: basename(file),
              input: readFileBytes(file),
              check,
              onBytes,
            }),
          );
          context.report(report, describeImport(report as ImportReport, check));
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
          const taken = await importMeters(database, basename(file), await readFile(file), check);
          if (taken.read === 0) throw new InputFault('the file has no meters');
          return taken;
        });
        const { read, stored, changed, unchanged, days } = report;
        context.report(report, [
          `${report.file}: ${read} meters read, ${stored} new, ${changed} changed, ${unchanged} unchanged; ${days} days computed again.`,
        ]);
      }),
    );

  const readings = program.command('readings').description('look after the readings');
  readings
    .command('status')
    .description('per metering point: first, last, gaps, rejected, last file')
    .argument('[metering-point]')
    .action((point: string | undefined) =>
      context.withDatabase(async (database) => {
        if (point !== undefined && !/^\d{1,18}$/.test(point)) throw new Error(`"${point}" is not a metering point number.`);
        const points = await readStatus(database, point);
        if (point !== undefined && points.length === 0) throw new Error(`There is no metering point ${point}.`);
        context.report(
          points,
          points.map((row) =>
            [
              row.meteringPointId,
              row.first ?? 'no readings',
              row.last ?? '',
              `${row.estimatedHours} h estimated`,
              `${row.missingHours} h missing`,
              `${row.rejected} set aside`,
              row.lastFile ?? '',
            ].join('  '),
          ),
        );
      }),
    );
  readings
    .command('purge')
    .description('remove hours and readings that are no longer kept; day totals stay longer')
    .option('--hour-years <n>', 'full calendar years of hours beside the current one, instead of KEEP_HOUR_YEARS', wholeYears)
    .option('--day-years <n>', 'likewise for day totals, instead of KEEP_DAY_YEARS', wholeYears)
    .action(({ hourYears, dayYears }: { hourYears?: string; dayYears?: string }) => {
      const flags = { ...(hourYears && { KEEP_HOUR_YEARS: hourYears }), ...(dayYears && { KEEP_DAY_YEARS: dayYears }) };
      const remove = async (database: Knex, years: RetentionConfig) => {
        const report = await purge(database, { now: new Date(), ...years });
        context.report(report, [
          `Hours before ${report.hoursBefore}: ${report.readingDays} days of readings and ${report.hourDays} days of hours removed.`,
          `Day totals before ${report.daysBefore}: ${report.dayTotals} removed.`,
        ]);
      };
      return context.withDatabase(remove, readRetentionConfig, flags);
    });

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
        await watchFolder({
          database,
          folder,
          profile: loadProfile(profile),
          profileName: profile,
          signal: stop.signal,
          everyMs: every * 1000,
          say: (sentence) => context.report({ sentence }, [sentence]),
        });
      }),
    );
}

function wholeYears(written: string): string {
  if (!/^[1-9]\d?$/.test(written)) throw new InvalidArgumentError('It must be a whole number from 1 to 99.');
  return written;
}

/** Runs with a progress bar on a terminal; a fault is told with the file's name. */
async function naming<Report>(file: string, work: (onBytes: (count: number) => void) => Promise<Report>): Promise<Report> {
  const bar = process.stderr.isTTY ? new SingleBar({ format: `${basename(file)} {bar} {percentage}%`, clearOnComplete: true }) : undefined;
  try {
    const size = await givenFile(file);
    bar?.start(size, 0);
    return await work((count) => bar?.increment(count));
  } catch (error) {
    throw error instanceof InputFault ? new Error(`${error.describe(file)}. Nothing was imported.`) : error;
  } finally {
    bar?.stop();
  }
}
