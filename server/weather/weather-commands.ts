import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../ground/command-context.ts';
import { givenFile } from '../ground/given-path.ts';
import { InputFault } from '../ground/input-fault.ts';
import { readWeatherFile } from './weather-file.ts';
import { loadWeatherProfile } from './weather-profile.ts';
import { storeTemperatures } from './weather-store.ts';

/** `import weather`. */
export function addWeatherCommands(importCommand: Command, context: CommandContext): void {
  importCommand
    .command('weather')
    .description('take in files of hourly outdoor temperatures')
    .argument('<files...>')
    .option('-p, --profile <name>', 'own, frost-csv, or the path of a profile', 'own')
    .option('--check', 'say what would happen and change nothing')
    .action((files: string[], { profile: name, check = false }: { profile: string; check?: boolean }) =>
      context.withDatabase(async (database) => {
        const profile = loadWeatherProfile(name);
        for (const file of files) {
          await givenFile(file);
          try {
            const { temperatures, ...counts } = readWeatherFile(weatherText(await readFile(file), profile.encoding), profile);
            const stored = check ? null : await storeTemperatures(database, temperatures);
            const report = { file: basename(file), ...counts, temperatures: temperatures.length, ...stored };
            const left = [
              counts.empty && `${counts.empty} without a value`,
              counts.doubtful && `${counts.doubtful} of doubtful quality`,
              counts.skipped.length &&
                `${counts.skipped.length} set aside at times that the clock skipped (line ${counts.skipped.slice(0, 5).join(', ')})`,
            ];
            const words = [`${counts.read} rows read`, `${temperatures.length} temperatures`, ...left].filter(Boolean).join(', ');
            const end = stored ? `${stored.days} days of ${stored.stations.join(', ')} stored` : 'nothing was changed';
            const tell = counts.doubtful + counts.skipped.length > 0 ? context.reportPart : context.report;
            tell(report, [`${basename(file)}: ${words}; ${end}.`]);
          } catch (error) {
            throw error instanceof InputFault ? new Error(`${error.describe(file)} Nothing was imported.`) : error;
          }
        }
      }),
    );
}

/** A file's text; `.gz` files are known by their first bytes. */
export function weatherText(bytes: Buffer, encoding: 'utf-8' | 'iso-8859-1'): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return new TextDecoder(encoding).decode(plain);
}
