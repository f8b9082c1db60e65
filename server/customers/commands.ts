import { basename } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../ground/command-context.ts';
import { givenFile } from '../ground/given-path.ts';
import { InputFault } from '../ground/input-fault.ts';
import { CustomerFaults } from './import-customers.ts';
import { importCustomersFile } from './import-file.ts';

/** Adds `customers FILE` to `import`. */
export function addCustomerCommands(importCommand: Command, context: CommandContext): void {
  importCommand
    .command('customers')
    .description('import customer relationships, their metering points and meters from CSV; all of the file or nothing')
    .argument('<file>', 'CSV, one line per metering point')
    .option('--check', 'say what would happen and change nothing')
    .action(async (path: string, { check = false }: { check?: boolean }) => {
      const file = basename(path);
      try {
        const summary = await context.withDatabase(async (database) => {
          await givenFile(path);
          return importCustomersFile(database, path, { now: new Date(), check });
        });
        const { known, outdated } = summary;
        if (known) {
          const later = `  Later files, ${outdated?.file} last, said otherwise of ${outdated?.relationships} of its relationships, and what came last counts; a wrong one is taken back by min-side readings withdraw --file.`;
          return context.report({ file, ...summary }, [
            `${file}: imported before; nothing changed (${summary.read} lines).`,
            ...(outdated?.relationships ? [later] : []),
          ]);
        }
        const tell = summary.otherMeters.length > 0 ? context.reportPart : context.report;
        tell({ file, ...summary }, [
          `${check ? 'Would import ' : ''}${file}: ${summary.read} lines read; relationships: ${summary.added} added, ${summary.changed} changed, ${summary.unchanged} unchanged; ` +
            `new: ${summary.meteringPoints} metering points, ${summary.meters} meters`,
          ...(summary.days > 0 ? [`  readings that waited for these meters are taken in; ${summary.days} days computed`] : []),
          ...summary.otherMeters.map(
            ({ line, meteringPointId, serial }) =>
              `  line ${line}: metering point ${meteringPointId} has another meter than ${serial}; tell a swap by import meters`,
          ),
        ]);
      } catch (error) {
        if (error instanceof InputFault) throw new Error(`${error.describe(file)} Nothing was imported.`);
        if (!(error instanceof CustomerFaults)) throw error;
        const sentences = error.faults.map(
          ({ line, column, message }) => `${[file, `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ')}: ${message}`,
        );
        context.refuse({ file, faults: error.faults }, [...sentences, 'Nothing was imported.']);
      }
    });
}
