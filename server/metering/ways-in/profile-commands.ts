import { basename } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../../ground/command-context.ts';
import { givenFile } from '../../ground/given-path.ts';
import { InputFault } from '../../ground/input-fault.ts';
import { readFileBytes } from '../files/file-bytes.ts';
import { readFileText } from '../files/file-text.ts';
import { loadProfile, shippedProfiles } from '../files/load-profile.ts';
import { suggestForFile, type Answer } from '../suggest/suggest-for-file.ts';
import { countLines } from './report.ts';
import { tryProfile, type Trial, type TrialReading } from '../suggest/try-profile.ts';

/** `readings profile try`. */
export function addProfileCommands(readings: Command, context: CommandContext): void {
  readings
    .command('profile')
    .description('how the files of a source read')
    .command('try')
    .description('suggest a profile for a file, or take one, and show what it would read; needs no database and stores nothing')
    .argument('<file>')
    .option('-p, --profile <name>', 'try this profile instead of suggesting one')
    .action(async (path: string, { profile }: { profile?: string }) => {
      await givenFile(path);
      const open = () => readFileText(readFileBytes(path), '').pieces;
      const file = basename(path);
      try {
        const answer: Answer = profile
          ? { profile, notes: [], reads: await tryProfile(open(), loadProfile(profile)) }
          : await suggestForFile(open, new Map(shippedProfiles.map((name) => [name, loadProfile(name)])));
        const good = answer.reads !== undefined && answer.reads.fault === null;
        const tell = good ? context.report : context.refuse;
        tell({ file, profile: answer.profile ?? null, notes: answer.notes, reads: answer.reads ?? null }, sentences(file, answer));
      } catch (error) {
        throw error instanceof InputFault ? new Error(error.describe(path)) : error;
      }
    });
}

function sentences(file: string, { profile, notes, reads }: Answer): string[] {
  const lines: string[] = [];
  if (typeof profile === 'string') lines.push(`${file} read by the profile ${profile}.`);
  else if (profile)
    lines.push(
      `A profile for ${file}; save it as a JSON file and name that with --profile:`,
      ...JSON.stringify(profile, null, 2).split('\n'),
    );
  else lines.push(`${file}: no profile can be suggested.`);
  lines.push(...notes.map((note) => `- ${note}`));
  return reads ? [...lines, ...readsInWords(file, reads)] : lines;
}

function readsInWords(file: string, reads: Trial): string[] {
  const { readings, meters, withoutValue, earliest, latest, usualStep, skippedTimes, twiceTimes, clockChanges, units, passedOver, fault } =
    reads;
  const lines = [
    `${readings} readings of ${meters} ${meters === 1 ? 'meter or metering point' : 'meters or metering points'}${earliest && latest ? `, from ${earliest} to ${latest}` : ''}${usualStep ? `, mostly ${stepInWords(usualStep)} apart` : ''}.`,
  ];
  if (withoutValue > 0) lines.push(`${withoutValue} without a value.`);
  if (skippedTimes > 0) lines.push(`${skippedTimes} at times that the clock skipped in March; they would be set aside.`);
  if (twiceTimes.twice + twiceTimes.once > 0)
    lines.push(
      `Of the hour that comes twice in October: ${twiceTimes.twice} stamps that are there twice, ${twiceTimes.once} that are there once.`,
    );
  for (const { date, hours, readings: count } of clockChanges)
    lines.push(`On ${date} the clock is turned: a day of ${hours} hours, ${count} readings.`);
  if (units.length > 0)
    lines.push(`Units: ${units.map(({ quantity, column, unit }) => `${quantity} from "${column}" in ${unit}`).join('; ')}.`);
  if (passedOver.lines > 0)
    lines.push(
      `${countLines(passedOver.lines)} passed over: ${passedOver.first.map(({ line, what }) => `line ${line} ${what}`).join(', ')}.`,
    );
  lines.push('First:', ...reads.first.map(inWords), 'Last:', ...reads.last.map(inWords));
  if (fault) lines.push(new InputFault(fault.message, fault.line ?? undefined, fault.column ?? undefined).describe(file));
  return lines;
}

function inWords({ line, meteringPoint, meter, time, intervalHours, energyKwh, mark }: TrialReading): string {
  const who = [meteringPoint, meter && `meter ${meter}`].filter(Boolean).join(', ');
  const energy = energyKwh === null ? 'no value' : `${energyKwh} kWh`;
  return `  line ${line}: ${who}, ${time}${intervalHours === null ? '' : `, ${intervalHours} h`}: ${energy}${mark ? ` (${mark})` : ''}`;
}

function stepInWords(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.round(seconds / 8640) / 10} days`;
  return seconds >= 3600 ? `${Math.round(seconds / 360) / 10} h` : `${Math.round(seconds / 60)} min`;
}
