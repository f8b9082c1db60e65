import { InvalidArgumentError, type Command } from 'commander';
import type { Knex } from 'knex';
import type { CommandContext } from '../../ground/command-context.ts';
import { readRetentionConfig, type RetentionConfig } from '../store/retention-settings.ts';
import { packStored } from '../store/pack-stored.ts';
import { purge } from '../store/purge.ts';
import { listRejected } from '../screen/set-aside.ts';
import { describeStatus } from './describe-status.ts';
import { describeRejected } from './report.ts';
import { readStatus } from '../store/status.ts';

/** `readings status`, `readings rejected`, `readings purge` and `readings pack`. */
export function addReadingsCommands(readings: Command, context: CommandContext): void {
  readings
    .command('status')
    .description('per metering point: first, last, gaps, set aside, last file, and what to look at')
    .argument('[metering-point]')
    .action((point: string | undefined) =>
      context.withDatabase(async (database) => {
        const points = await readStatus(database, new Date(), readPoint(point));
        if (point !== undefined && points.length === 0) throw new Error(`There is no metering point ${point}.`);
        context.report(points, points.flatMap(describeStatus));
      }),
    );
  readings
    .command('rejected')
    .description('what was set aside, the newest files first: file, line, and why')
    .argument('[metering-point]')
    .option('--limit <n>', 'at most so many', Number, 1000)
    .action((point: string | undefined, { limit }: { limit: number }) =>
      context.withDatabase(async (database) => {
        if (!(limit >= 1)) throw new Error('--limit must be a number from 1 on.');
        const { all, listed } = await listRejected(database, readPoint(point), Math.floor(limit));
        const more = all - listed.length;
        const sentences = listed.map((reading) => `${reading.file}, ${describeRejected(reading)}`);
        if (more > 0) sentences.push(`… and ${more} more.`);
        context.report({ all, rejected: listed }, all > 0 ? sentences : ['Nothing is set aside.']);
      }),
    );
  readings
    .command('purge')
    .description('remove hours and readings that are no longer kept; day totals stay longer')
    .option('--hour-years <n>', 'full calendar years of hours beside the current one, instead of KEEP_HOUR_YEARS', wholeYears)
    .option('--day-years <n>', 'likewise for day totals, instead of KEEP_DAY_YEARS', wholeYears)
    .option('--check', 'say what would be removed, and remove nothing')
    .action(({ hourYears, dayYears, check = false }: { hourYears?: string; dayYears?: string; check?: boolean }) => {
      const flags = { ...(hourYears && { KEEP_HOUR_YEARS: hourYears }), ...(dayYears && { KEEP_DAY_YEARS: dayYears }) };
      const remove = async (database: Knex, years: RetentionConfig) => {
        const report = await purge(database, { now: new Date(), check, ...years });
        const did = check ? 'would be removed' : 'removed';
        context.report(report, [
          `Hours before ${report.hoursBefore}: ${report.readingDays} days of readings and ${report.hourDays} days of hours ${did}.`,
          `Day totals before ${report.daysBefore}: ${report.dayTotals} ${did}.`,
        ]);
      };
      return context.withDatabase(remove, readRetentionConfig, flags);
    });
  readings
    .command('pack')
    .description('store in fewer bytes what an earlier version stored; it can be stopped and goes on where it was')
    .action(() =>
      context.withDatabase(async (database) => {
        const stop = new AbortController();
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
        const days = await packStored(database, stop.signal);
        const sentence = stop.signal.aborted ? 'stopped; the next time goes on from here' : 'nothing is left to pack';
        context.report({ days, stopped: stop.signal.aborted }, [`${days} days of readings packed; ${sentence}.`]);
      }),
    );
}

function readPoint(written: string | undefined): string | undefined {
  if (written !== undefined && !/^\d{1,18}$/.test(written)) throw new Error(`"${written}" is not a metering point number.`);
  return written;
}

function wholeYears(written: string): string {
  if (!/^[1-9]\d?$/.test(written)) throw new InvalidArgumentError('It must be a whole number from 1 to 99.');
  return written;
}
