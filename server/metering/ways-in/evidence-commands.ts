import { InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';
import type { CommandContext } from '../../ground/command-context.ts';
import type { CommandPlaces } from '../../room.ts';
import { zone } from '../../ground/zone.ts';
import { isSkipped } from '../files/wall-clock.ts';
import { showDays, type ShownDays } from '../store/show-days.ts';
import { withdrawFile, withdrawPeriod, type WithdrawReport } from '../store/withdraw.ts';

/** `readings show`, `readings withdraw` and `readings restore`. */
export function addEvidenceCommands({ readings, takesBack }: Pick<CommandPlaces, 'readings' | 'takesBack'>, context: CommandContext): void {
  readings
    .command('show')
    .description('what the portal shows of a metering point, and with --explain the readings behind it')
    .argument('<metering-point>')
    .requiredOption('--from <date>', 'first day', localDate)
    .requiredOption('--to <date>', 'last day', localDate)
    .option('--explain', 'the readings of each day, with file and line, shown or set aside and why')
    .action((point: string, options: { from: string; to: string; explain?: boolean }) =>
      context.withDatabase(async (database) => {
        const shown = await showDays(database, { point: pointNumber(point), ...options });
        context.report(shown, sentencesOf(shown));
      }),
    );
  for (const restore of [false, true]) {
    readings
      .command(restore ? 'restore' : 'withdraw')
      .description(
        restore
          ? 'take in again what was withdrawn'
          : 'undo a delivery of readings, meters or customers as if it had never come; it can be restored',
      )
      .option('--file <name>', 'the file, by the name under which it came')
      .option('--sha256 <hash>', 'the file, by its SHA-256 or the beginning of it')
      .option('--point <metering-point>', 'all that was delivered so far of a metering point, in a period', pointNumber)
      .option('--from <time>', 'from this local time or date on')
      .option('--to <time>', 'until before this one')
      .option('--check', 'say what would change, and change nothing')
      .action((options: { file?: string; sha256?: string; point?: string; from?: string; to?: string; check?: boolean }) =>
        context.withDatabase(async (database) => {
          const more = { now: new Date(), restore, check: options.check ?? false };
          const { file, sha256, point, from, to } = options;
          if (point !== undefined && (from === undefined || to === undefined)) throw new Error('--point needs --from and --to.');
          if (point === undefined && file === undefined && sha256 === undefined)
            throw new Error('Say what: --file, --sha256, or --point with --from and --to.');
          if ((point ?? from ?? to) !== undefined && (file ?? sha256) !== undefined)
            throw new Error('Say a file or a metering point with its period, not both: a file goes as a whole.');
          const report =
            point === undefined
              ? await withdrawFile(database, { ...(file && { name: file }), ...(sha256 && { sha256 }), ...more, takesBack })
              : await withdrawPeriod(database, { meteringPointId: point, from: moment(from!), to: moment(to!), ...more });
          context.report(report, inWords(report, restore, more.check));
        }),
      );
  }
}

function inWords({ what, kind, series, days, meters, changes }: WithdrawReport, restore: boolean, check: boolean): string[] {
  const did = restore ? 'restored' : 'withdrawn';
  const counts = [
    ...(kind === 'readings' && meters === 0 ? [] : [`the meters of ${meters} metering points changed`]),
    `${series} series judged anew`,
    `${days} days computed again`,
  ];
  return [`${what}: ${check ? `would be ${did}` : did}; ${counts.join(', ')}.`, ...changes.map((change) => `  ${change}`)];
}

function sentencesOf({ days }: ShownDays): string[] {
  if (days.length === 0) return ['Nothing is shown of these days.'];
  return days.flatMap(({ date, energyKwh, hours, readings = [], standstills = [] }) => [
    `${date}: ${energyKwh === null ? 'no energy' : `${energyKwh.toFixed(3)} kWh`}`,
    ...hours.map(({ start, energyKwh: kwh, status }) => `  ${start.slice(11)}  ${kwh === null ? '-' : kwh.toFixed(3)}  ${status}`),
    ...standstills.map(
      ({ serial, since, till, riseKwh, largestKwh }) =>
        `    meter ${serial} stood still from ${since} on and had risen by ${riseKwh.toFixed(3)} kWh at ${till}, more than the house's largest hour, ${largestKwh.toFixed(3)} kWh: spread over that time, estimated`,
    ),
    ...readings.map(
      ({ at, serial, energyKwh: kwh, file, line, state }) => `    ${at}  meter ${serial}  ${kwh} kWh  ${file}, line ${line}: ${state}`,
    ),
  ]);
}

function pointNumber(written: string): string {
  if (!/^\d{1,18}$/.test(written)) throw new InvalidArgumentError('It must be a metering point number.');
  return written;
}

function localDate(written: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(written) || !DateTime.fromISO(written).isValid)
    throw new InvalidArgumentError('It must be a date like 2024-01-31.');
  return written;
}

function moment(written: string): Date {
  const at = DateTime.fromISO(written.trim().replace(' ', 'T'), { zone });
  if (!at.isValid) throw new Error(`"${written}" is not a time like 2024-01-31 or 2024-01-31 14:00.`);
  if (isSkipped(written, zone)) throw new Error(`"${written}" does not exist: the clock skipped it.`);
  return at.toJSDate();
}
